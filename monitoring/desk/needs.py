"""What each bid waits for: worked out by the database, so that the desk and the list agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Agreement
from bids.models import Bid, HistoryRow, Query
from bids.querysets import BidQuerySet
from bids.states import State
from monitoring.models import Claim
from rounds.models import Criterion, Gate, Pot, Round
from scoring.models import GateCheck, Interest, Score
from ui.dates import midnight

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True)
class Need:
    """Something that a bid waits for."""

    code: str
    label: str | Promise
    """In the list, of one bid."""
    colour: str = ""


NEEDS = {
    need.code: need
    for need in (
        Need("late", _("Not sent before the deadline"), "red"),
        Need("change", _("Sent back, with the applicant"), "grey"),
        Need("failed", _("Failed a gate: reject it or send it back"), "red"),
        Need("gates", _("Gates to check"), "yellow"),
        Need("answer", _("Waits for the applicant’s answer"), "grey"),
        Need("scores", _("Waits for the panel’s scores"), "grey"),
        Need("ready", _("Ready to sift"), "green"),
        Need("decision", _("Waits for a decision"), "purple"),
        Need("start", _("Agreement accepted: start monitoring"), "green"),
        Need("lapse", _("Offer lapsed: end it or ask"), "red"),
        Need("offer", _("Offer to be accepted"), "grey"),
        Need("claim", _("Claim to be checked"), "yellow"),
        Need("claim-finance", _("Claim to be approved by finance"), "yellow"),
    )
}
"""In the order in which they are asked; a bid has the first that is true of it, or none."""


class Waiting(TypedDict):
    """What ``with_needs`` adds to a bid."""

    waits_for: str
    moved_at: datetime | None
    submitted_at: datetime
    """Added by the list alone."""


if TYPE_CHECKING:
    WaitingBid = WithAnnotations[Bid, Waiting]


def with_needs(
    bids: BidQuerySet, rounds: Iterable[Round], now: datetime | None = None
) -> BidQuerySet:
    """Each bid of some rounds with the code of what it waits for (or ""), and when it moved last."""
    rules = _rules(rounds, now or timezone.now())
    cases = [When(rules[code], then=Value(code)) for code in NEEDS]
    moves = HistoryRow.objects.filter(bid=OuterRef("pk")).order_by("-pk")
    return bids.annotate(
        waits_for=Case(*cases, default=Value(""), output_field=CharField()),
        moved_at=Subquery(moves.values("at")[:1]),
    )


def waiting_for(bids: BidQuerySet, round: Round, code: str) -> BidQuerySet:
    """The bids of a round that wait for one thing."""
    return with_needs(bids, [round]).filter(Q(("waits_for", code)))


def _rules(rounds: Iterable[Round], now: datetime) -> dict[str, Q]:
    submitted, approved = Q(state=State.SUBMITTED), Q(state=State.APPROVED)
    written = ~Q(project="") & ~Q(summary="") & Q(requested_pence__isnull=False)
    over = Q(change_by__lte=now) | Q(change_by=None, route=Pot.MAIN, round__closes__lte=now)
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    asked = Query.objects.filter(bid=OuterRef("pk"), answered_at=None)
    own_quorum = Q(route=Pot.TACTICAL, round__tactical_quorum__isnull=False)
    tactical = Q(Exists(_short_of_scores("round__tactical_quorum")))
    usual = Q(Exists(_short_of_scores("round__quorum")))
    running, claims = Q(state=State.MONITORED), Claim.objects.filter(award__bid=OuterRef("pk"))
    agreed = Agreement.objects.filter(award__bid=OuterRef("pk"))
    return {
        "late": Q(state=State.DRAFT) & over & written,
        "change": Q(state=State.DRAFT, change_by__gt=now),
        "failed": submitted & Q(Exists(failed)),
        "gates": submitted & Q(Exists(_unchecked())),
        "answer": submitted & Q(Exists(asked)),
        "scores": submitted & (own_quorum & tactical | ~own_quorum & usual),
        "ready": submitted,
        "decision": Q(state=State.SIFTED),
        "start": approved & Q(Exists(agreed)),
        "lapse": approved & _lapsed(rounds, now),
        "offer": approved,
        "claim": running & Q(Exists(claims.filter(state=Claim.State.SENT))),
        "claim-finance": running & Q(Exists(claims.filter(state=Claim.State.CHECKED))),
    }


def _lapsed(rounds: Iterable[Round], now: datetime) -> Q:
    """The offers that stood for as long as their round says (``awards.actions.offer_ends``).

    One that a publicity hold kept back counts from the end of the hold.
    """
    found = Q(pk__in=())
    for round in rounds:
        partnership, stands = round.partnership, timedelta(days=round.acceptance_days)
        over = Q(award__approved_at__lte=now - stands)
        if partnership.hold_until and midnight(partnership.hold_until) + stands > now:
            kept = Q(award__approved_at__lt=midnight(partnership.hold_until))
            if partnership.hold_from:
                kept &= Q(award__approved_at__gte=partnership.hold_from)
            over &= ~kept
        found |= Q(round=round) & over
    return found


def _unchecked() -> QuerySet[Gate]:
    """The gates of a bid's round that nobody checked for it."""
    checks = GateCheck.objects.filter(bid=OuterRef(OuterRef("pk")), gate=OuterRef("pk"))
    return Gate.objects.filter(~Exists(checks), round=OuterRef("round"))


def _short_of_scores(quorum: str) -> QuerySet[Criterion]:
    """The criteria for which a bid has fewer scores than the quorum from members without an interest.

    ``quorum`` is where it stands, seen from the bid.
    """
    conflicted = Interest.objects.filter(bid=OuterRef("bid"), member=OuterRef("member"))
    given = (
        Score.objects.filter(
            ~Exists(conflicted), bid=OuterRef(OuterRef("pk")), criterion=OuterRef("pk")
        )
        .order_by()
        .values("criterion")
        .annotate(count=Count("pk"))
        .values("count")
    )
    counted = Criterion.objects.annotate(count=Coalesce(Subquery(given), 0))
    return counted.filter(round=OuterRef("round"), count__lt=OuterRef(quorum))
