"""Files that are no workbooks, or not sound ones: refused in plain words, quickly, and nothing changed."""

import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from base.cells import text, whole
from base.errors import Faulty, Refused
from base.workbooks import Column, Workbook
from tests.workbooks import bid_row, bids_workbook, workbook

NUMBER = [Column("Number", whole(), "a whole number")]
SHEET = "xl/worksheets/sheet1.xml"
HEAD = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Number</t></is></c></row>'
)
TAIL = "</sheetData></worksheet>"
OLD_EXCEL = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
"""The beginning of a file of the older format, which an encrypted workbook is too."""


def package(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    """A workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(base or workbook({"Numbers": (["Number"], [[1]])})))
    with sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after:
        for name in sound.namelist():
            if name not in parts:
                after.writestr(name, sound.read(name))
        for name, content in parts.items():
            after.writestr(name, content)
    return out.getvalue()


def numbers(content: bytes) -> list[object]:
    """What is read of a workbook of numbers."""
    book = Workbook("numbers.xlsx", content)
    found = [row["Number"] for row in book.rows("Numbers", NUMBER)]
    book.refuse_if_faulty()
    return found


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("hello.txt", "hello")
    return out.getvalue()


def cut_short() -> bytes:
    return bids_workbook(bid_row())[:-200]


def broken_inside() -> bytes:
    return package({"xl/workbook.xml": b"<workbook"})


NOT_WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a text": lambda: b"Reference,Route\nCSP19-001,main\n",
    "another zip": other_zip,
    "one cut short": cut_short,
    "one broken inside": broken_inside,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "an empty zip": lambda: b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("kind", NOT_WORKBOOKS)
def test_a_file_that_is_no_workbook_is_refused_in_plain_words(kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        Workbook("bids.xlsx", NOT_WORKBOOKS[kind]())
    assert str(refusal.value) == (
        "bids.xlsx is not an Excel workbook (.xlsx). If it opens in Excel, save it as “Excel workbook” "
        "without a password and try again."
    )


def test_one_of_the_old_kind_or_encrypted_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"old kind \(\.xls\)\. Save it in Excel as “Excel workbook”"):
        Workbook("bids.xlsx", OLD_EXCEL)
    with pytest.raises(Refused, match="encrypted with a password"):
        Workbook("bids.xlsx", OLD_EXCEL + "EncryptedPackage".encode("utf-16-le"))


def test_one_with_macros_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="has macros in it"):
        Workbook("bids.xlsx", package({"xl/vbaProject.bin": b"x"}))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match=r"bids\.xlsx is empty\."):
        Workbook("bids.xlsx", b"")


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="larger than 25 MB"):
        Workbook("bids.xlsx", bytes(25 * 1024 * 1024 + 1))


# Small files that hold huge ones


def quickly(read: Callable[[], object], seconds: float) -> object:
    begun = time.process_time()
    try:
        return read()
    finally:
        assert time.process_time() - begun < seconds


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"xl/sharedStrings.xml": bytes(151 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(Refused, match="unpacks to far more than a workbook of this kind holds"):
        quickly(lambda: Workbook("bids.xlsx", bomb), 1)


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    size = 20 * 1024 * 1024
    bomb = package({SHEET: bytes(size)})
    lying = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(Refused):
        quickly(lambda: numbers(lying), 3)


def test_a_package_of_thousands_of_parts_is_refused() -> None:
    crowd = package({f"xl/part{number}.xml": b"" for number in range(1_001)})
    with pytest.raises(Refused, match="unpacks to far more"):
        Workbook("bids.xlsx", crowd)


def test_entities_that_unfold_to_gigabytes_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
        + HEAD.partition("?>")[2]
        + '<row r="2"><c r="A2" t="inlineStr"><is><t>&l9;</t></is></c></row>'
        + TAIL
    )
    with pytest.raises(Refused):
        quickly(lambda: numbers(package({SHEET: sheet.encode()})), 3)


def test_a_file_of_this_machine_is_not_read_through_a_workbook() -> None:
    sheet = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + HEAD.partition("?>")[2]
        + '<row r="2"><c r="A2" t="inlineStr"><is><t>&f;</t></is></c></row>'
        + TAIL
    )
    with pytest.raises(Refused) as refusal:
        numbers(package({SHEET: sheet.encode()}))
    assert "root:" not in str(refusal.value)


# Sheets that are larger than what they hold


@pytest.mark.parametrize(
    "blank",
    ['<row r="{n}"/>', '<row r="{n}"><c r="A{n}"/><c r="B{n}" s="0"/></row>'],
    ids=["rows", "styled cells"],
)
def test_a_million_blank_rows_are_read_within_reason(blank: str) -> None:
    rows = "".join([blank.format(n=n) for n in range(2, 1_000_001)])
    last = '<row r="1000001"><c r="A1000001"><v>7</v></c></row>'
    content = package({SHEET: f"{HEAD}{rows}{last}{TAIL}".encode()})
    assert quickly(lambda: numbers(content), 15) == [7]


def test_a_last_row_far_below_is_read() -> None:
    last = '<row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    content = package({SHEET: f"{HEAD}{last}{TAIL}".encode()})
    assert quickly(lambda: numbers(content), 2) == [7]


def test_a_fault_is_told_by_the_row_as_the_person_sees_it() -> None:
    rows = '<row r="40"><c r="A40"><v>NaN</v></c></row><row r="90"><c r="A90"><v>-1</v></c></row>'
    with pytest.raises(Faulty) as refusal:
        numbers(package({SHEET: f"{HEAD}{rows}{TAIL}".encode()}))
    assert [(fault.row, fault.column) for fault in refusal.value.faults] == [
        (40, "Number"),
        (90, "Number"),
    ]


def test_what_a_sheet_says_of_its_size_does_not_count() -> None:
    head = HEAD.replace("<sheetData>", '<dimension ref="A1:A1"/><sheetData>')
    row = '<row r="2"><c r="A2"><v>7</v></c></row>'
    assert numbers(package({SHEET: f"{head}{row}{TAIL}".encode()})) == [7]


# Sheets and columns


def test_what_a_formula_gave_is_what_is_read() -> None:
    row = '<row r="2"><c r="A2"><f>3+4</f><v>7</v></c></row>'
    assert numbers(package({SHEET: f"{HEAD}{row}{TAIL}".encode()})) == [7]


def test_a_formulas_error_is_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Words"])  # type: ignore[union-attr]
    book.active.append(["#DIV/0!"])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    read = Workbook("x.xlsx", out.getvalue())
    read.rows("Sheet", [Column("Words", text(), "a text")])
    assert str(read.faults[0]) == (
        "Sheet, row 2, Words: the formula in this cell gives #DIV/0!. Expected: a text."
    )


def test_a_sheet_with_nothing_in_it_lacks_its_columns() -> None:
    read = Workbook("x.xlsx", workbook({"Numbers": ([], [])}))
    assert read.rows("Numbers", NUMBER) == []
    assert str(read.faults[0]) == (
        "Numbers, row 1, Number: this column is missing. Expected: a whole number."
    )


def test_faults_are_said_once_and_in_order() -> None:
    read = Workbook("x.xlsx", workbook({"Numbers": (["Number"], [["b"], ["a"]])}))
    read.rows("Numbers", NUMBER)
    read.rows("Numbers", NUMBER)
    with pytest.raises(Faulty) as refusal:
        read.refuse_if_faulty()
    assert str(refusal.value).splitlines() == [
        "x.xlsx was not read: 2 faults. Nothing was changed.",
        "  Numbers, row 2, Number: “b” is not a number. Expected: a whole number.",
        "  Numbers, row 3, Number: “a” is not a number. Expected: a whole number.",
    ]


def test_a_strangers_column_may_stand_where_it_is_let() -> None:
    content = workbook({"Numbers": (["Note", "Number"], [["x", 1, "beside"]])})
    read = Workbook("x.xlsx", content)
    assert [row["Number"] for row in read.rows("Numbers", NUMBER, strangers=True)] == [1]
    assert read.faults == []
