"""Score, rank and recommend, held against an independent reading of the rule in fractions."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import Candidate, Weighed, rank, recommend, show

KINDS = ("pcc", "partnership", "general")


@dataclass(frozen=True)
class Told:
    """A bid as a person would lay it out on paper: what it asks for, and its points in order."""

    reference: str
    asked: int
    points: tuple[Fraction, ...]


@dataclass(frozen=True)
class Sheet:
    """A whole sift on paper: each criterion's kind, weight and floor, and the bids."""

    criteria: tuple[tuple[str, int, int], ...]
    bids: tuple[Told, ...]


points = st.fractions(min_value=0, max_value=5, max_denominator=4)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Small sifts with many ties: few criteria, few different points and amounts."""
    criteria = draw(
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.integers(0, 40), st.integers(0, 2)),
            min_size=1,
            max_size=4,
        ).filter(lambda rows: sum(weight for _, weight, _ in rows) > 0)
    )
    few = st.sampled_from([Fraction(n, 2) for n in range(11)]) | points
    bids = [
        Told(
            f"B{number:02d}",
            draw(st.sampled_from([100, 250, 250, 1_000, 99_999])),
            tuple(draw(few) for _ in criteria),
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    return Sheet(tuple(criteria), tuple(draw(st.permutations(bids))))


def score_on_paper(sheet: Sheet, bid: Told) -> Fraction:
    """100 × Σ(weight × mean) ÷ (5 × Σ weight)."""
    top = Fraction(0)
    bottom = Fraction(0)
    for (_, weight, _), given_points in zip(sheet.criteria, bid.points, strict=True):
        top += Fraction(weight) * given_points
        bottom += Fraction(weight) * 5
    return top / bottom * 100


def mean_on_paper(sheet: Sheet, bid: Told, wanted: str) -> Fraction:
    held = [p for (kind, _, _), p in zip(sheet.criteria, bid.points, strict=True) if kind == wanted]
    return sum(held, Fraction(0)) / len(held) if held else Fraction(0)


def stands_before(sheet: Sheet, one: Told, other: Told) -> bool:
    """The rule read out loud, a sentence a line."""
    for mine, theirs in (
        (score_on_paper(sheet, one), score_on_paper(sheet, other)),
        (mean_on_paper(sheet, one, "pcc"), mean_on_paper(sheet, other, "pcc")),
        (mean_on_paper(sheet, one, "partnership"), mean_on_paper(sheet, other, "partnership")),
    ):
        if mine != theirs:
            return mine > theirs
    if one.asked != other.asked:
        return one.asked < other.asked
    return one.reference < other.reference


def as_the_product_sees_it(sheet: Sheet) -> tuple[list[Weighed], list[Candidate]]:
    codes = [f"c{number}" for number in range(len(sheet.criteria))]
    criteria = [
        Weighed(code, kind, weight, Fraction(floor))
        for code, (kind, weight, floor) in zip(codes, sheet.criteria, strict=True)
    ]
    candidates = [
        Candidate(bid.reference, bid.asked, dict(zip(codes, bid.points, strict=True)))
        for bid in sheet.bids
    ]
    return criteria, candidates


def order_on_paper(sheet: Sheet) -> list[Told]:
    """A bid's place is the number of bids that stand before it."""
    return sorted(
        sheet.bids,
        key=lambda bid: sum(
            stands_before(sheet, other, bid) for other in sheet.bids if other is not bid
        ),
    )


@given(sheets())
def test_scores_and_ranks_are_those_on_paper(sheet: Sheet) -> None:
    criteria, candidates = as_the_product_sees_it(sheet)
    found = rank(candidates, criteria)
    expected = order_on_paper(sheet)
    assert [(row.candidate.reference, row.rank) for row in found] == [
        (bid.reference, place) for place, bid in enumerate(expected, 1)
    ]
    assert [row.score for row in found] == [score_on_paper(sheet, bid) for bid in expected]


@given(sheets(), st.integers(0, 100), st.integers(-100, 3_000))
def test_recommendations_are_those_on_paper(sheet: Sheet, threshold: int, left: int) -> None:
    criteria, candidates = as_the_product_sees_it(sheet)
    found = recommend(
        rank(candidates, criteria), criteria, threshold=Fraction(threshold), left_pence=left
    )
    purse = left
    for bid in order_on_paper(sheet):
        floors = [floor for _, _, floor in sheet.criteria]
        too_low = score_on_paper(sheet, bid) < threshold or any(
            given_points < floor for given_points, floor in zip(bid.points, floors, strict=True)
        )
        if too_low:
            expected = ("decline", 0)
        elif bid.asked <= purse:
            expected = ("fund", bid.asked)
            purse -= bid.asked
        else:
            expected = ("reserve", 0)
        proposal = found[bid.reference]
        assert (proposal.choice, proposal.amount_pence) == expected
        assert (proposal.reason == "") == (expected[0] == "fund")


@given(sheets(), st.integers(0, 3_000))
def test_what_is_recommended_never_adds_up_to_more_than_is_left(sheet: Sheet, left: int) -> None:
    criteria, candidates = as_the_product_sees_it(sheet)
    found = recommend(rank(candidates, criteria), criteria, threshold=Fraction(0), left_pence=left)
    assert sum(proposal.amount_pence for proposal in found.values()) <= left


def half_up(exact: Fraction) -> str:
    """Long division by hand: two places, and up when the third is 5 or more."""
    whole, rest = divmod(exact.numerator, exact.denominator)
    digits = []
    for _ in range(3):
        digit, rest = divmod(rest * 10, exact.denominator)
        digits.append(digit)
    hundredths = whole * 100 + digits[0] * 10 + digits[1] + (digits[2] >= 5)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@given(st.fractions(min_value=0, max_value=100, max_denominator=4_000))
def test_a_score_is_shown_rounded_half_up(exact: Fraction) -> None:
    assert show(exact) == half_up(exact)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(215, 3), "71.67"),
        (Fraction(141, 2), "70.50"),
        (Fraction(1, 200), "0.01"),
        (Fraction(2675, 1000), "2.68"),
        (Fraction(0), "0.00"),
        (Fraction(100), "100.00"),
    ],
)
def test_scores_as_they_are_shown(exact: Fraction, shown: str) -> None:
    assert show(exact) == shown


def test_each_tie_break_in_its_turn() -> None:
    criteria = [Weighed("p", "pcc", 1), Weighed("s", "partnership", 1), Weighed("g", "general", 1)]

    def bid(reference: str, asked: int, *given_points: int) -> Candidate:
        means = (Fraction(value) for value in given_points)
        return Candidate(reference, asked, dict(zip("psg", means, strict=True)))

    tied = [
        bid("E", 100, 2, 2, 4),
        bid("D", 100, 3, 2, 3),
        bid("C", 100, 3, 3, 2),
        bid("B", 90, 3, 2, 3),
        bid("A", 100, 3, 2, 3),
    ]
    assert [row.candidate.reference for row in rank(tied, criteria)] == ["C", "B", "A", "D", "E"]
