"""A sheet as people send it: what is read whatever it looks like, and every fault with its place."""

import io
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as ExcelBook

from base.cells import day, money, text
from base.errors import Faulty, Refused
from base.workbooks import Column, Row, Workbook
from tests.workbooks import edited, workbook

NAME = Column("Name", text(20), "a name")
AMOUNT = Column("Amount", money(), "an amount in pounds")
NOTE = Column("Note", text(), "a text", blank="", optional=True)
COLUMNS = [NAME, AMOUNT, NOTE]
PART = "xl/worksheets/sheet1.xml"
GOOD = workbook({"Things": (["Name", "Amount"], [["one", 1], ["two", 2]])})
TWO = [(2, "one", 100, ""), (3, "two", 200, "")]


def rows(content: bytes, columns: list[Column] = COLUMNS) -> list[Row]:
    """The rows of the sheet Things, which has no fault."""
    book = Workbook("things.xlsx", content)
    book.only("Things")
    found = book.rows("Things", columns)
    book.refuse_if_faulty()
    return found


def read(content: bytes, columns: list[Column] = COLUMNS) -> list[tuple[Any, ...]]:
    """The values of each row by column, after its number."""
    return [(row.number, *row.values.values()) for row in rows(content, columns)]


def faults(content: bytes) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        rows(content)
    return [str(fault) for fault in faulty.value.faults]


def things(header: Iterable[Any], *lines: Iterable[Any]) -> bytes:
    return workbook({"Things": (list(header), [list(line) for line in lines])})


def with_rows(xml: str) -> bytes:
    """The good workbook with more rows written after its own."""
    return edited(GOOD, PART, "</sheetData>", f"{xml}</sheetData>")


def with_amount(xml: str) -> bytes:
    """The good workbook with another cell in place of the first amount."""
    return edited(GOOD, PART, '<c r="B2" t="n"><v>1</v></c>', xml)


# What a sheet may look like


def test_the_rows_of_a_good_one() -> None:
    assert read(GOOD) == TWO


def test_rows_that_hold_only_spaces_are_blank() -> None:
    row = '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t> </t></is></c></row>'
    assert read(with_rows("".join(row.format(n=number) for number in range(4, 1000)))) == TWO


def test_blank_rows_and_cells_between_the_others_keep_their_places() -> None:
    content = with_rows(
        '<row r="4"/><row r="5"><c r="A5"/></row><row r="7"><c r="A7" s="0"/><c r="B7"><v>3</v></c>'
        '<c r="C7" t="inlineStr"><is><t>late</t></is></c></row><row><c><v>8</v></c></row>'
        '<row r="1048576"><c r="B1048576" s="0"/><c><v>9</v></c></row>'
    )
    book = Workbook("things.xlsx", content)
    assert list(book.cells("Things"))[3:] == [
        (7, (None, 3, "late")),
        (8, (8,)),
        (1048576, (None, None, 9)),
    ]


def test_a_row_numbered_in_the_milliards_is_read_at_once() -> None:
    content = with_rows('<row r="5000000000"><c r="A9"/><c r="B9"><v>3</v></c></row>')
    assert faults(content) == ["Things, row 5000000000, Name: this is blank. Expected: a name."]


def test_two_rows_of_one_number_are_both_read() -> None:
    assert read(edited(GOOD, PART, '<row r="3"', '<row r="2"'))[1][1:] == ("two", 200, "")


@pytest.mark.parametrize("size", ["A1", "A1:XFD1048576", "B7:C9", "nonsense"])
def test_what_a_sheet_says_of_its_size_may_be_wrong(size: str) -> None:
    content = edited(GOOD, PART, "<sheetViews>", f'<dimension ref="{size}"/><sheetViews>')
    assert read(content) == TWO


@pytest.mark.parametrize(
    "header",
    [["Amount", "Name"], ["AMOUNT", " name "], ["a m o u n t", "Na\nme"], ["Amount", None, "Name"]],
)
def test_headers_in_another_order_case_and_spacing(header: list[str | None]) -> None:
    cells = [{"n": "one", "a": 1, "x": None}[(name or "x").strip()[0].lower()] for name in header]
    assert read(things(header, cells)) == [(2, "one", 100, "")]


def test_blank_rows_above_the_header() -> None:
    assert read(things([None], [], ["Name", "Amount"], ["one", 1])) == [(4, "one", 100, "")]


def test_a_title_in_another_case_and_spacing() -> None:
    content = workbook({" thi NGS": (["Name", "Amount"], [["one", 1]])})
    assert read(content) == [(2, "one", 100, "")]


def test_dates_are_read_as_they_are_shown() -> None:
    when = datetime(2019, 4, 29)  # noqa: DTZ001  # a spreadsheet's dates have no zone
    columns = [NAME, Column("Day", day, "a date")]
    assert read(things(["Name", "Day"], ["one", when]), columns) == [(2, "one", when.date())]


