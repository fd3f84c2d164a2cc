"""How the bids of a route were sifted, for the report that goes with the proposals.

Panel members are counted and never named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef

from bids.states import State
from rounds.models import Criterion, Pot, Round
from scoring.models import GateCheck, Interest, Score
from scoring.ranking import show
from scoring.standings import Points, Standing, points_of, standings

STRONGEST = 2
"""How many criteria are named of a bid, those it did best on."""


@dataclass(frozen=True)
class Best:
    """A criterion and the points that count for a bid, out of 5."""

    criterion: str
    points: str


@dataclass(frozen=True)
class Judged:
    """What the sift made of a bid beyond the content of the submission."""

    best: tuple[Best, ...] = ()
    reason: str = ""
    """Why it is recommended as it is, where that was said."""
    changed: bool = False
    """Whether an officer changed what the ranking proposed."""


@dataclass(frozen=True)
class Sifting:
    """How it was done: the bids that came, the gates, the panel and the criteria. Pence."""

    bids: int
    organisations: int
    requested_pence: int
    withdrawn: int
    """Before they were sifted."""
    gates: tuple[tuple[str, int], ...]
    """Each gate with the bids that failed it."""
    members: int
    """Panel members whose scores count for some bid."""
    quorum: int
    interests: int
    conflicted: int
    """Panel members who declared an interest in some bid."""
    agreed: int
    """Scores that the panel agreed on in the place of its mean."""
    criteria: tuple[tuple[str, str, int], ...]
    """Title, kind and weight of each."""
    judged: dict[str, Judged]
    """By the bid's reference."""


def sifting(round: Round, route: Pot) -> Sifting:
    """How the bids of a route were sifted: a dozen queries, whatever the number of bids."""
    sent = round.bids.filter(route=route).exclude(state=State.DRAFT)
    bids = list(sent.values_list("reference", "organisation", "requested_pence", "state"))
    criteria = list(round.criteria.all())
    interests = Interest.objects.filter(bid__in=sent)
    checks = GateCheck.objects.filter(bid__in=sent, passed=False).order_by()
    failed = dict(checks.values_list("gate").annotate(Count("pk")))
    found = [one for one in standings(round, [route]) if one.rank]
    points = points_of([one.bid for one in found])
    ranked = {one.bid.reference for one in found}
    return Sifting(
        bids=len(bids),
        organisations=len({organisation for _, organisation, _, _ in bids}),
        requested_pence=sum(pence or 0 for _, _, pence, _ in bids),
        withdrawn=sum(
            state == State.WITHDRAWN and reference not in ranked for reference, _, _, state in bids
        ),
        gates=tuple((gate.title, failed.get(gate.pk, 0)) for gate in round.gates.all()),
        members=_members(round, route),
        quorum=round.quorum_of(route),
        interests=interests.count(),
        conflicted=interests.values("member").distinct().count(),
        agreed=sum(one.agreed is not None for of_bid in points.values() for one in of_bid.values()),
        criteria=tuple((one.title, one.get_kind_display(), one.weight) for one in criteria),
        judged={one.bid.reference: _judged(one, points[one.bid.pk], criteria) for one in found},
    )


def _members(round: Round, route: Pot) -> int:
    """Members whose scores count: of a bid in which they have an interest they do not."""
    own = Interest.objects.filter(bid=OuterRef("bid"), member=OuterRef("member"))
    counted = Score.objects.filter(~Exists(own), bid__round=round, bid__route=route)
    return counted.values("member").distinct().count()


def _judged(one: Standing, points: dict[str, Points], criteria: Iterable[Criterion]) -> Judged:
    effective = [
        (points[criterion.code].effective or Fraction(0), criterion.title)
        for criterion in criteria
        if criterion.code in points
    ]
    best = sorted(effective, key=lambda pair: -pair[0])[:STRONGEST]
    said = one.recommendation
    return Judged(
        best=tuple(Best(title, show(exact)) for exact, title in best if exact),
        reason=said.reason if said else "",
        changed=bool(said and said.changed_by_id),
    )
