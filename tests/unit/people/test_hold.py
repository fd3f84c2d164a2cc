"""A publicity hold lasts up to the first moment of its day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from awards.hold import hold_ends, is_held
from people.models import Partnership
from tests.cast import at
from ui.dates import in_london, midnight


def _held_until(day: date | None) -> Partnership:
    return Partnership(code="csp", name="CSP", hold_until=day, hold_reason="Election")


def test_no_hold() -> None:
    assert not is_held(_held_until(None))
    assert hold_ends(_held_until(None)) is None


@pytest.mark.parametrize(
    ("moment", "held"),
    [("2019-05-02 00:00", True), ("2019-05-02 23:59", True), ("2019-05-03 00:00", False)],
)
def test_it_ends_with_the_first_moment_of_its_day(moment: str, held: bool) -> None:
    assert is_held(_held_until(date(2019, 5, 3)), at(moment)) is held


def test_when_the_hold_that_is_on_ends() -> None:
    today = in_london(timezone.now()).date()
    tomorrow = today + timedelta(days=1)
    assert hold_ends(_held_until(tomorrow)) == midnight(tomorrow)
    assert is_held(_held_until(tomorrow))
    assert hold_ends(_held_until(today)) is None
    assert not is_held(_held_until(today))
