"""The desk: what waits for somebody today, by what they may do, each with why and since when.

Seven queries, whatever the number of rounds and bids: the rounds with what can be counted beside them,
their bids by what they wait for, and what there is to score or confirm.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.models import PendingDecision, Submission
from bids.models import Attachment, Bid, Query
from bids.states import State
from funds.models import VirementRequest
from monitoring.desk.awards import awards_counted, of_awards
from monitoring.desk.counting import how_many
from monitoring.desk.needs import with_needs
from monitoring.desk.variations import of_variations, variations_waiting
from monitoring.desk.year import SIGNED_OFF, of_year
from monitoring.models import Claim, PaymentLine, Return
from notices.models import Message
from notices.querysets import MOST_TRIES
from people.models import Membership, User
from people.roles import ROLES, Permission
from rounds.models import Period, Round
from scoring.duties import awaited_from, has_declared, to_be_declared_by
from ui.dates import format_date, in_london

SOON = timedelta(days=14)
"""From how long before its day something stands on the desk."""
Held = Mapping[int, frozenset[Permission]]
"""What the person may do, by partnership."""


@dataclass(frozen=True)
class Task:
    """A line of the desk: what, how many, why it matters now, and the page where it is done."""

    what: str
    href: str
    why: str = ""
    since: str = ""
    urgent: bool = False
    where: str = ""
    """The round's title, where it is about one."""


WHY: dict[str, tuple[Permission, str | Promise, bool]] = {
    "failed": (Permission.CHECK_BIDS, gettext_lazy("Failed a gate: reject or send back"), True),
    "gates": (Permission.CHECK_BIDS, gettext_lazy("Gates to check"), False),
    "late": (Permission.CHECK_BIDS, gettext_lazy("Nearly complete, but not sent in time"), False),
    "change": (Permission.CHECK_BIDS, gettext_lazy("Sent back, with the applicant"), False),
    "answer": (Permission.CHECK_BIDS, gettext_lazy("Waits for the applicant’s answer"), False),
    "scores": (Permission.SIFT, gettext_lazy("Lacks scores of the panel"), False),
    "ready": (Permission.SIFT, gettext_lazy("All gates passed and scored: ready to sift"), False),
    "start": (Permission.CHECK_BIDS, gettext_lazy("Agreement accepted: start monitoring"), False),
    "lapse": (Permission.CHECK_BIDS, gettext_lazy("The offer was not accepted in time"), True),
    "offer": (Permission.CHECK_BIDS, gettext_lazy("Offer waits to be accepted"), False),
}
"""What a bid waits for: whose it is to do, why, and whether it presses."""


def tasks(user: User, held: Held, now: datetime | None = None) -> list[Task]:
    """What waits for the person, what presses first."""
    now = now or timezone.now()
    rounds = list(_rounds(user, held, now))
    found: list[Task] = []
    by_round = {round.pk: round for round in rounds}
    found += _of_bids(by_round, held, now)
    for round in rounds:
        may = held[round.partnership_id]
        here = (*_of_round(round, may, now), *_of_claims(round, may), *_of_pots(round, may))
        found += [replace(task, where=round.title) for task in here]
        found += [Task(*one, where=round.title) for one in of_variations(round, may)]
        found += [Task(*one, where=round.title) for one in of_awards(round, may)]
        found += [Task(*one, where=round.title) for one in of_year(round, may, now)]
    found += _returns(by_round, held, now)
    found += _of_partnerships(held, now)
    return sorted(found, key=lambda task: not task.urgent)


def claims_counted(user: User) -> dict[str, Coalesce]:
    """How many claims of the outer round wait for whom, as columns.

    A claim that somebody checked or sent is not theirs to approve.
    """
    claims = Claim.objects.filter(award__bid__round=OuterRef("pk"))
    lines = PaymentLine.objects.filter(state=PaymentLine.State.ORDERED)
    out = Exists(lines.filter(claim=OuterRef("pk")))
    theirs = Q(checked_by=user) | Q(claimed_by=user)
    checked = claims.filter(state=Claim.State.CHECKED).exclude(theirs)
    by = "award__bid__round"
    return {
        "to_check": how_many(claims.filter(state=Claim.State.SENT), by),
        "to_approve": how_many(checked, by),
        "to_pay": how_many(claims.filter(~out, state=Claim.State.APPROVED), by),
        "unconfirmed": how_many(
            lines.filter(batch__round=OuterRef("pk")), "batch__round", of="batch"
        ),
    }


