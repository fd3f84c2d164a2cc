"""Score, rank and recommend: pure sums in fractions, as the design's "Score and rank" has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MOST_POINTS = 5


@dataclass(frozen=True)
class Weighed:
    """A criterion as the sums see it."""

    code: str
    kind: str
    weight: int
    floor: Fraction = Fraction(0)


@dataclass(frozen=True)
class Candidate:
    """A bid as the sums see it: the amount requested, and the mean (or agreed) points by criterion."""

    reference: str
    requested_pence: int
    points: Mapping[str, Fraction]


@dataclass(frozen=True)
class Ranked:
    """A bid with its exact score out of 100 and its place in its route."""

    candidate: Candidate
    score: Fraction
    rank: int


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a bid, and why."""

    choice: str
    amount_pence: int
    reason: str = ""


def score(points: Mapping[str, Fraction], criteria: Iterable[Weighed]) -> Fraction:
    """100 × Σ(weight × points) ÷ (5 × Σ weight), exactly."""
    weighed = list(criteria)
    total = sum((c.weight * points[c.code] for c in weighed), Fraction(0))
    return 100 * total / (MOST_POINTS * sum(c.weight for c in weighed))


def mean_of_kind(
    points: Mapping[str, Fraction], criteria: Iterable[Weighed], kind: str
) -> Fraction:
    """The mean of the points of one kind of criterion; nothing where the round has none."""
    found = [points[c.code] for c in criteria if c.kind == kind]
    return Fraction(sum(found), len(found)) if found else Fraction(0)


def rank(candidates: Iterable[Candidate], criteria: Sequence[Weighed]) -> list[Ranked]:
    """Highest score first; ties by the PCC's criteria, the partnership's, the lower amount, reference."""
    scored = [(score(candidate.points, criteria), candidate) for candidate in candidates]
    scored.sort(
        key=lambda pair: (
            -pair[0],
            -mean_of_kind(pair[1].points, criteria, "pcc"),
            -mean_of_kind(pair[1].points, criteria, "partnership"),
            pair[1].requested_pence,
            pair[1].reference,
        )
    )
    return [Ranked(candidate, points, place) for place, (points, candidate) in enumerate(scored, 1)]


def recommend(
    ranked: Iterable[Ranked],
    criteria: Sequence[Weighed],
    *,
    threshold: Fraction,
    left_pence: int,
) -> dict[str, Proposal]:
    """What to propose for each bid, in rank order over what is left of the pot, by reference."""
    proposals = {}
    for bid in ranked:
        reason = _below(bid, criteria, threshold)
        asked = bid.candidate.requested_pence
        if reason:
            proposal = Proposal("decline", 0, reason)
        elif asked <= left_pence:
            proposal = Proposal("fund", asked)
            left_pence -= asked
        else:
            proposal = Proposal(
                "reserve", 0, "The amount requested is more than is left of the pot."
            )
        proposals[bid.candidate.reference] = proposal
    return proposals


def _below(bid: Ranked, criteria: Sequence[Weighed], threshold: Fraction) -> str:
    """Why a bid is not proposed, in words that the applicant may read: they never name a score."""
    if bid.score < threshold:
        return f"Scored below the round's threshold of {show(threshold)}."
    for criterion in criteria:
        if bid.candidate.points[criterion.code] < criterion.floor:
            return f"Scored below the floor of {show(criterion.floor)} for {criterion.code}."
    return ""


def show(exact: Fraction) -> str:
    """A score as people see it: rounded half up to 2 places."""
    hundredths = (abs(exact) * 200 + 1) // 2
    sign = "-" if exact < 0 and hundredths else ""
    return f"{sign}{Decimal(hundredths) / 100:.2f}"
