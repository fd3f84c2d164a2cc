"""What a form's own words are taken for."""

from typing import Any

import pytest
from openpyxl.styles import Border, Protection, Side

from reports.models import PccForm
from reports.pcc_forms.fields import fields, of_cells, of_columns
from reports.pcc_forms.likeness import best, likeness, words_of
from reports.pcc_forms.mapping import Cell, Column, Map, Rows, problems
from reports.pcc_forms.places import letters
from reports.pcc_forms.reading import read
from reports.pcc_forms.suggest import Suggestions, suggest
from tests.unit.reports.pcc_forms.office_forms import (
    business_case,
    opened,
    quarterly,
    saved,
    stories,
    with_table,
)
from tests.workbooks import workbook

Kind = PccForm.Kind


def of(content: bytes, kind: str = Kind.QUARTERLY) -> Suggestions:
    return suggest(read("form.xlsx", content), kind)


def cells(found: Suggestions) -> dict[str, str]:
    return {str(one.where): one.field for one in found.labels}


def columns(found: Suggestions, place: int = 0) -> dict[str, str]:
    return {letters(one.column): one.field for one in found.tables[place].columns}


def test_words_are_brought_to_one_form() -> None:
    assert words_of("Please enter the Name of your Org.:") == ("name", "organisation")
    assert words_of("PCC Priorities (£)") == ("pcc", "priority")
    assert words_of("No. of beneficiaries") == ("number", "beneficiary")
    assert words_of("") == ()


def test_likeness_allows_a_slip_of_the_pen_and_counts_weak_words_less() -> None:
    assert likeness(("beneficiary",), ("beneficary",)) == 1
    assert likeness(("total", "spend"), ("spend",)) > likeness(("rag", "spend"), ("spend",))
    assert likeness((), ()) == 0
    assert likeness(("spend",), ("award",)) == 0


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Ref", "project-reference"),
        ("Project Title", "project-name"),
        ("Name of organisation", "project-organisation"),
        ("Grant awarded (£)", "project-awarded"),
        ("Actual spend to date", "project-spent"),
        ("Expenditure this quarter", "project-spent-now"),
        ("Forecast outturn", "project-forecast"),
        ("Reason for any underspend", "project-underspend-reason"),
        ("RAG rating", "project-rag"),
        ("No. of beneficiaries", "project-reached"),
        ("Comments", "project-progress"),
        ("Which PCC priorities does it meet?", "project-pcc-priorities"),
        ("Telephone", ""),
        ("No.", ""),
        ("Total", ""),
    ],
)
def test_a_heading_is_known_by_its_words(label: str, field: str) -> None:
    known = [one for one in fields(Kind.QUARTERLY) if one.of in of_columns(Kind.QUARTERLY)]
    assert best(label, known)[1] == field


def test_every_field_is_found_by_its_own_label() -> None:
    for kind in Kind:
        for places in (of_cells(kind), of_columns(kind)):
            known = [one for one in fields(kind) if one.of in places]
            wrong = {one.key: best(str(one.label), known)[1] for one in known}
            assert [key for key, found in wrong.items() if found != key] == []


def test_a_quarterly_form_is_found_out() -> None:
    found = of(quarterly())
    assert cells(found) == {
        "B3": "round-partnership",
        "B4": "round-allocation",
        "B5": "round-period",
        "B6": "round-on",
        "B7": "round-received",
    }
    assert [(table.sheet, table.row) for table in found.tables] == [("Projects", 7)]
    assert columns(found) == {
        "B": "project-name",
        "C": "project-organisation",
        "D": "project-starts",
        "E": "project-awarded",
        "F": "project-spent",
        "H": "project-rag",
        "I": "project-progress",
    }


def test_a_business_case_is_found_out() -> None:
    found = of(business_case(), Kind.BUSINESS_CASE)
    assert cells(found) == {
        "B3": "project-name",
        "B4": "project-organisation",
        "B5": "project-contact-name",
        "B6": "project-contact-email",
        "B7": "project-requested",
        "B8": "project-starts",
        "A11": "project-summary",
    }
    assert columns(found) == {"A": "cost-category", "B": "cost-description", "C": "cost-amount"}


@pytest.mark.parametrize("content", [quarterly(), business_case(), with_table(), stories()])
@pytest.mark.parametrize("kind", Kind.values)
def test_what_is_suggested_always_fits_the_form(content: bytes, kind: str) -> None:
    book = read("form.xlsx", content)
    found = suggest(book, kind)
    tables = tuple(
        Rows(
            table.sheet,
            table.row,
            table.row + 1,
            None,
            tuple(Column(one.column, one.field, one.under) for one in table.columns if one.field),
        )
        for table in found.tables
    )
    single = tuple(Cell(one.sheet, one.where, one.field) for one in found.labels if one.field)
    assert problems(Map(single, tables), book, kind) == []


def test_a_table_of_excels_own_is_found_by_one_known_heading() -> None:
    assert columns(of(with_table()))["A"] == "project-reference"


def test_a_heading_under_another_is_read_with_it() -> None:
    content = workbook(
        {"P": (["Project title", "Spend", None, "RAG"], [[None, "Apples", "This quarter", None]])}
    )
    file = opened(content)
    file["P"].merge_cells("B1:C1")
    file["P"].merge_cells("A1:A2")
    file["P"].merge_cells("D1:D2")
    found = of(saved(file))
    assert columns(found) == {
        "A": "project-name",
        "B": "project-spent",
        "C": "project-spent-now",
        "D": "project-rag",
    }