def _rounds(user: User, held: Held, now: datetime) -> Iterable[Any]:
    """The person's rounds that are not over, with what is counted beside them (one query)."""
    here = {"bid__round": OuterRef("pk")}
    to_agree = VirementRequest.objects.filter(round=OuterRef("pk"), ended_at=None).exclude(
        asked_by=user
    )
    queries = Query.objects.filter(bid__state=State.SUBMITTED, **here)
    decided = PendingDecision.objects.filter(ended_at=None, **here)
    awaited = awaited_from(user).filter(has_declared(user))
    to_score = awaited.filter(round=OuterRef("pk"))
    to_declare = to_be_declared_by(user).filter(round=OuterRef("pk"))
    sent = Submission.objects.filter(round=OuterRef("round"), route=OuterRef("route"))
    taken = PendingDecision.objects.filter(bid=OuterRef("pk"), ended_at=None)
    undecided = Bid.objects.filter(
        ~Exists(taken), Exists(sent), round=OuterRef("pk"), state=State.SIFTED
    )
    unsent = Bid.objects.filter(~Exists(sent), round=OuterRef("pk"), state=State.SIFTED)
    to_read = Return.objects.filter(
        state=Return.State.SENT, award__bid__state=State.MONITORED, period__round=OuterRef("pk")
    )
    infected = Attachment.objects.filter(
        scan=Attachment.Scan.INFECTED, removed_at=None, bid__round=OuterRef("pk")
    )
    return (
        Round.objects.filter(partnership__in=list(held))
        .select_related("partnership", "funder")
        .annotate(
            overdue=how_many(queries.filter(answered_at=None, due__lte=now), "bid__round"),
            answered=how_many(queries.exclude(answered_at=None), "bid__round"),
            to_confirm=how_many(decided.exclude(bid__scores__member=user), "bid__round"),
            to_score=how_many(to_score, "round"),
            to_declare=how_many(to_declare, "round", of="organisation"),
            to_enter=how_many(undecided, "round"),
            to_send=how_many(unsent, "round"),
            infected=how_many(infected, "bid__round"),
            **claims_counted(user),
            **{
                name: how_many(rows, "award__bid__round")
                for name, rows in variations_waiting(user).items()
            },
            to_read=how_many(to_read, "period__round"),
            signed_off=SIGNED_OFF,
            **awards_counted(user),
            to_agree=how_many(to_agree, "round"),
        )
        .order_by("-opens", "code")
    )


def _of_bids(rounds: Mapping[int, Round], held: Held, now: datetime) -> Iterator[Task]:
    """Bids by what they wait for (one query)."""
    bids = Bid.objects.filter(
        round__in=list(rounds),
        state__in=(State.DRAFT, State.SUBMITTED, State.APPROVED),
    )
    waiting: Any = with_needs(bids, rounds.values(), now)
    rows = (
        waiting.order_by()
        .values_list("round", "waits_for")
        .annotate(Count("pk"), Min("moved_at"), Min("reference"))
    )
    order = {code: place for place, code in enumerate(WHY)}
    for pk, code, count, since, first in sorted(rows, key=lambda row: order.get(row[1], 99)):
        round = rounds[pk]
        if code not in WHY or WHY[code][0] not in held[round.partnership_id]:
            continue
        _permission, why, urgent = WHY[code]
        near = in_london(now).date() + SOON >= round.panel
        yield Task(
            what=_bids(count, first),
            href=_bids_href(round, code, count, first),
            why=str(why),
            since=_("since %(day)s") % {"day": format_date(in_london(since).date())},
            urgent=urgent or (code in ("scores", "gates") and near),
            where=round.title,
        )


