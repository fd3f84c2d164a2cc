"""Single cells written into a sheet's own XML."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reports.pcc_forms.cells import (
    CUT,
    MOST_CHARACTERS,
    SheetWriter,
    fitted,
    forget_results,
    is_cut,
    recalculate_on_load,
)
from reports.pcc_forms.heights import Heights
from reports.pcc_forms.package import MAIN
from reports.pcc_forms.places import Area, Spot, spot
from reports.pcc_forms.reading import TAG, cells_of

WRAPS = 7
"""The style in which texts wrap."""
spots = st.builds(Spot, st.integers(1, 40), st.integers(1, 60))


def sheet(rows: str, before: str = "") -> Any:
    return etree.fromstring(
        f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'
    )


def writer(root: Any, dates: tuple[int, ...] = (), merged: tuple[Area, ...] = ()) -> SheetWriter:
    def merge_of(where: Spot) -> Area | None:
        return next((one for one in merged if where in one), None)

    heights = Heights(root, wraps={WRAPS}, merge_of=merge_of)
    return SheetWriter(root, dates=set(dates), heights=heights)


def cell(root: Any, where: str) -> Any:
    return next(one for at, one in cells_of(root) if str(at) == where)


def order(root: Any) -> list[Spot]:
    return [where for where, _cell in cells_of(root)]


@settings(deadline=None)  # a busy machine is slow, and no fault
@given(there=st.sets(spots), new=st.lists(spots))
def test_rows_and_cells_come_in_their_order_wherever_they_are_put(
    there: set[Spot], new: list[Spot]
) -> None:
    rows: dict[int, str] = {}
    for where in sorted(there):
        rows[where.row] = rows.get(where.row, "") + f'<c r="{where}"><v>7</v></c>'
    root = sheet("".join(f'<row r="{row}">{cells}</row>' for row, cells in rows.items()))
    write = writer(root)
    for place, where in enumerate(new):
        write.put(where, place)
    assert order(root) == sorted({*there, *new})
    numbers = [int(row.get("r")) for row in root.iter(f"{TAG}row")]
    assert numbers == sorted(set(numbers))
    last = {where: str(place) for place, where in enumerate(new)}
    for where, one in cells_of(root):
        assert one.findtext(f"{TAG}v") == last.get(where, "7")


def test_rows_and_cells_that_do_not_say_where_they_stand_stay_there() -> None:
    root = sheet("<row><c/><c/></row><row><c/></row>")
    writer(root).put(spot("A3"), 1)
    writer(root).put(spot("C1"), 2)
    assert [str(one) for one in order(root)] == ["A1", "B1", "C1", "A2", "A3"]


def test_a_cell_keeps_its_style_and_loses_what_it_held() -> None:
    root = sheet('<row r="1"><c r="A1" s="5" t="s" vm="1"><f>1+1</f><v>3</v></c></row>')
    writer(root).put(spot("A1"), Decimal("1366.67"))
    assert etree.tostring(cell(root, "A1")).decode() == (
        f'<c xmlns="{MAIN}" r="A1" s="5"><v>1366.67</v></c>'
    )
    writer(root).put(spot("A1"), None)
    assert dict(cell(root, "A1").attrib) == {"r": "A1", "s": "5"}
    assert len(cell(root, "A1")) == 0


def test_a_new_cell_looks_like_its_row_else_the_model_else_its_column() -> None:
    root = sheet(
        '<row r="1"><c r="B1" s="3"/></row><row r="2" s="9" customFormat="1"/><row r="3" s="9"/>',
        '<cols><col min="2" max="3" style="4"/></cols>',
    )
    write = writer(root)
    write.put(spot("B2"), 1, like=spot("B1"))
    write.put(spot("B3"), 1, like=spot("B1"))
    write.put(spot("C4"), 1, like=spot("Z9"))
    write.put(spot("D4"), 1)
    assert [cell(root, at).get("s") for at in ("B2", "B3", "C4", "D4")] == ["9", "3", "4", None]


def test_a_date_is_a_number_where_the_cell_shows_dates_and_words_where_not() -> None:
    root = sheet('<row r="1"><c r="A1" s="2"/><c r="B1"/></row>')
    write = writer(root, dates=(2,))
    for at in ("A1", "B1"):
        write.put(spot(at), date(2019, 4, 29))
    assert cell(root, "A1").findtext(f"{TAG}v") == "43584"
    assert "".join(cell(root, "B1").itertext()) == "29/04/2019"
    heights = Heights(root, wraps=set(), merge_of=lambda _where: None)
    old = SheetWriter(root, dates={2}, heights=heights, from_1904=True)
    old.put(spot("A1"), date(2019, 4, 29))
    assert cell(root, "A1").findtext(f"{TAG}v") == "42122"


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("=1+1", "=1+1"),
        ("Caffi’r Tŵr 🎉", "Caffi’r Tŵr 🎉"),
        ("one\r\ntwo\x00\x0b", "one\ntwo"),
        ("_x0041_ and _x_", "_x005F_x0041_ and _x_"),
        ("<b>&", "<b>&"),
    ],
)
def test_a_text_stays_a_text(given: str, held: str) -> None:
    root = sheet("")
    writer(root).put(spot("B2"), given)
    assert cell(root, "B2").get("t") == "inlineStr"
    assert cell(root, "B2").findtext(f"{TAG}is/{TAG}t") == held


@pytest.mark.parametrize("letter", ["x", "ŵ", "🎉"])
def test_a_text_that_no_cell_holds_is_cut_with_a_mark(letter: str) -> None:
    words = letter * 40_000
    found = fitted(words)
    assert is_cut(words)
    assert found.endswith(CUT)
    assert MOST_CHARACTERS - 1 <= len(found.encode("utf-16-le")) / 2 <= MOST_CHARACTERS
    assert set(found.removesuffix(CUT)) == {letter}
    assert fitted("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    assert not is_cut("x" * MOST_CHARACTERS)


def heights(root: Any) -> list[str | None]:
    return [row.get("ht") for row in root.iter(f"{TAG}row")]


def test_a_row_grows_with_its_text_unless_its_height_is_set() -> None:
    cells = "".join(f'<c r="{column}{{0}}" s="{WRAPS}"/>' for column in "AB")
    rows = "".join(
        f'<row r="{number}" ht="15"{own}>{cells.format(number)}</row>'
        for number, own in ((1, ""), (2, ' customHeight="1"'), (3, ""), (4, ""))
    )
    root = sheet(rows, '<cols><col min="1" max="1" width="20"/></cols>')
    write = writer(root)
    for at in ("A1", "A2"):
        write.put(spot(at), "a word " * 9)
    write.put(spot("B1"), "short")
    write.put(spot("A3"), 1)
    write.put(spot("A4"), "short")
    assert heights(root) == ["63", "15", "15", None]


def test_a_row_does_not_grow_where_nothing_wraps_or_several_rows_are_one() -> None:
    root = sheet(f'<row r="1" ht="15"><c r="A1"/></row><row r="2"><c r="A2" s="{WRAPS}"/></row>')
    write = writer(root, merged=(Area(spot("A2"), spot("A3")),))
    write.put(spot("A1"), "a\nb")
    write.put(spot("A2"), "a\nb")
    assert heights(root) == [None, None]


def test_merged_cells_are_as_wide_as_their_columns_and_lines_as_high_as_the_sheet_says() -> None:
    row = f'<row r="1"><c r="A1" s="{WRAPS}"/></row>'
    before = '<sheetFormatPr defaultColWidth="10" defaultRowHeight="12"/>'
    narrow, wide = sheet(row, before), sheet(row, before)
    writer(narrow).put(spot("A1"), "x" * 39)
    writer(wide, merged=(Area(spot("A1"), spot("B1")),)).put(spot("A1"), "x" * 39)
    assert (heights(narrow), heights(wide)) == (["63"], ["39"])


@pytest.mark.parametrize("rubbish", ["0", "-8", "nan", "inf", "wide", ""])
def test_rubbish_in_place_of_a_width_or_height_is_as_good_as_nothing(rubbish: str) -> None:
    told = f'<sheetFormatPr defaultColWidth="{rubbish}" defaultRowHeight="{rubbish}"/>'
    told += f'<cols><col min="1" max="1" width="{rubbish}"/></cols>'
    found = []
    for before in (told, ""):
        root = sheet(f'<row r="1"><c r="A1" s="{WRAPS}"/></row>', before)
        writer(root).put(spot("A1"), "x" * 20)
        found += heights(root)
    assert found == ["48", "48"]


def test_a_row_is_no_higher_than_excel_allows() -> None:
    root = sheet(f'<row r="1"><c r="A1" s="{WRAPS}"/></row>')
    writer(root).put(spot("A1"), "x" * 30_000)
    assert heights(root) == ["409"]


def test_the_sheets_own_word_for_its_size_grows() -> None:
    root = sheet('<row r="2" spans="2:3"><c r="B2"/></row>', '<dimension ref="B2:C4"/>')
    writer(root).put(spot("E2"), 1)
    assert root.find(f"{TAG}dimension").get("ref") == "B2:E4"
    assert root.find(f".//{TAG}row").get("spans") is None


def test_what_formulas_gave_is_forgotten_and_the_formulas_stay() -> None:
    root = sheet('<row r="1"><c r="A1" t="str"><f>B1</f><v>x</v></c><c r="B1"><v>2</v></c></row>')
    assert forget_results(root)
    assert cell(root, "A1").findtext(f"{TAG}f") == "B1"
    assert cell(root, "A1").find(f"{TAG}v") is None
    assert cell(root, "A1").get("t") is None
    assert cell(root, "B1").findtext(f"{TAG}v") == "2"
    assert not forget_results(sheet('<row r="1"><c r="A1"><v>2</v></c></row>'))


@pytest.mark.parametrize("calculation", ["", '<calcPr calcId="1" calcMode="manual"/>'])
def test_formulas_are_worked_out_on_load(calculation: str) -> None:
    root = etree.fromstring(
        f'<workbook xmlns="{MAIN}"><workbookPr/><sheets/><definedNames/>{calculation}<extLst/></workbook>'
    )
    recalculate_on_load(root)
    names = [etree.QName(one).localname for one in root]
    assert names == ["workbookPr", "sheets", "definedNames", "calcPr", "extLst"]
    assert root.find(f"{TAG}calcPr").get("fullCalcOnLoad") == "1"