def test_texts_that_look_like_formulas_are_kept_as_text() -> None:
    book = ExcelBook()
    sheet = book.worksheets[0]
    sheet.title = "Things"
    sheet.append(["Name", "Amount"])
    for number, name in enumerate(("=1+1", "+1", "-1", "@one", "\t=1"), 2):
        sheet.append([name, 1])
        sheet[f"A{number}"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    assert [row["Name"] for row in rows(out.getvalue())] == ["=1+1", "+1", "-1", "@one", "=1"]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_workbook_is_refused_in_words_or_read(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(GOOD) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        rows(bytes(damaged))


# What is wrong with a sheet, and where


def test_a_sheet_that_is_missing() -> None:
    assert faults(workbook({"Sheet1": (["Name"], [])})) == [
        "Sheet1: there is no such sheet in this kind of file. Expected: Things.",
        "Things: this sheet is missing.",
    ]


def test_two_sheets_of_almost_one_name() -> None:
    content = workbook({"Things": (["Name", "Amount"], []), "T hings": (["Name"], [["lost"]])})
    assert faults(content) == [
        "T hings: there is a sheet “Things” too. Expected: one sheet of a name."
    ]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (
            ["Name"],
            "Things, row 1, Amount: this column is missing. Expected: an amount in pounds.",
        ),
        (
            ["Name", "Amount", "Colour"],
            "Things, row 1, Colour: there is no such column. Expected: Name, Amount, Note.",
        ),
        (["Name", "Amount", "n ame"], "Things, row 1, Name: this column stands twice."),
    ],
)
def test_a_column_that_is_missing_unknown_or_twice(header: list[str], fault: str) -> None:
    assert faults(things(header, ["one", 1][: len(header)])) == [fault]


@pytest.mark.parametrize(
    ("cells", "column"),
    [(["one", 1, "x"], "C"), (["one", 1, None, 0], "D"), (["one", 1, *[None] * 1500, "x"], "BEU")],
)
def test_a_value_under_no_heading(cells: list[Any], column: str) -> None:
    assert faults(things(["Name", "Amount"], cells)) == [
        f"Things, row 2, column {column}: this value stands under no heading."
    ]


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ('<c r="B2"><v>NaN</v></c>', "“NaN” is not a number"),
        ('<c r="B2"><v>-INF</v></c>', "“-INF” is not a number"),
        ('<c r="B2"><v>1e999</v></c>', "this is not a number"),
        ('<c r="B2"><v>1E300</v></c>', "this is more than £999,999,999.99"),
        ('<c r="B2" t="b"><v>1</v></c>', "“True” is not a number"),
        ('<c r="B2" t="e"><v>#REF!</v></c>', "“#REF!” is not a number"),
        ('<c r="B2" t="s"><v>77</v></c>', "“77” is not a number"),
        ('<c r="B2" s="x"><v>1</v></c>', "“1” is not a number"),
        ('<c r="B2"><v>0.001</v></c>', "0.001 is finer than a penny"),
        ('<c r="B2"/>', "this is blank"),
        ('<c r="B2"><f>2+3</f></c>', "“=2+3” is not a number"),
    ],
)
def test_a_cell_that_cannot_be_used_leaves_the_others_readable(cell: str, wrong: str) -> None:
    book = Workbook("things.xlsx", with_amount(cell))
    found = [row.values for row in book.rows("Things", COLUMNS)]
    assert found == [
        {"Name": "one", "Amount": None, "Note": ""},
        {"Name": "two", "Amount": 200, "Note": ""},
    ]
    assert [str(fault) for fault in book.faults] == [
        f"Things, row 2, Amount: {wrong}. Expected: an amount in pounds."
    ]


def test_a_sheet_that_breaks_off() -> None:
    content = edited(GOOD, PART, '<row r="3">', '</worksheet><row r="3">')
    assert faults(content)[0].startswith(
        "Things, row 3: the sheet cannot be read from here on (mismatched tag"
    )


def test_a_sheet_that_declares_an_entity_of_its_own() -> None:
    declared = '<!DOCTYPE worksheet [<!ENTITY a "1">]><worksheet '
    content = edited(with_amount('<c r="B2"><v>&a;</v></c>'), PART, "<worksheet ", declared)
    assert faults(content)[0].startswith(
        "Things, row 1: the sheet cannot be read from here on (it declares a document type)."
    )


def test_every_fault_is_listed_in_one_pass_in_order() -> None:
    content = workbook(
        {
            "Things": (["Name", "Amount", "Colour"], [["x" * 21, -1, None], [None, "lots", "red"]]),
            "Other": (["A"], []),
        }
    )
    with pytest.raises(Faulty) as faulty:
        rows(content)
    assert str(faulty.value) == (
        "things.xlsx was not read: 6 faults. Nothing was changed.\n"
        "  Other: there is no such sheet in this kind of file. Expected: Things.\n"
        "  Things, row 1, Colour: there is no such column. Expected: Name, Amount, Note.\n"
        "  Things, row 2, Amount: -1 is less than a penny. Expected: an amount in pounds.\n"
        "  Things, row 2, Name: this has 21 characters, and 20 fit. Expected: a name.\n"
        "  Things, row 3, Amount: “lots” is not a number. Expected: an amount in pounds.\n"
        "  Things, row 3, Name: this is blank. Expected: a name."
    )
