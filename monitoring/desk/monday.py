"""What waits in a round this week: overdue returns, claims, offers, variations, evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.evidence import is_in
from awards.models import Award, EvidenceCheck
from bids.states import State
from funds.balances import balances
from monitoring.models import Claim, PaymentLine, Return, Variation
from monitoring.returns.schedule import slots
from monitoring.underspend.presenters import waits_for
from monitoring.variations.varying import OPEN
from people.models import Partnership
from rounds.models import Round
from rounds.presenters import POTS
from ui.dates import format_date, format_moment, in_london, midnight
from ui.money import format_pence

SOON = timedelta(days=7)
"""From how long before its end an offer is told of."""
MOST = 20
"""How many lines of a kind are written out."""


@dataclass(frozen=True)
class Waiting:
    """What waits of one kind, a line each."""

    title: str
    lines: list[str]


@dataclass(frozen=True)
class Week:
    """A round this week: what waits, and its money."""

    round: Round
    waiting: list[Waiting]
    money: Waiting


def running(partnership: Partnership, now: datetime) -> list[Round]:
    """The partnership's rounds that have opened and are not closed (one query)."""
    found = partnership.rounds.filter(published=True, opens__lte=now, closed_at=None)
    return list(found.select_related("partnership", "funder").order_by("-opens", "code"))


def weeks(partnership: Partnership, now: datetime) -> list[Week]:
    """What waits in each running round; nothing at all where nothing waits in any."""
    found = [_week(round, now) for round in running(partnership, now)]
    return found if any(week.waiting for week in found) else []


def _week(round: Round, now: datetime) -> Week:
    """One round (eight queries)."""
    awards: Any = (
        Award.objects.filter(bid__round=round, bid__state__in=(State.APPROVED, State.MONITORED))
        .select_related("bid__organisation", "agreement")
        .order_by("bid__reference")
    )
    some, today = list(awards), in_london(now).date()
    kinds = (
        (_("Returns overdue"), _returns(round, some, today)),
        (_("Claims waiting"), _claims(round)),
        (_("Offers about to lapse, or lapsed"), _offers(round, some, now)),
        (_("Variations waiting"), _variations(round)),
        (_("Evidence missing"), _evidence(round, some, today)),
    )
    waiting = [Waiting(title, _shortened(lines)) for title, lines in kinds]
    return Week(round, [one for one in waiting if one.lines], _money(round))


def _shortened(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    more = len(found) - MOST
    if more <= 0:
        return found
    words = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return [*found[:MOST], words]


def _named(award: Award) -> dict[str, str]:
    return {"bid": award.bid.reference, "who": award.bid.organisation.name}


def _returns(round: Round, awards: Sequence[Award], today: date) -> Iterator[str]:
    """Who has not sent what, and since when (two queries)."""
    periods = list(round.periods.all())
    sent = defaultdict(list)
    for one in Return.objects.filter(award__in=awards).defer("typed"):
        sent[one.award_id].append(one)
    words = _("%(bid)s, %(who)s: “%(period)s”, due by %(due)s")
    for award in awards:
        for slot in slots(award, periods, sent[award.pk]):
            if slot.is_overdue(today):
                due = format_date(slot.period.due)
                yield words % {**_named(award), "period": slot.period.name, "due": due}


def _claims(round: Round) -> Iterator[str]:
    """Each claim, and for whom it waits (one query)."""
    out = PaymentLine.objects.filter(claim=OuterRef("pk"), state=PaymentLine.State.ORDERED)
    claims: Any = Claim.objects.filter(
        award__bid__round=round,
        state__in=(Claim.State.SENT, Claim.State.CHECKED, Claim.State.APPROVED),
    )
    words = _("%(bid)s, %(who)s: claim %(number)s of %(amount)s waits for %(whom)s")
    for one in claims.select_related("award__bid__organisation").annotate(out=Exists(out)):
        if one.state == Claim.State.SENT:
            whom = _("an officer to check it")
        elif one.state == Claim.State.CHECKED:
            whom = _("finance to approve it")
        elif one.out:
            whom = _("its batch to be confirmed")
        else:
            whom = _("a payment batch")
        amount = format_pence(one.amount_pence)
        yield words % {**_named(one.award), "number": one.number, "amount": amount, "whom": whom}


def _offers(round: Round, awards: Sequence[Award], now: datetime) -> Iterator[str]:
    """The offers that nobody accepted, whose day is near or gone."""
    for award in awards:
        if award.bid.state != State.APPROVED or hasattr(award, "agreement"):
            continue
        ends = stands_until(award, round)
        if ends - SOON > now:
            continue
        words = (
            _("%(bid)s, %(who)s: the offer stood until %(ends)s")
            if ends <= now
            else _("%(bid)s, %(who)s: the offer stands until %(ends)s")
        )
        yield words % {**_named(award), "ends": format_moment(ends)}


def stands_until(award: Award, round: Round) -> datetime:
    """Until when an offer stands, as the desk counts it (``needs``): without asking the database."""
    partnership, begins = round.partnership, award.approved_at
    if partnership.hold_until:
        held = midnight(partnership.hold_until)
        since = partnership.hold_from
        if begins < held and (since is None or begins >= since):
            begins = held
    return in_london(begins) + timedelta(days=round.acceptance_days)


def _variations(round: Round) -> Iterator[str]:
    """Each open variation, and for whom it waits (one query)."""
    rows = Variation.objects.filter(award__bid__round=round, state__in=OPEN)
    words = _("%(bid)s, %(who)s: variation %(number)s waits for %(whom)s")
    for one in rows.select_related("award__bid__organisation"):
        whom = str(waits_for(one)).lower()
        yield words % {**_named(one.award), "number": one.number, "whom": whom}


def _evidence(round: Round, awards: Sequence[Award], today: date) -> Iterator[str]:
    """What keeps agreed projects from being paid (two queries)."""
    asked = list(round.documents_asked.before_payment().filter(required=True))
    latest: dict[tuple[int, int], EvidenceCheck] = {}
    for check in EvidenceCheck.objects.filter(award__in=awards).select_related("attachment"):
        latest[check.award_id, check.asked_id] = check
    for award in awards:
        if not hasattr(award, "agreement"):
            continue
        lacks = [one.title for one in asked if not is_in(latest.get((award.pk, one.pk)), today)]
        if lacks:
            yield _("%(bid)s, %(who)s: %(titles)s") % {
                **_named(award),
                "titles": ", ".join(lacks),
            }


def _money(round: Round) -> Waiting:
    """What the pots have available, and the cash (one query)."""
    now = balances(round)
    lines = [
        _("%(pot)s: %(amount)s available, %(committed)s committed, %(paid)s paid")
        % {
            "pot": POTS[pot],
            "amount": format_pence(held["available_pence"]),
            "committed": format_pence(held["committed_pence"]),
            "paid": format_pence(held["paid_pence"]),
        }
        for pot, held in now.pots.items()
    ]
    cash = _("Cash in hand: %(amount)s") % {"amount": format_pence(now.cash_pence)}
    return Waiting(_("Money"), [*lines, cash])
