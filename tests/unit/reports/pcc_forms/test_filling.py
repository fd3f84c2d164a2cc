"""A form filled: what is written, what is left alone, what does not fit."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from lxml import etree

from base.errors import Refused
from monitoring.models import Return
from reports.models import PccForm
from reports.pcc_forms.cells import CUT
from reports.pcc_forms.facts import Cost, Facts
from reports.pcc_forms.filling import Filled, fill
from reports.pcc_forms.mapping import Cell, Column, Map, Rows
from reports.pcc_forms.places import number, spot
from tests.unit.reports.pcc_forms.office_forms import (
    FIRST,
    TOTAL,
    business_case,
    opened,
    parts,
    quarterly,
    saved,
    text,
    with_array,
    with_table,
)
from tests.unit.reports.pcc_forms.told import facts, project
from tests.workbooks import edited

CELLS = {
    "B3": "round-partnership",
    "B4": "round-allocation",
    "B5": "round-period",
    "B6": "round-on",
    "B7": "round-received",
}
COLUMNS = {
    "B": "project-name",
    "C": "project-organisation",
    "D": "project-starts",
    "E": "project-awarded",
    "F": "project-spent",
    "H": "project-rag",
    "I": "project-progress",
}


def table(columns: dict[str, str], **changes: Any) -> Rows:
    made = tuple(Column(number(letter), field) for letter, field in columns.items())
    return replace(Rows("Projects", FIRST - 1, FIRST, None, made), **changes)


MAP = Map(tuple(Cell("Summary", spot(at), field) for at, field in CELLS.items()), (table(COLUMNS),))


def filled(
    given: Facts,
    content: bytes | None = None,
    mapped: Map = MAP,
    kind: str = PccForm.Kind.QUARTERLY,
) -> Filled:
    held = quarterly() if content is None else content
    return fill(name="form.xlsx", content=held, mapped=mapped, kind=kind, facts=given)


def row(sheet: Any, number: int) -> list[Any]:
    return [cell.value for cell in sheet[number]][:9]


def test_the_mapped_cells_hold_the_facts() -> None:
    found = filled(facts(project(1), project(2)))
    book = opened(found.content)
    summary, sheet = book["Summary"], book["Projects"]
    assert [summary[at].value for at in CELLS] == [
        "Partnership of Tŵr",
        40_000.5,
        "Quarter 1",
        datetime(2019, 7, 9),  # noqa: DTZ001  # a spreadsheet's dates have no zone
        20_000,
    ]
    started = datetime(2019, 4, 29)  # noqa: DTZ001
    first = ["Night café 1", "Works 1", started, 1000.05, 400, "=E8-F8", "Green", "It is open."]
    assert row(sheet, FIRST) == [1, *first]
    assert row(sheet, FIRST + 1)[4] == 2000.05
    assert row(sheet, FIRST + 2)[1:6] == [None] * 5
    assert sheet[f"E{TOTAL}"].value == "=SUM(E8:E12)"
    assert (len(found.rows[0][1]), found.notes) == (2, [])


def test_every_other_part_is_byte_for_byte_the_same() -> None:
    before = quarterly()
    after = filled(facts(project(1)), before).content
    written = {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == written
    assert any("media" in name for name in old)
    assert any("chart" in name for name in old)


def test_within_a_sheet_nothing_but_cells_changes() -> None:
    def rest(content: bytes) -> list[bytes]:
        root = etree.fromstring(parts(content)["xl/worksheets/sheet2.xml"])
        return [etree.tostring(one) for one in root if not one.tag.endswith("sheetData")]

    before, after = quarterly(), filled(facts(project(1))).content
    assert rest(before) == rest(after)
    assert b"sheetProtection" in b"".join(rest(after))
    assert b"dataValidation" in b"".join(rest(after))
    assert b"conditionalFormatting" in b"".join(rest(after))
    was, now = opened(before)["Projects"], opened(after)["Projects"]
    assert now.protection.sheet
    for cells in was.iter_rows():
        for cell in cells:
            assert now[cell.coordinate].style_id == cell.style_id


def test_formulas_stay_and_what_they_gave_is_worked_out_anew() -> None:
    assert "<v>999</v>" in text(quarterly(), "xl/worksheets/sheet1.xml")
    after = filled(facts(project(1))).content
    assert opened(after, values=True)["Summary"]["B9"].value is None
    assert opened(after)["Summary"]["B9"].value == "=Projects!E13"
    assert "fullCalcOnLoad" not in text(quarterly(), "xl/workbook.xml")
    assert 'fullCalcOnLoad="1"' in text(after, "xl/workbook.xml")


def test_the_same_facts_give_the_same_bytes() -> None:
    given, form = facts(project(1), project(2)), quarterly()
    assert filled(given, form).content == filled(given, form).content


def test_a_form_that_was_filled_is_filled_again() -> None:
    once = filled(facts(project(1), project(2))).content
    ended = Map(MAP.cells, (table(COLUMNS, last=TOTAL - 1),))
    again = opened(filled(facts(project(3)), once, ended).content)["Projects"]
    assert [again.cell(at, 2).value for at in (FIRST, FIRST + 1)] == ["Night café 3", None]


def test_no_projects_leave_the_rows_empty() -> None:
    found = filled(facts())
    assert row(opened(found.content)["Projects"], FIRST)[1] is None
    assert found.rows[0][1] == []


def test_as_many_projects_fit_as_there_are_rows_above_the_total() -> None:
    whole = facts(*(project(number) for number in range(1, 6)))
    assert opened(filled(whole).content)["Projects"]["B12"].value == "Night café 5"


def test_more_projects_than_rows_are_refused_with_those_that_do_not_fit() -> None:
    many = facts(*(project(number) for number in range(1, 8)))
    with pytest.raises(Refused, match="has 5 rows to fill, and 7 are wanted") as refused:
        filled(many)
    said = str(refused.value)
    assert "Row 13 holds something of the form’s own" in said
    assert "CSP19-006 Night café 6; CSP19-007 Night café 7. Add rows" in said
    assert "CSP19-005" not in said


def test_of_very_many_that_do_not_fit_some_are_named() -> None:
    with pytest.raises(Refused, match="480 more") as refused:
        filled(facts(*(project(number) for number in range(1, 506))))
    assert len(str(refused.value)) < 2_000


@pytest.mark.parametrize("label", ["Total", "Sub total:", "TOTALS", "Total spend"])
def test_the_rows_end_before_a_total_without_a_formula(label: str) -> None:
    file = opened(quarterly())
    file["Projects"]["A10"] = label
    with pytest.raises(Refused, match="has 2 rows to fill, and 3 are wanted"):
        filled(facts(*map(project, (1, 2, 3))), saved(file))


def test_the_rows_end_before_cells_that_one_formula_fills() -> None:
    names = Map(tables=(table({"H": "project-name"}),))
    whole = with_array("I9:I10")
    assert len(filled(facts(*map(project, (1, 2, 3))), whole, names).rows[0][1]) == 3
    with pytest.raises(Refused, match="has 1 row to fill, and 3 are wanted"):
        filled(facts(*map(project, (1, 2, 3))), whole, Map(tables=(table({"I": "project-name"}),)))
    after = Map(tables=(table({"I": "project-name"}, header=9, first=10),))
    with pytest.raises(Refused, match="column I holds formulas"):
        filled(facts(project(1)), whole, after)


def test_the_rows_end_before_a_single_cell_of_the_map() -> None:
    mapped = Map((Cell("Projects", spot("B10"), "round-by"),), MAP.tables)
    with pytest.raises(Refused, match="has 2 rows to fill, and 3 are wanted"):
        filled(facts(*map(project, (1, 2, 3))), mapped=mapped)


def test_rows_merged_into_one_hold_one_project() -> None:
    file = opened(quarterly())
    file["Projects"].merge_cells("B8:B9")
    sheet = opened(filled(facts(project(1), project(2)), saved(file)).content)["Projects"]
    assert [sheet.cell(at, 2).value for at in (8, 10)] == ["Night café 1", "Night café 2"]
    assert [sheet.cell(at, 3).value for at in (8, 9, 10)] == ["Works 1", None, "Works 2"]


def test_a_row_in_which_columns_are_merged_holds_no_project() -> None:
    file = opened(quarterly())
    file["Projects"].merge_cells("B9:D9")
    sheet = opened(filled(facts(project(1), project(2)), saved(file)).content)["Projects"]
    assert [sheet.cell(at, 2).value for at in (8, 9, 10)] == ["Night café 1", None, "Night café 2"]
    assert [sheet.cell(at, 5).value for at in (8, 9, 10)] == [1000.05, None, 2000.05]


def test_a_cell_in_a_merged_one_is_written_where_that_is_and_said() -> None:
    mapped = Map((Cell("Summary", spot("C3"), "round-title"),))
    found = filled(facts(), mapped=mapped)
    assert opened(found.content)["Summary"]["B3"].value == "Safer grant"
    assert found.notes == ["Summary, cell C3 is part of the merged cell B3:D3, so B3 is filled."]


def test_a_form_without_a_map_is_refused() -> None:
    with pytest.raises(Refused, match="Nothing of this form is mapped yet"):
        filled(facts(), mapped=Map())


def test_a_map_that_does_not_fit_is_refused_and_says_where() -> None:
    mapped = Map((Cell("Summary", spot("B9"), "round-title"), Cell("X", spot("A1"), "round-title")))
    with pytest.raises(Refused, match=r"B9 holds a formula(.|\n)*There is no sheet “X”"):
        filled(facts(), mapped=mapped)


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "Caffi’r Tŵr 🎉", "a\nb", "<&>"])
def test_what_projects_write_stays_a_text(words: str) -> None:
    given = facts(project(1, sent=Return(rag="red", progress=words)))
    cell = opened(filled(given).content)["Projects"]["I8"]
    assert (cell.value, cell.data_type) == (words, "s")


def test_control_characters_are_left_out_and_long_texts_cut_with_a_mark() -> None:
    given = facts(project(1, sent=Return(rag="red", progress="\x00\x1b" + "x" * 40_000)))
    found = filled(given)
    held = opened(found.content)["Projects"]["I8"].value
    assert len(held) == 32_767
    assert held.endswith(CUT)
    assert found.notes == [
        "“Progress” in Projects, cell I8 is longer than the 32,767 characters that a cell holds. "
        "It is cut there, and says so."
    ]
    whole = facts(project(1, sent=Return(rag="red", progress="x" * 30_000)))
    assert filled(whole).notes == []


def test_a_project_that_has_not_reported_is_named_and_its_cells_are_empty() -> None:
    found = filled(facts(project(1), project(2, sent=None)))
    sheet = opened(found.content)["Projects"]
    assert [sheet[at].value for at in ("F9", "H9", "I9", "E9")] == [None, None, None, 2000.05]
    assert found.notes == [
        "1 project has no accepted return for “Quarter 1”, so what it says is left empty: "
        "CSP19-002 Night café 2."
    ]
    names_only = Map(tables=(table({"B": "project-name"}),))
    assert filled(facts(project(2, sent=None)), mapped=names_only).notes == []


def test_projects_that_are_left_out_are_named() -> None:
    later = tuple(project(number, sent=None) for number in range(2, 24))
    assert filled(facts(project(1), later=later[:1])).notes == [
        "1 project was awarded after “Quarter 1” ended, and is left out: CSP19-002 Night café 2."
    ]
    [words] = filled(facts(project(1), later=later)).notes
    assert words.startswith("22 projects were awarded after “Quarter 1” ended, and are left out: ")
    assert words.endswith("CSP19-021 Night café 21; 2 more.")


def test_a_business_case_is_about_one_project() -> None:
    mapped = Map(
        (Cell("Business case", spot("B3"), "project-name"),
         Cell("Business case", spot("B5"), "project-contact-name"),
         Cell("Business case", spot("C12"), "project-summary")),
        (Rows("Business case", 16, 17, None, (Column(1, "cost-category"), Column(3, "cost-amount"))),),
    )  # fmt: skip
    one = project(1, budget=(Cost("staffing", "A worker", 40_000), Cost("rent", "Hall", 1)))
    one.bid.contact_name, one.bid.summary = "Ann", "A café."
    found = filled(facts(one), business_case(), mapped, PccForm.Kind.BUSINESS_CASE)
    sheet = opened(found.content)["Business case"]
    held = [sheet[at].value for at in ("B3", "B5", "A11", "A17", "C17", "A18", "C18", "A19")]
    assert held == ["Night café 1", "Ann", "A café.", "staffing", 400, "rent", 0.01, None]
    six = replace(one, budget=tuple(Cost(str(n), "", 1) for n in range(6)))
    with pytest.raises(Refused, match="has 5 rows to fill, and 6 are wanted"):
        filled(facts(six), business_case(), mapped, PccForm.Kind.BUSINESS_CASE)


def in_table(content: bytes, *numbers: int) -> bytes:
    mapped = Map(
        tables=(table({"A": "project-reference", "B": "project-awarded"}, header=1, first=2),)
    )
    return filled(facts(*map(project, numbers)), content, mapped).content


def test_a_table_of_excels_own_grows_over_what_is_filled() -> None:
    assert opened(in_table(with_table(2), 1, 2, 3, 4))["Projects"].tables["Projects"].ref == "A1:B5"
    assert opened(in_table(with_table(4), 1, 2))["Projects"].tables["Projects"].ref == "A1:B5"


def test_a_table_with_a_row_of_totals_does_not_grow() -> None:
    whole = with_table(2, totals=True)
    assert opened(in_table(whole, 1, 2))["Projects"]["A4"].value == "Sum of all"
    with pytest.raises(Refused, match="has 2 rows to fill, and 3 are wanted"):
        in_table(whole, 1, 2, 3)


def test_dates_are_counted_as_the_form_counts_them() -> None:
    old = edited(quarterly(), "xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"')
    started = opened(filled(facts(project(1)), old).content)["Projects"]["D8"].value
    assert started == datetime(2019, 4, 29)  # noqa: DTZ001