def _bids(count: int, first: str) -> str:
    """The bid where there is one, else how many."""
    if count == 1:
        return first
    return ngettext("%(count)s bid", "%(count)s bids", count) % {"count": f"{count:,}"}


def _bids_href(round: Round, code: str, count: int, first: str) -> str:
    if code == "ready":
        return reverse("sift", args=[round.code])
    if code == "scores":
        return reverse("panel", args=[round.code])
    if count == 1:
        return reverse("bid-gates" if code == "gates" else "bid", args=[first])
    return f"{reverse('bids', args=[round.code])}?needs={code}"


def _of_round(round: Any, may: frozenset[Permission], now: datetime) -> Iterator[Task]:
    """What was counted beside a round."""
    bids = reverse("bids", args=[round.code])
    today = in_london(now).date()
    if Permission.CHECK_BIDS in may:
        if round.overdue:
            yield Task(
                _questions(round.overdue),
                f"{bids}?needs=answer",
                _("Not answered in time"),
                urgent=True,
            )
        if round.answered:
            yield Task(
                _questions(round.answered),
                f"{bids}?state=submitted",
                _("Answered: read the answers before the sift"),
            )
        if round.infected:
            yield Task(
                ngettext("%(count)s file", "%(count)s files", round.infected)
                % {"count": round.infected},
                bids,
                _("Held back: a virus was found"),
                urgent=True,
            )
    yield from _to_read(round, may)
    if Permission.SCORE in may and round.to_declare:
        words = ngettext("%(count)s organisation", "%(count)s organisations", round.to_declare)
        yield Task(
            words % {"count": round.to_declare},
            reverse("interests", args=[round.code]),
            _("Declare whether you have an interest, before you read the bids"),
            _by(round.panel),
            urgent=today + SOON >= round.panel,
        )
    if Permission.SCORE in may and round.to_score:
        yield Task(
            _bids(round.to_score, _("1 bid")),
            reverse("scoring", args=[round.code]),
            _("To be scored by you"),
            _by(round.panel),
            urgent=today + SOON >= round.panel,
        )
    if Permission.SEND_SUBMISSION in may and round.to_send and today + SOON >= round.submission_due:
        yield Task(
            _bids(round.to_send, _("1 bid")),
            reverse("submission-send", args=[round.code, "main"]),
            _("Proposals to be sent to the %(funder)s") % {"funder": round.funder.short_name},
            _by(round.submission_due),
            urgent=True,
        )
    if Permission.RECORD_DECISIONS in may and round.to_enter:
        yield Task(
            _bids(round.to_enter, _("1 bid")),
            reverse("decisions", args=[round.code]),
            _("Waits for the decision of the %(funder)s: enter it when it comes")
            % {"funder": round.funder.short_name},
        )
    if Permission.DECIDE in may and round.to_confirm:
        yield Task(
            _bids(round.to_confirm, _("1 bid")),
            reverse("decisions-confirm", args=[round.code]),
            _("A decision of the %(funder)s to confirm") % {"funder": round.funder.short_name},
            urgent=True,
        )


def _of_pots(round: Any, may: frozenset[Permission]) -> Iterator[Task]:
    """Money that somebody else asks to move between pots."""
    if Permission.AGREE_VIREMENT in may and round.to_agree:
        yield Task(
            ngettext("%(count)s request", "%(count)s requests", round.to_agree)
            % {"count": round.to_agree},
            reverse("virements", args=[round.code]),
            _("Money is asked to move between pots: agree, or say no"),
        )


