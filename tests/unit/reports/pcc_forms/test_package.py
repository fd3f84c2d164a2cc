"""Files that come from outside: what is taken, and how the rest is refused."""

import io
import zipfile
from collections.abc import Callable

import pytest

from base.errors import Refused
from reports.pcc_forms.package import FORM, Package
from reports.pcc_forms.places import Area, Spot, spot
from reports.pcc_forms.reading import read
from tests.unit.reports.pcc_forms.office_forms import parts, quarterly, with_table
from tests.workbooks import edited, workbook
from ui.fields import MEGABYTE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def plain() -> bytes:
    return workbook({"Sheet": (["Reference"], [])})


def with_part(name: str, held: bytes = b"x") -> bytes:
    out = io.BytesIO(plain())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, held)
    return out.getvalue()


def typed(kind: str) -> bytes:
    return edited(plain(), "[Content_Types].xml", WORKBOOK, kind)


def locked(only_last: bool = False) -> bytes:
    """A package whose parts say that they are encrypted: all, or only one that nobody reads."""
    content = bytearray(with_part("docProps/unread.bin"))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.rfind(sign) if only_last else content.find(sign)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(sign, start + 4)
    return bytes(content)


def without(part: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, held in parts(plain()).items():
            if name != part:
                package.writestr(name, held)
    return out.getvalue()


def times(content: bytes) -> list[tuple[str, object]]:
    """The parts in their order, each with its own time."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(one.filename, one.date_time) for one in package.infolist()]


def bomb() -> bytes:
    return with_part("xl/media/image1.png", bytes(FORM.most_unpacked_mb * MEGABYTE))


def many() -> bytes:
    out = io.BytesIO(plain())
    with zipfile.ZipFile(out, "a") as package:
        for number in range(FORM.most_parts):
            package.writestr(f"xl/{number}", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "is empty"),
        (lambda: b"Reference,Amount\n", "is not an Excel workbook"),
        (lambda: bytes(FORM.most_mb * MEGABYTE + 1), "larger than 10 MB"),
        (lambda: OLE, "of the old kind"),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (lambda: with_part("xl/vbaProject.bin"), "has macros in it"),
        (lambda: with_part("xl/VBAPROJECT.BIN"), "has macros in it"),
        (lambda: with_part("xl/macrosheets/sheet1.xml"), "has macros in it"),
        (lambda: typed("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "has macros in it"),
        (lambda: typed(WORKBOOK.replace("sheet.main", "template.main")), "not an Excel workbook"),
        (lambda: typed("application/vnd.ms-excel.sheet.binary.main"), "is not an Excel workbook"),
        (lambda: typed(f"{WORKBOOK.partition('.main')[0]}"), "is not an Excel workbook"),
        (lambda: without("[Content_Types].xml"), "is not an Excel workbook"),
        (lambda: without("xl/workbook.xml"), "is not an Excel workbook"),
        (lambda: without("xl/worksheets/sheet1.xml"), "is damaged"),
        (lambda: edited(plain(), "xl/workbook.xml", "<workbook", "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook"),
         "is damaged"),
        (lambda: edited(plain(), "xl/worksheets/sheet1.xml", "</sheetData>", ""), "is damaged"),
        (lambda: edited(plain(), "xl/worksheets/sheet1.xml", 'r="A1"', 'r="A0"'), "is damaged"),
        (lambda: edited(plain(), "xl/worksheets/sheet1.xml", '<row r="1"', '<row r="x"'), "is damaged"),
        (lambda: with_part("../outside"), "is damaged"),
        (lambda: with_part("/outside"), "is damaged"),
        (locked, "is damaged"),
        (lambda: locked(only_last=True), "is damaged"),
        (bomb, "unpacks to far more"),
        (many, "unpacks to far more"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_refused_in_words(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        read("form.xlsx", make())
    assert "form.xlsx" in str(refused.value)


def test_the_same_name_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = with_part("docProps/app.xml")
    with pytest.raises(Refused, match="is damaged"):
        read("form.xlsx", twice)


def test_a_signed_workbook_is_refused() -> None:
    signature = "application/vnd.openxmlformats-package.digital-signature-origin"
    signed = edited(plain(), "[Content_Types].xml", "</Types>",
                    f'<Default Extension="sigs" ContentType="{signature}"/></Types>')  # fmt: skip
    with pytest.raises(Refused, match="is signed digitally"):
        read("form.xlsx", signed)


def test_a_strict_workbook_is_refused_with_what_to_do() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    with pytest.raises(Refused, match="Strict Open XML"):
        read("form.xlsx", edited(plain(), "xl/workbook.xml", main, strict))


def test_more_merged_cells_than_a_form_has_are_refused() -> None:
    merged = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(2, 5_003))
    many = edited(plain(), "xl/worksheets/sheet1.xml", "</sheetData>",
                  f"</sheetData><mergeCells>{merged}</mergeCells>")  # fmt: skip
    with pytest.raises(Refused, match="more merged cells"):
        read("form.xlsx", many)


def test_a_package_that_nobody_writes_into_stays_as_it_is() -> None:
    content = quarterly()
    package = Package("form.xlsx", content)
    assert parts(package.content()) == parts(content)
    assert times(package.content()) == times(content)
    assert package.content() == package.content()


def test_links_to_the_outside_are_left_alone() -> None:
    content = quarterly()
    link = '<Relationship Id="rId99" Type="x/externalLink" Target="https://a.example/x" TargetMode="External"/>'
    linked = edited(
        content, "xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>"
    )
    package = Package("form.xlsx", linked)
    assert "rId99" not in package.related(package.workbook)
    assert parts(package.content()) == parts(linked)


def test_a_form_is_read_with_its_words_merged_cells_and_protection() -> None:
    book = read("form.xlsx", quarterly())
    summary, projects, lists = book.sheets
    assert [one.title for one in book.sheets] == ["Summary", "Projects", "Lists"]
    assert (summary.protected, projects.protected, lists.hidden) == (False, True, True)
    assert summary.at(spot("A4")).text == "Total allocation"
    assert summary.has_formula(spot("B9"))
    assert summary.merge_of(spot("C3")) == Area(Spot(3, 2), Spot(3, 4))
    assert summary.top_left(spot("C3")) == spot("B3")
    assert summary.at(spot("B6")).style in book.styles.dates
    assert summary.at(spot("B4")).style not in book.styles.dates
    assert projects.at(spot("B8")).style in book.styles.unlocked
    assert projects.at(spot("A8")).style not in book.styles.unlocked
    assert book.sheet("summary") is summary
    assert book.sheet("Nothing") is None


def test_cells_merged_over_very_many_rows_are_known_too() -> None:
    tall = edited(plain(), "xl/worksheets/sheet1.xml", "</sheetData>",
                  '</sheetData><mergeCells><mergeCell ref="C1:C1048576"/></mergeCells>')  # fmt: skip
    sheet = read("form.xlsx", tall).sheets[0]
    assert sheet.top_left(Spot(99_999, 3)) == Spot(1, 3)
    assert sheet.top_left(Spot(99_999, 4)) == Spot(99_999, 4)


def test_cells_that_one_formula_fills_count_as_formulas() -> None:
    row = '<row r="4"><c r="A4"><f t="array" ref="A4:A6">B1:B3</f></c></row>'
    content = edited(plain(), "xl/worksheets/sheet1.xml", "</sheetData>", f"{row}</sheetData>")
    sheet = read("form.xlsx", content).sheets[0]
    assert [sheet.has_formula(Spot(row, 1)) for row in (3, 4, 5, 6, 7)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_tables_of_excels_own_are_known() -> None:
    table = read("form.xlsx", with_table(3, totals=True)).sheets[0].tables[0]
    assert (str(table.area), table.header, table.totals, table.calculated) == (
        "A1:B5",
        True,
        True,
        False,
    )


def test_dates_from_1904_are_known() -> None:
    old = edited(plain(), "xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"')
    assert read("form.xlsx", old).from_1904
    assert not read("form.xlsx", plain()).from_1904


def test_texts_in_runs_are_put_together_and_how_they_are_spoken_is_left_out() -> None:
    runs = "<r><t>Pro</t></r><r><t>ject</t></r><rPh sb='0' eb='1'><t>x</t></rPh>"
    cell = f'<c r="B1" t="inlineStr"><is>{runs}</is></c></row>'
    content = edited(plain(), "xl/worksheets/sheet1.xml", "</row>", cell)
    assert read("form.xlsx", content).sheets[0].at(spot("B1")).text == "Project"
