"""Where the bids of a round stand: their points out of the database, ranked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from bids.models import Bid
from bids.states import State
from rounds.models import Criterion, Pot, Round
from scoring.models import AgreedScore, GateCheck, Interest, Recommendation, Score
from scoring.ranking import Candidate, Weighed, rank, show


@dataclass(frozen=True)
class Points:
    """What a bid has for one criterion: the sum and number of scores, and an agreed score."""

    total: int = 0
    count: int = 0
    agreed: int | None = None

    @cached_property
    def mean(self) -> Fraction | None:
        """The panel's mean; nothing where nobody scored."""
        return Fraction(self.total, self.count) if self.count else None

    @cached_property
    def effective(self) -> Fraction | None:
        """What counts: the agreed score where there is one, else the panel's mean."""
        return self.mean if self.agreed is None else Fraction(self.agreed)


@dataclass(frozen=True)
class Standing:
    """A bid's line in the ranking. Before its sift it has no rank, score or recommendation."""

    bid: Bid
    rank: int | None = None
    score: Fraction | None = None
    recommendation: Recommendation | None = None

    @property
    def score_text(self) -> str | None:
        """The score, rounded half up to 2 places."""
        return None if self.score is None else show(self.score)

    @property
    def recommended_pence(self) -> int | None:
        """The amount recommended: 0 for a reserve or a decline."""
        return self.recommendation.amount_pence if self.recommendation else None


def weighed(round: Round) -> list[Weighed]:
    """The round's criteria as the sums see them."""
    return weigh(round.criteria.all())


def weigh(criteria: Iterable[Criterion]) -> list[Weighed]:
    """Some criteria as the sums see them."""
    return [
        Weighed(criterion.code, criterion.kind, criterion.weight, Fraction(criterion.floor))
        for criterion in criteria
    ]


UNREAD = ("summary", "need", "activities")
"""Long texts that no ranking shows; the outcomes go into the submission."""
FEW = 500
"""How many keys a query is given one by one."""


def points_of(bids: Iterable[Bid]) -> dict[int, dict[str, Points]]:
    """The points of each bid by criterion's code, from members without an interest (one query)."""
    rounds = {bid.pk: bid.round_id for bid in bids}
    several = len(rounds) > FEW
    asked = Q(round__in=set(rounds.values())) if several else Q(pk__in=list(rounds))
    found: dict[int, dict[str, Points]] = defaultdict(dict)
    for bid, code, *points in sums_of(Bid.objects.filter(asked)):
        if bid in rounds:
            found[bid][code] = _points(*points)
    return found


@cache
def _points(total: int, count: int, agreed: int | None) -> Points:
    """Points are few and never change, so thousands of bids share them."""
    return Points(total, count, agreed)


def sums_of(bids: "QuerySet[Bid]") -> Any:
    """The scores of some bids added up, by bid and criterion, from members without an interest."""
    conflicted = Interest.objects.filter(bid=OuterRef("bid"), member=OuterRef("member"))
    agreed = AgreedScore.objects.filter(bid=OuterRef("bid"), criterion=OuterRef("criterion"))
    return (
        Score.objects.filter(~Exists(conflicted), bid__in=bids.values("pk"))
        .values("bid", "criterion")
        .annotate(Sum("points"), Count("points"), agreed=Subquery(agreed.values("points")))
        .order_by()
        .values_list("bid", "criterion__code", "points__sum", "points__count", "agreed")
    )


def candidate(bid: Bid, points: dict[str, Points], criteria: Iterable[Weighed]) -> Candidate:
    """A bid as the sums see it. It must have points for every criterion."""
    effective = {c.code: points[c.code].effective or Fraction(0) for c in criteria}
    return Candidate(bid.reference, bid.requested_pence or 0, effective)


def standings(round: Round, routes: Iterable[Pot] = tuple(Pot)) -> list[Standing]:
    """A round's bids: main route first, each route by rank; those that failed a gate come last.

    Every sifted bid is ranked, whatever became of it. Four queries, whatever the number of bids.
    """
    bids = list(
        round.bids.exclude(state=State.DRAFT)
        .filter(route__in=routes)
        .select_related("organisation", "recommendation")
        .defer(*UNREAD)
        .order_by("reference")
    )
    failed = set(
        GateCheck.objects.filter(bid__round=round, passed=False).values_list("bid", flat=True)
    )
    criteria, points = weighed(round), points_of(bids)
    found: list[Standing] = []
    last: list[Standing] = []
    for route in routes:
        here = {bid.reference: bid for bid in bids if bid.route == route}
        sifted = [bid for bid in here.values() if _is_sifted(bid)]
        for place in rank([candidate(bid, points[bid.pk], criteria) for bid in sifted], criteria):
            bid = here.pop(place.candidate.reference)
            found.append(Standing(bid, place.rank, place.score, bid.recommendation))
        for bid in here.values():
            (last if bid.pk in failed else found).append(Standing(bid))
    return found + last


def _is_sifted(bid: Bid) -> bool:
    return hasattr(bid, "recommendation") and bid.recommendation.stands
