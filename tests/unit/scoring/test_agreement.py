"""How well a panel agreed, held against published examples and sums by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.agreement import Leaning, Metric, alpha, interval, leanings, nominal, ordinal
from scoring.leave_one_out import LeftOut, Rules, funded, leave_each_out
from scoring.ranking import Weighed

# Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), example C: four observers, twelve units.
PUBLISHED = {
    "A": "1233214 12...",
    "B": "123322412 5.3",
    "C": ".33323422 51.",
    "D": "123324412 51.",
}


def published() -> list[dict[str, int]]:
    rows = {who: row.replace(" ", "") for who, row in PUBLISHED.items()}
    return [
        {who: int(row[unit]) for who, row in rows.items() if row[unit] != "."} for unit in range(12)
    ]


@pytest.mark.parametrize(
    ("metric", "expected"), [(nominal, "0.743"), (ordinal, "0.815"), (interval, "0.849")]
)
def test_alpha_is_the_one_that_was_published(metric: Metric, expected: str) -> None:
    found = alpha(published(), metric)
    assert found is not None
    assert f"{float(found):.3f}" == expected


def test_two_who_agree_throughout_have_one() -> None:
    assert alpha([{"A": 1, "B": 1}, {"A": 4, "B": 4}]) == 1


def test_two_who_never_agree_are_below_nought() -> None:
    # Values 1, 2, 1, 2: observed 4 × 1/4, expected 2 × 4 × δ²; δ² cancels: 1 − 3 × 4 ÷ 8.
    assert alpha([{"A": 1, "B": 2}, {"A": 2, "B": 1}]) == Fraction(-1, 2)


@pytest.mark.parametrize(
    "units",
    [
        [],
        [{}],
        [{"A": 3}, {"B": 4}],
        [{"A": 3, "B": 3}, {"A": 3, "B": 3}],
        [{"A": 3, "B": 3}, {"A": 5}],
    ],
)
def test_where_nothing_can_be_compared_or_nothing_varies_there_is_none(
    units: list[dict[str, int]],
) -> None:
    assert alpha(units) is None


given_points = st.lists(
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 5)), min_size=1, max_size=8
)


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(units=given_points)
def test_alpha_is_one_less_observed_over_expected_pair_by_pair(
    units: list[dict[str, int]],
) -> None:
    """The definition, read slowly: every ordered pair of values within and across units."""
    pairable = [list(unit.values()) for unit in units if len(unit) > 1]
    values = [value for unit in pairable for value in unit]
    often = {value: Fraction(values.count(value)) for value in values}
    seen = Fraction(0)
    for unit in pairable:
        pairs = [(a, b) for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j]
        seen += sum((ordinal(a, b, often) for a, b in pairs), Fraction(0)) / (len(unit) - 1)
    by_chance = sum(
        (
            ordinal(a, b, often)
            for i, a in enumerate(values)
            for j, b in enumerate(values)
            if i != j
        ),
        Fraction(0),
    )
    expected = (
        1 - (seen / len(values)) / (by_chance / (len(values) * (len(values) - 1)))
        if by_chance
        else None
    )
    assert alpha(units) == expected


def test_a_member_is_lenient_or_severe_against_the_mean_of_the_others() -> None:
    units = [{"A": 5, "B": 3, "C": 2}, {"A": 4, "B": 4}, {"C": 1}]
    assert leanings(units) == {
        "A": Leaning(Fraction(5, 4), 2),  # 5 − 2½ and 4 − 4
        "B": Leaning(Fraction(-1, 4), 2),  # 3 − 3½ and 4 − 4
        "C": Leaning(Fraction(-2), 1),  # 2 − 4; the third thing nobody else scored
    }
    assert leanings([{"A": 5}]) == {"A": Leaning(None, 0)}


ONE = [Weighed("fit", "pcc", 1)]
RULES = Rules(ONE, threshold=Fraction(55), pot_pence=100)


def units(**given: dict[str, int]) -> dict[tuple[str, str], dict[str, int]]:
    return {(reference, "fit"): unit for reference, unit in given.items()}


def test_without_a_member_another_bid_is_funded() -> None:
    scored = units(B1={"A": 5, "B": 3, "C": 4}, B2={"A": 2, "B": 5, "C": 4})
    assert funded({"B1": 100, "B2": 100}, scored, {}, RULES) == ["B1"]
    assert leave_each_out({"B1": 100, "B2": 100}, scored, {}, RULES) == [
        LeftOut("A", ("B2",), ("B1",)),
        LeftOut("B"),
        LeftOut("C", (), ()),
    ]


def test_without_a_member_a_bid_falls_below_the_threshold() -> None:
    scored = units(B1={"A": 5, "B": 2, "C": 2})
    assert leave_each_out({"B1": 100}, scored, {}, RULES)[0] == LeftOut("A", (), ("B1",))


def test_what_was_agreed_stays_whoever_is_left_out() -> None:
    scored = units(B1={"A": 5, "B": 2, "C": 2})
    agreed = {("B1", "fit"): 3}
    assert leave_each_out({"B1": 100}, scored, agreed, RULES) == [
        LeftOut("A"),
        LeftOut("B"),
        LeftOut("C"),
    ]


def test_a_bid_that_nobody_else_scored_cannot_be_told() -> None:
    scored = units(B1={"A": 5}, B2={"A": 4, "B": 4})
    assert leave_each_out({"B1": 50, "B2": 50}, scored, {}, RULES) == [
        LeftOut("A", untold=("B1",)),
        LeftOut("B"),
    ]
    assert leave_each_out({"B1": 50}, units(B1={"A": 5}), {("B1", "fit"): 4}, RULES) == [
        LeftOut("A")
    ]
