"""The money of a route as it stands: its ranked bids, what each holds, and what its pot has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import OuterRef, Subquery, Sum

from bids.models import Bid
from bids.querysets import LONG_TEXTS
from bids.states import State
from funds.balances import balances
from funds.models import Account, Kind
from rounds.models import Pot, Round
from scoring.allotments import Allotment, Contender, PriorityKey, Sums, work_out
from scoring.models import Recommendation
from scoring.ranking import Proposal, rank, recommend
from scoring.standings import candidate, points_of, weighed

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def held_by_bid() -> Subquery:
    """What is committed to a bid, paid included, in pence: for an annotation of bids."""
    rows = Account.objects.filter(
        round=OuterRef("round"), key=OuterRef("reference"), kind__in=(Kind.COMMITTED, Kind.PAID)
    )
    total = rows.order_by().values("key").annotate(total=Sum("balance_pence"))
    return Subquery(total.values("total"))


@dataclass(frozen=True)
class Place:
    """A bid in the ranking of its route."""

    rank: int
    score: Fraction
    bid: Bid
    contender: Contender
    without_money: Proposal
    """What is recommended for it where it gets nothing: a reserve, or a decline and why."""


@dataclass(frozen=True)
class PriorityRow:
    """A priority of the round: its owner, code and title."""

    owner: str
    code: str
    title: str

    @property
    def key(self) -> PriorityKey:
        """Its owner and code."""
        return self.owner, self.code


@dataclass(frozen=True)
class RouteMoney:
    """A route of a round. ``available_pence`` is what its pot has for bids that are undecided."""

    round: Round
    route: Pot
    places: list[Place]
    priorities: list[PriorityRow]
    available_pence: int

    @cached_property
    def contenders(self) -> list[Contender]:
        """The bids as the sums see them, in rank order."""
        return [place.contender for place in self.places]

    @cached_property
    def open_places(self) -> list[Place]:
        """The bids that await a decision."""
        return [place for place in self.places if place.contender.is_open]

    @cached_property
    def recommended(self) -> dict[str, int]:
        """What is recommended for each undecided bid that is to be funded."""
        rows = {place.bid.reference: place.bid.recommendation for place in self.open_places}
        return {ref: row.amount_pence for ref, row in rows.items() if row.amount_pence}

    def sums(self, allotment: Allotment) -> Sums:
        """What an allotment comes to."""
        keys = [priority.key for priority in self.priorities]
        return work_out(self.contenders, allotment, keys, self.available_pence)


class _Held(TypedDict):
    held_pence: int | None


def read_money(round: Round, route: Pot) -> RouteMoney:
    """The ranking and the money of a route, in five queries whatever its size."""
    bids = cast(
        "Iterable[WithAnnotations[Bid, _Held]]",
        round.bids.filter(route=route, recommendation__stands=True)
        .select_related("organisation", "recommendation")
        .defer(*LONG_TEXTS, "summary")
        .annotate(held_pence=held_by_bid()),
    )
    by_reference = {bid.reference: bid for bid in bids}
    criteria, points = weighed(round), points_of(by_reference.values())
    ranked = rank(
        [candidate(bid, points[bid.pk], criteria) for bid in by_reference.values()], criteria
    )
    threshold = Fraction(round.score_threshold)
    unfunded = recommend(ranked, criteria, threshold=threshold, left_pence=0)
    priorities, served = _priorities(round)
    places = []
    for one in ranked:
        bid = by_reference[one.candidate.reference]
        proposal = unfunded[bid.reference]
        places.append(
            Place(one.rank, one.score, bid, _contender(bid, proposal, served[bid.pk]), proposal)
        )
    available = balances(round).pots[route]["available_pence"]
    return RouteMoney(round, route, places, priorities, available)


def _contender(
    bid: "WithAnnotations[Bid, _Held]", unfunded: Proposal, served: set[PriorityKey]
) -> Contender:
    return Contender(
        reference=bid.reference,
        requested_pence=bid.requested_pence or 0,
        least_pence=bid.least_pence,
        eligible=unfunded.choice != Recommendation.Choice.DECLINE,
        organisation=bid.organisation.name,
        area=bid.area,
        priorities=frozenset(served),
        held_pence=None if bid.state == State.SIFTED else bid.held_pence or 0,
    )


def _priorities(round: Round) -> tuple[list[PriorityRow], dict[int, set[PriorityKey]]]:
    """The round's priorities in their order, and those that each bid serves (one query)."""
    rows = round.priorities.order_by("position", "pk").values_list(
        "owner", "code", "title", "serves__bid"
    )
    found: dict[PriorityRow, None] = {}
    served: dict[int, set[PriorityKey]] = defaultdict(set)
    for owner, code, title, bid in rows:
        priority = PriorityRow(owner, code, title)
        found[priority] = None
        if bid is not None:
            served[bid].add(priority.key)
    return list(found), served
