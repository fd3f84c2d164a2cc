"""Tables in Word files: how wide their columns are."""

import pytest

from reports.word.table import Column, with_room


def test_a_title_is_not_broken_within_a_word_and_the_table_stays_as_wide() -> None:
    told = [Column("Project", 6.0), Column("Recommended", 2.0), Column("Paid, net", 2.0)]
    found = with_room(told)
    assert [column.title for column in found] == [column.title for column in told]
    assert found[1].width_cm == pytest.approx(2.74)
    assert found[2].width_cm == 2.0
    assert sum(column.width_cm for column in found) == pytest.approx(10.0)


def test_columns_with_room_stay_as_they_are() -> None:
    told = [Column("", 3.6), Column("", 13.0)]
    assert with_room(told) == told