def _of_claims(round: Any, may: frozenset[Permission]) -> Iterator[Task]:
    """Claims to check, approve and pay, and batches whose payments are to be confirmed."""
    page = reverse("payments", args=[round.code])
    if Permission.RECORD_RETURNS in may and round.to_check:
        yield Task(_claims(round.to_check), page, _("To be checked"))
    if Permission.PAY not in may:
        return
    if round.to_approve:
        yield Task(_claims(round.to_approve), page, _("Checked: approve or refuse"))
    if round.to_pay:
        yield Task(_claims(round.to_pay), page, _("Approved: make a batch"))
    if round.unconfirmed:
        words = ngettext("%(count)s batch", "%(count)s batches", round.unconfirmed)
        yield Task(
            words % {"count": round.unconfirmed},
            page,
            _("Sent to be paid: bring in what became of it"),
        )


def _claims(count: int) -> str:
    return ngettext("%(count)s claim", "%(count)s claims", count) % {"count": f"{count:,}"}


def _to_read(round: Any, may: frozenset[Permission]) -> Iterator[Task]:
    if Permission.RECORD_RETURNS in may and round.to_read:
        yield Task(
            _returns_count(round.to_read),
            f"{reverse('returns-list', args=[round.code])}?show=sent",
            _("Sent: to be read and accepted"),
        )


def _questions(count: int) -> str:
    return ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}


def _by(day: date) -> str:
    return _("by %(day)s") % {"day": format_date(day)}


def _returns(rounds: Mapping[int, Round], held: Held, now: datetime) -> Iterator[Task]:
    """Periods whose returns are due soon or overdue, with how many are missing (one query)."""
    today = in_london(now).date()
    running = Bid.objects.filter(round=OuterRef("round"), state=State.MONITORED)
    given = Return.objects.given().filter(period=OuterRef("pk"), award__bid__state=State.MONITORED)
    since = {"award__approved_at__date__lte": OuterRef("ends")}
    periods = (
        Period.objects.filter(round__in=list(rounds), due__lte=today + SOON, round__closed_at=None)
        .annotate(
            missing=Case(
                When(final=True, then=how_many(running, "round") - how_many(given, "period")),
                default=how_many(running.filter(**since), "round")
                - how_many(given.filter(**since), "period"),
            )
        )
        .filter(missing__gt=0)
    )
    for period in periods:
        round = rounds[period.round_id]
        if Permission.RECORD_RETURNS in held[round.partnership_id]:
            late = period.due < today
            yield Task(
                _returns_count(period.missing),
                f"{reverse('returns-list', args=[round.code])}{'?show=overdue' if late else ''}",
                _("Not sent for “%(period)s”") % {"period": period.name},
                _by(period.due),
                urgent=late,
                where=round.title,
            )


def _returns_count(count: int) -> str:
    return ngettext("%(count)s return", "%(count)s returns", count) % {"count": count}


def _of_partnerships(held: Held, now: datetime) -> Iterator[Task]:
    """Emails that were given up, and roles that nobody holds (two queries)."""
    wording = [pk for pk, may in held.items() if Permission.EDIT_WORDING in may]
    failed = (
        Message.objects.filter(partnership__in=wording, sent_at=None, tries__gte=MOST_TRIES)
        .order_by()
        .values_list("partnership__code")
        .annotate(Count("pk"), Min("made_at"))
    )
    for code, count, since in failed:
        yield Task(
            ngettext("%(count)s email", "%(count)s emails", count) % {"count": count},
            reverse("outbox", args=[code]),
            _("Could not be sent"),
            _("since %(day)s") % {"day": format_date(in_london(since).date())},
            urgent=True,
        )
    staffing = [pk for pk, may in held.items() if may & STAFFING]
    there: dict[str, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(partnership__in=staffing, user__is_active=True)
    for code, name in rows.values_list("partnership__code", "role"):
        there[code].add(name)
    for code, names in there.items():
        for role in ROLES.values():
            if role.name in NEEDED and role.name not in names:
                yield Task(
                    str(role.label).capitalize(),
                    reverse("partnership-people", args=[code]),
                    _("Nobody holds this role"),
                )


STAFFING = frozenset({Permission.MANAGE_STAFF, Permission.INVITE_PANEL})
NEEDED = ("officer", "panel", "decision-maker", "finance", "administrator")
"""The roles without which a round cannot be run."""
