"""Where things stand: letters of columns, cells, areas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from reports.pcc_forms.places import (
    MOST_COLUMNS,
    MOST_ROWS,
    Area,
    Spot,
    area,
    letters,
    number,
    spot,
)

columns = st.integers(1, MOST_COLUMNS)
spots = st.builds(Spot, st.integers(1, MOST_ROWS), columns)


@given(columns)
def test_letters_and_numbers_of_columns_are_each_others_and_those_of_openpyxl(column: int) -> None:
    assert letters(column) == get_column_letter(column)
    assert number(letters(column)) == column == column_index_from_string(letters(column))


@given(spots)
def test_a_cell_is_read_as_it_is_written(where: Spot) -> None:
    assert spot(str(where)) == spot(f"  {str(where).lower()} ") == where


@given(spots, spots)
def test_an_area_is_read_from_any_two_corners(one: Spot, other: Spot) -> None:
    found = area(f"{one}:{other}")
    assert one in found
    assert other in found
    assert area(str(found)) == found


@pytest.mark.parametrize("words", ["", "C", "4", "C0", "XFE1", "A1048577", "C4:D5", "Ç4", "AAAA1"])
def test_what_is_no_cell_is_not_read(words: str) -> None:
    with pytest.raises(ValueError, match=r"cell|column"):
        spot(words)


def test_an_area_ends_at_its_corners() -> None:
    found = Area(Spot(2, 2), Spot(3, 4))
    assert [
        str(one) for one in (Spot(1, 2), Spot(2, 1), Spot(4, 4), Spot(3, 5)) if one in found
    ] == []
