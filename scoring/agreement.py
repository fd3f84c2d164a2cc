"""How well people agreed who scored the same things: pure sums in fractions.

Krippendorff's alpha (“Computing Krippendorff's Alpha-Reliability”, 2011): 1 where all agree, 0 where
they agree as often as chance would have it, below that where they differ more.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Unit = Mapping[str, int]
"""What each member gave one thing; who gave nothing is not in it."""
Metric = Callable[[int, int, Mapping[int, Fraction]], Fraction]
"""How far two values are apart, squared, given how often each value came up."""


@dataclass(frozen=True)
class Leaning:
    """How far a member's points lie above the others' for the same things, on average."""

    points: Fraction | None
    """Below zero where they were severe; nothing where nobody else scored what they did."""
    compared: int
    """For how many things."""


def nominal(one: int, other: int, often: Mapping[int, Fraction]) -> Fraction:
    """Values are the same, or not."""
    return Fraction(one != other)


def ordinal(one: int, other: int, often: Mapping[int, Fraction]) -> Fraction:
    """Values stand in an order: how many of the values that came up lie between the two."""
    low, high = sorted((one, other))
    between = sum((count for value, count in often.items() if low <= value <= high), Fraction(0))
    return (between - (often[low] + often[high]) / 2) ** 2


def interval(one: int, other: int, often: Mapping[int, Fraction]) -> Fraction:
    """Values are numbers: their difference."""
    return Fraction((one - other) ** 2)


def alpha(units: Iterable[Unit], metric: Metric = ordinal) -> Fraction | None:
    """Krippendorff's alpha over some things that were scored.

    Nothing where no two members scored the same thing, or every value is the same: there is then
    nothing to tell agreement by.
    """
    pairs: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    often: dict[int, Fraction] = defaultdict(Fraction)
    alike = Counter(tuple(sorted(unit.values())) for unit in units)
    for values, times in alike.items():
        if len(values) < 2:
            continue
        for value in values:
            often[value] += times
        for pair in combinations(values, 2):
            pairs[pair] += Fraction(2 * times, len(values) - 1)
    observed = sum((n * metric(*pair, often) for pair, n in pairs.items()), Fraction(0))
    expected = sum(
        (2 * often[one] * often[other] * metric(one, other, often))
        for one, other in combinations(sorted(often), 2)
    )
    if not expected:
        return None
    return 1 - (sum(often.values()) - 1) * observed / expected


def leanings(units: Iterable[Unit]) -> dict[str, Leaning]:
    """How lenient or severe each member was, against the mean of the others at each thing."""
    apart: dict[str, list[Fraction]] = defaultdict(list)
    for unit in units:
        total = sum(unit.values())
        for member, points in unit.items():
            there = apart[member]
            if len(unit) > 1:
                there.append(points - Fraction(total - points, len(unit) - 1))
    return {
        member: Leaning(Fraction(sum(found), len(found)) if found else None, len(found))
        for member, found in apart.items()
    }
