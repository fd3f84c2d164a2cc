"""What the figures of a return speak for."""

from dataclasses import replace
from fractions import Fraction

import pytest

from monitoring.returns.rag import (
    AMBER,
    GREEN,
    RED,
    Counted,
    Figures,
    number,
    progress,
    propose,
    share_gone,
)

WELL = Figures(
    award_pence=100_000,
    spent_pence=50_000,
    forecast_pence=100_000,
    time_gone=Fraction(1, 2),
    measures=[Counted("Guests", "600", "300", "0")],
)


def rag(**changes: object) -> str:
    return propose(replace(WELL, **changes)).rag  # type: ignore[arg-type]


def test_all_is_well() -> None:
    found = propose(WELL)
    assert found.rag == GREEN
    assert found.reasons == ["Spending, forecast, measures and dates are as planned."]


@pytest.mark.parametrize(
    ("spent", "colour"),
    [
        (30_000, GREEN),
        (29_999, AMBER),
        (10_000, AMBER),
        (9_999, RED),
        (80_000, GREEN),
        (80_001, AMBER),
        (100_000, AMBER),
        (100_001, RED),
    ],
)
def test_spending_is_held_against_the_time_gone(spent: int, colour: str) -> None:
    assert rag(spent_pence=spent) == colour


@pytest.mark.parametrize(
    ("forecast", "colour"),
    [
        (100_001, AMBER),
        (110_000, AMBER),
        (110_001, RED),
        (95_000, GREEN),
        (94_999, AMBER),
        (80_000, AMBER),
        (79_999, RED),
    ],
)
def test_the_forecast_is_held_against_the_award(forecast: int, colour: str) -> None:
    assert rag(forecast_pence=forecast) == colour


@pytest.mark.parametrize(
    ("actuals", "colour"),
    [
        (["300", "300", "300"], GREEN),
        (["225", "300", "300"], GREEN),
        (["224", "300", "300"], AMBER),
        (["224", "224", "300"], RED),
        (["not known", "300", "300"], GREEN),
        (["224", "", ""], RED),
    ],
)
def test_measures_are_held_against_their_targets(actuals: list[str], colour: str) -> None:
    measures = [Counted(f"M{n}", "600", actual) for n, actual in enumerate(actuals)]
    assert rag(measures=measures) == colour


@pytest.mark.parametrize(("days", "colour"), [(0, GREEN), (1, AMBER), (14, AMBER), (15, RED)])
def test_a_late_return_counts(days: int, colour: str) -> None:
    assert rag(days_late=days) == colour


def test_the_worst_stands_and_every_reason_is_given_the_worst_first() -> None:
    figures = replace(WELL, spent_pence=29_000, forecast_pence=70_000, days_late=1)
    found = propose(figures)
    assert found.rag == RED
    assert found.reasons == [
        "The forecast of £700.00 is £300.00 less than the award of £1,000.00.",
        "29% of the award is spent, and 50% of the project’s time has gone.",
        "It was sent 1 day late.",
    ]


def test_the_measures_that_are_behind_are_named() -> None:
    behind = replace(WELL, measures=[Counted("Guests", "600", "10")])
    assert propose(behind).reasons == ["1 of 1 measure is behind its target: Guests."]


@pytest.mark.parametrize(
    ("target", "actual", "baseline", "share"),
    [
        ("600", "300", "", Fraction(1, 2)),
        ("600 guests", "1,200", "0", Fraction(2)),
        ("50", "80", "100", Fraction(2, 5)),  # fewer is better
        ("150", "120", "100", Fraction(2, 5)),
        ("many", "3", "", None),
        ("10 to 20", "3", "", None),
        ("10", "", "", None),
        ("10", "5", "10", None),
    ],
)
def test_how_far_a_measure_has_come(
    target: str, actual: str, baseline: str, share: Fraction | None
) -> None:
    assert progress(Counted("M", target, actual, baseline)) == share


def test_the_one_number_of_a_text() -> None:
    assert number("98.5%") == Fraction(197, 2)
    assert number("1,234 people") == 1234
    assert number("٣") is None


def test_the_share_of_the_days_that_have_gone() -> None:
    assert share_gone(10, 19, 9) == 0
    assert share_gone(10, 19, 14) == Fraction(1, 2)
    assert share_gone(10, 19, 19) == share_gone(10, 19, 99) == 1
