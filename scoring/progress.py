"""How far a panel is with its scores: who has sent what, never which points."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef, Q, Subquery

from bids.models import Bid, HistoryRow
from bids.querysets import LONG_TEXTS
from bids.states import Arrow, State
from people.models import User
from rounds.models import Pot, Round
from scoring.models import Discussion, GateCheck, Recommendation, Score
from scoring.panel import Panel, read_panel

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Extra(TypedDict):
    """What is worked out beside a bid."""

    revealed: bool
    changed_since: bool
    """Whether the bid was changed and sent again after somebody scored it."""


if TYPE_CHECKING:
    ScoredBid = WithAnnotations[Bid, Extra]


@dataclass(frozen=True)
class OfBid:
    """How far a bid is."""

    bid: "ScoredBid"
    sent: list[User]
    waiting: list[User]
    apart: list[User]
    """The members of its panel with an interest."""
    gone: int
    """How many sent whose scores count, and who are not on its panel now."""
    needs: int

    @property
    def counted(self) -> int:
        """How many members' scores count."""
        return len(self.sent) + self.gone

    @property
    def is_enough(self) -> bool:
        """Whether the quorum is met."""
        return self.counted >= self.needs

    @property
    def cannot_be(self) -> bool:
        """Whether the quorum cannot be met any more by those who are asked."""
        return self.counted + len(self.waiting) < self.needs


@dataclass(frozen=True)
class OfMember:
    """How far a member is, on one route: of the bids that they are to score."""

    member: User
    of_route: int
    """How many bids of the route there are to declare of."""
    bids: int
    declared: int
    begun: int
    sent: int

    @property
    def waits(self) -> int:
        """How many they have not sent."""
        return self.bids - self.sent


@dataclass(frozen=True)
class OfRoute:
    """How far the panel of a route is."""

    pot: Pot
    quorum: int
    members: list[OfMember]
    bids: list[OfBid]
    spread: int
    """How many of the bids are for some members and not for all."""

    @property
    def waits(self) -> int:
        """How many sets of scores are awaited."""
        return sum(len(one.waiting) for one in self.bids)


def progress(round: Round) -> list[OfRoute]:
    """How far the panels of both routes are; a route without bids and members is left out (3 queries)."""
    panel = read_panel(round)
    bids = _bids(round)
    found = []
    for pot in Pot:
        here = [of_bid(bid, panel, round) for bid in bids if bid.route == pot]
        members = panel.of_route(pot)
        if here or members:
            spread = sum(one.bid.pk in panel.assigned for one in here)
            rows = [_of_member(member, panel, here) for member in members]
            found.append(OfRoute(pot, round.quorum_of(pot), rows, here, spread))
    return found


def of_bid(bid: "ScoredBid", panel: Panel, round: Round) -> OfBid:
    """How far one bid is."""
    here = panel.of_route(bid.route)
    sent = [m for m in here if panel.has_sent(bid, m) and (bid.pk, m.pk) not in panel.conflicted]
    waiting = panel.waiting(bid)
    if bid.revealed:
        waiting = [member for member in waiting if (bid.pk, member.pk) in panel.late]
    full = {
        member
        for (pk, member), count in panel.given.items()
        if pk == bid.pk and count >= panel.criteria and (pk, member) not in panel.conflicted
    }
    return OfBid(
        bid=bid,
        sent=sent,
        waiting=waiting,
        apart=[member for member in here if (bid.pk, member.pk) in panel.conflicted],
        gone=len(full - {member.pk for member in here}),
        needs=round.quorum_of(bid.route),
    )


def _of_member(member: User, panel: Panel, bids: list[OfBid]) -> OfMember:
    count: Counter[str] = Counter()
    for one in bids:
        pair = (one.bid.pk, member.pk)
        count["sent"] += member in one.sent
        count["bids"] += member in one.sent or member in one.waiting
        if member in one.waiting:
            count["begun"] += pair in panel.begun or pair in panel.given
        count["declared"] += pair in panel.declared or pair in panel.conflicted
    return OfMember(
        member, len(bids), count["bids"], count["declared"], count["begun"], count["sent"]
    )


def _bids(round: Round) -> "list[ScoredBid]":
    """The submitted bids of a round that failed no gate."""
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    moves = HistoryRow.objects.filter(bid=OuterRef("bid"))
    last = moves.filter(transition=Arrow.SUBMIT).order_by("-pk").values("at")[:1]
    before = Score.objects.filter(
        Exists(moves.filter(transition=Arrow.SEND_BACK)), bid=OuterRef("pk"), at__lt=Subquery(last)
    )
    bids = (
        round.bids.filter(~Exists(failed), state=State.SUBMITTED)
        .select_related("organisation")
        .defer(*LONG_TEXTS)
        .annotate(
            revealed=Exists(Discussion.objects.filter(bid=OuterRef("pk")))
            | Q(Exists(Recommendation.objects.filter(bid=OuterRef("pk")))),
            changed_since=Exists(before),
        )
        .order_by("reference")
    )
    return cast("list[ScoredBid]", list(bids))
