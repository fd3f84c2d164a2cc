"""Matching two books: each line and each movement once, and amounts always equal."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitoring.reconciliation.matching import NEAR_DAYS, Entry, match

START = date(2019, 5, 1)
ENTRY = st.tuples(
    st.integers(0, 20), st.sampled_from(["", "P1", "p 1", "P2"]), st.sampled_from([-200, -100, 100])
)
BOOK = st.lists(ENTRY, max_size=12)


def book(rows: list[tuple[int, str, int]]) -> list[Entry]:
    return [Entry(key, START + timedelta(row[0]), row[1], row[2]) for key, row in enumerate(rows)]


@given(BOOK, BOOK)
def test_each_is_matched_at_most_once_and_amounts_are_equal(
    theirs: list[tuple[int, str, int]], ours: list[tuple[int, str, int]]
) -> None:
    lines, moved = book(theirs), book(ours)
    found = match(lines, moved)
    assert len(set(found.values())) == len(found)
    for line, movement in found.items():
        a, b = lines[line], moved[movement]
        assert a.pence == b.pence
        same = a.reference.replace(" ", "").casefold() == b.reference.replace(" ", "").casefold()
        assert (same and a.reference) or abs((a.on - b.on).days) <= NEAR_DAYS
    assert match(lines[::-1], moved[::-1]) == found


def one(day: int, reference: str, pence: int, key: int = 1) -> Entry:
    return Entry(key, START + timedelta(day), reference, pence)


def test_the_reference_comes_first_however_far_the_dates_are_apart() -> None:
    ours = [one(0, "P2", -100, 1), one(90, "P1", -100, 2)]
    assert match([one(0, "p1", -100)], ours) == {1: 2}


def test_the_same_amount_near_in_time_is_matched_where_nothing_else_could_be_meant() -> None:
    assert match([one(7, "", -100)], [one(0, "P1", -100)]) == {1: 1}
    assert match([one(8, "", -100)], [one(0, "P1", -100)]) == {}
    assert match([one(1, "", -100)], [one(0, "P1", -100, 1), one(2, "P2", -100, 2)]) == {}
    assert match([one(1, "", -100, 1), one(2, "", -100, 2)], [one(0, "P1", -100)]) == {}


def test_a_payment_made_twice_is_matched_once() -> None:
    found = match([one(0, "P1", -100, 1), one(1, "P1", -100, 2)], [one(0, "P1", -100, 9)])
    assert found == {1: 9}
