"""Score, rank and recommend: pure sums in fractions, as the design's "Score and rank" has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

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
    """100 × Σ(weight × points) ÷ (5 × Σ weight), exactly; nothing where no criterion has a weight."""
    weighed = list(criteria)
    weight = sum(c.weight for c in weighed)
    total = sum((c.weight * points[c.code] for c in weighed), Fraction(0))
    return 100 * total / (MOST_POINTS * weight) if weight else Fraction(0)


def rank(candidates: Iterable[Candidate], criteria: Sequence[Weighed]) -> list[Ranked]:
    """Highest score first; ties by the PCC's criteria, the partnership's, the lower amount, reference.

    Points are brought to one common denominator, so that thousands of bids are compared as whole numbers.
    """
    found = list(candidates)
    common = lcm(*{points.denominator for one in found for points in one.points.values()})
    whole = MOST_POINTS * common * sum(c.weight for c in criteria)
    weights = [(c.code, c.weight) for c in criteria]
    pcc = [c.code for c in criteria if c.kind == "pcc"]
    partnership = [c.code for c in criteria if c.kind == "partnership"]
    keyed = []
    for one in found:
        parts = {
            code: points.numerator * (common // points.denominator)
            for code, points in one.points.items()
        }
        total = sum(weight * parts[code] for code, weight in weights)
        keyed.append(
            (
                -total,
                -sum(parts[code] for code in pcc),
                -sum(parts[code] for code in partnership),
                one.requested_pence,
                one.reference,
                one,
            )
        )
    keyed.sort(key=lambda key: key[:-1])
    return [
        Ranked(one, Fraction(-100 * minus, whole) if whole else Fraction(0), place)
        for place, (minus, *_, one) in enumerate(keyed, 1)
    ]


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
