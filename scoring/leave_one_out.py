"""Whether leaving any one panel member out would change what is funded: pure sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.agreement import Unit
from scoring.models import Recommendation
from scoring.ranking import Candidate, Weighed, rank, recommend

Place = tuple[str, str]
"""A bid's reference and a criterion's code."""


@dataclass(frozen=True)
class Rules:
    """How a route is sifted, and the pence that there are."""

    criteria: Sequence[Weighed]
    threshold: Fraction
    pot_pence: int


@dataclass(frozen=True)
class LeftOut:
    """What would become of a route without one member. References in rank order."""

    member: str
    gains: tuple[str, ...] = ()
    """Bids that would be funded, and are not."""
    loses: tuple[str, ...] = ()
    """Bids that would not be funded, and are."""
    untold: tuple[str, ...] = ()
    """Bids that nobody else scored: with any of these, it cannot be told."""


def leave_each_out(
    requested: Mapping[str, int],
    units: Mapping[Place, Unit],
    agreed: Mapping[Place, int],
    rules: Rules,
) -> list[LeftOut]:
    """Each member's absence, by name. ``requested`` holds the bids of a route, in pence; agreed scores stay."""
    members = sorted(
        {member for (ref, _), unit in units.items() if ref in requested for member in unit}
    )
    now = funded(requested, units, agreed, rules)
    found = []
    for member in members:
        others = {
            place: {one: points for one, points in unit.items() if one != member}
            for place, unit in units.items()
        }
        bare = [
            reference
            for reference in requested
            if any(
                not others.get((reference, c.code)) and (reference, c.code) not in agreed
                for c in rules.criteria
            )
        ]
        if bare:
            found.append(LeftOut(member, untold=tuple(bare)))
            continue
        then = funded(requested, others, agreed, rules)
        gains = tuple(one for one in then if one not in now)
        loses = tuple(one for one in now if one not in then)
        found.append(LeftOut(member, gains, loses))
    return found


def funded(
    requested: Mapping[str, int],
    units: Mapping[Place, Unit],
    agreed: Mapping[Place, int],
    rules: Rules,
) -> list[str]:
    """What the ranking alone funds, in rank order. Bids without scores are left out of it."""
    candidates = []
    for reference, pence in requested.items():
        points = {}
        for criterion in rules.criteria:
            place = (reference, criterion.code)
            unit = units.get(place)
            if place in agreed:
                points[criterion.code] = Fraction(agreed[place])
            elif unit:
                points[criterion.code] = Fraction(sum(unit.values()), len(unit))
        if len(points) == len(rules.criteria):
            candidates.append(Candidate(reference, pence, points))
    ranked = rank(candidates, rules.criteria)
    proposals = recommend(
        ranked, rules.criteria, threshold=rules.threshold, left_pence=rules.pot_pence
    )
    return [
        one.candidate.reference
        for one in ranked
        if proposals[one.candidate.reference].choice == Recommendation.Choice.FUND
    ]
