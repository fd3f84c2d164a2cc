"""Tables that finance systems give out: CSV in its many ways, or the first sheet of a workbook."""

from datetime import date, datetime

import pytest

from base.cells import text
from base.errors import Refused
from base.tables import MOST_MB, day, pounds, read_table
from base.workbooks import Column
from tests.workbooks import workbook
from ui.fields import MEGABYTE

COLUMNS = [Column("Name", text(40), "a name"), Column("Amount", pounds, "an amount")]


def values(content: bytes, *, strangers: bool = False) -> list[tuple[object, object]]:
    book, _title, rows = read_table("file.csv", content, COLUMNS, strangers=strangers)
    book.refuse_if_faulty()
    return [(row["Name"], row["Amount"]) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        b"Name,Amount\nCaf\xc3\xa9,1.50\n",
        b"\xef\xbb\xbfName,Amount\r\nCaf\xc3\xa9,1.50\r\n",
        b"Name;Amount\nCaf\xe9;1.50\n",
        b"amount\tNAME\n\xc2\xa31.50\tCaf\xc3\xa9\n",
        b'Name,Amount\n"Caf\xc3\xa9","1.50"\n\n',
        workbook({"First": (["Name", "Amount"], [["Café", 1.5]]), "Second": (["x"], [])}),
    ],
)
def test_the_same_table_however_it_was_saved(content: bytes) -> None:
    assert values(content) == [("Café", 150)]


def test_the_row_of_a_fault_is_that_of_the_file() -> None:
    with pytest.raises(Refused, match="row 4, Amount: “x” is not an amount"):
        values(b"Name,Amount\na,1\n\nb,x\n")


def test_other_columns_are_faults_unless_they_may_stand() -> None:
    content = b"Name,Amount,More\na,1,2\n"
    with pytest.raises(Refused, match="there is no such column"):
        values(content)
    assert values(content, strangers=True) == [("a", 100)]


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04", b'Name,Amount\n"a,1\n', b"a\x1b,b\n\x07,1\n"]
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        values(content)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(Refused, match="larger than 5 MB"):
        values(b"x" * (MOST_MB * MEGABYTE + 1))
    with pytest.raises(Refused, match="too many rows"):
        values(b"," * 1_000_001)


@pytest.mark.parametrize(
    "written",
    ["07/05/2019", "2019-05-07", "7 May 2019", "07/05/19", datetime(2019, 5, 7)],  # noqa: DTZ001
)
def test_a_day_is_read_as_people_and_programs_write_it(written: object) -> None:
    assert day(written) == date(2019, 5, 7)


@pytest.mark.parametrize("written", ["31/02/2019", "05/13/2019", "soon", "", 43592])
def test_what_is_no_day_is_not_read_as_one(written: object) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        day(written)


@pytest.mark.parametrize("written", ["0", "-1", "1.005", "x", 0, -1, 1.005])
def test_an_amount_is_above_zero_and_whole_pence(written: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # each says its own
        pounds(written)