def test_a_field_is_suggested_for_one_column_of_a_table_alone() -> None:
    found = of(workbook({"P": (["Scheme name", "Project title", "RAG"], [])}))
    assert columns(found) == {"A": "", "B": "project-name", "C": "project-rag"}


def test_a_column_that_shows_money_is_not_for_words() -> None:
    file = opened(workbook({"P": (["Ref", "Recommended", "From", "Project title"], [])}))
    assert columns(of(saved(file), Kind.PROPOSALS))["B"] == "project-recommendation"
    file["P"]["B2"].number_format = "£#,##0.00"
    file["P"]["C2"].number_format = "dd/mm/yyyy"
    found = columns(of(saved(file), Kind.PROPOSALS))
    assert (found["B"], found["C"]) == ("project-recommended", "project-starts")
    file["P"]["C2"].number_format = "0.00"
    file["P"]["A2"].number_format = "dd/mm/yyyy"
    found = columns(of(saved(file), Kind.PROPOSALS))
    assert (found["A"], found["C"]) == ("", "")


def test_a_number_without_a_look_of_its_own_may_be_words() -> None:
    file = opened(workbook({"P": (["Reference", "Charity number", "RAG"], [])}))
    file["P"]["B2"].number_format = "0"
    assert columns(of(saved(file)))["B"] == "project-charity"


def test_a_target_and_what_came_of_it_are_told_apart() -> None:
    names = ["Ref", "Beneficiaries - target", "Beneficiaries - actual"]
    found = columns(of(workbook({"P": (names, [])})))
    assert (found["B"], found["C"]) == ("project-target", "project-reached")


def test_the_row_under_each_project_is_for_its_story() -> None:
    [table] = of(stories()).tables
    assert [(one.column, one.field, one.under) for one in table.columns] == [
        (1, "project-organisation", False),
        (2, "project-name", False),
        (3, "project-awarded", False),
        (1, "project-progress", True),
    ]
    early = of(stories(), Kind.PROPOSALS).tables[0].columns[-1]
    assert (early.field, early.under) == ("project-summary", True)


def test_what_has_a_column_of_its_own_is_not_told_again_under_it() -> None:
    file = opened(stories())
    file["Projects"]["C1"] = "Progress"
    last = of(saved(file)).tables[0].columns[-1]
    assert (last.field, last.under) == ("", True)


def test_a_row_under_that_holds_something_is_the_forms_own() -> None:
    file = opened(stories())
    file["Projects"]["A3"] = "For office use"
    assert not [one for one in of(saved(file)).tables[0].columns if one.under]


def test_what_is_signed_below_the_total_of_a_table_is_found() -> None:
    names = ["Reference", "Project title", "RAG"]
    content = workbook(
        {"P": (names, [[None], ["Signed"], ["Total"], ["Completed by"], ["Signed date"]])}
    )
    assert cells(of(content)) == {"B5": "round-by", "B6": "round-on"}


def sheet_with(**cells: Any) -> Any:
    file = opened(workbook({"S": ([], [])}))
    for at, words in cells.items():
        file["S"][at] = words
    return file


def test_a_box_is_rather_filled_than_what_is_next_to_the_label() -> None:
    file = sheet_with(A1="Total allocation", A3="Financial year")
    line = Side("thin")
    file["S"]["C1"].border = Border(line, line, line, line)
    file["S"].merge_cells("A4:C6")
    assert cells(of(saved(file))) == {"C1": "round-allocation", "A4": "round-year"}


def test_what_stands_beside_a_label_already_is_left_alone() -> None:
    file = sheet_with(A1="Total allocation", B1=40_000, A3="Quarter", B3="=A1")
    file["S"].merge_cells("A5:C5")
    file["S"]["A5"] = "Police and Crime Commissioner"
    assert cells(of(saved(file))) == {}


def test_questions_that_mean_no_field_are_listed_and_explanations_are_not() -> None:
    file = sheet_with(A1="Telephone:", A3="x" * 200, A5="How to fill this in")
    assert cells(of(saved(file))) == {"B1": ""}


def test_labels_are_shown_without_marks_that_turn_them_round() -> None:
    found = of(saved(sheet_with(A1="Total \u202eallocation")))
    assert [(one.words, one.field) for one in found.labels] == [
        ("Total allocation", "round-allocation")
    ]


def test_on_a_protected_sheet_only_cells_that_are_not_locked_are_offered() -> None:
    file = sheet_with(A1="Total allocation", A3="Financial year")
    file["S"]["B3"].protection = Protection(locked=False)
    file["S"].protection.sheet = True
    assert cells(of(saved(file))) == {"B3": "round-year"}
    file["S"]["B3"].protection = Protection(locked=True)
    assert set(cells(of(saved(file)))) == {"B1", "B3"}


def test_hidden_sheets_are_passed_over_and_a_form_without_words_suggests_nothing() -> None:
    assert of(workbook({"S": ([], [])})) == Suggestions([], [])
    file = opened(workbook({"S": ([], []), "H": (["Reference", "Project title", "RAG"], [])}))
    file["H"].sheet_state = "veryHidden"
    assert of(saved(file)) == Suggestions([], [])
