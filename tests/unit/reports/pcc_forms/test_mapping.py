"""The map of a form: read, checked against the file, and kept for another version of it."""

from dataclasses import replace
from typing import Any

import pytest

from base.errors import Refused
from reports.models import PccForm
from reports.pcc_forms.mapping import (
    Cell,
    Column,
    Map,
    Rows,
    fitting,
    from_json,
    problems,
    settled,
)
from reports.pcc_forms.places import number, spot
from reports.pcc_forms.reading import Book, read
from tests.unit.reports.pcc_forms.office_forms import (
    business_case,
    opened,
    quarterly,
    saved,
    with_array,
)

QUARTERLY, CASE = PccForm.Kind.QUARTERLY, PccForm.Kind.BUSINESS_CASE
CELL = Cell("Summary", spot("B4"), "round-allocation")
TABLE = Rows(
    "Projects",
    7,
    8,
    None,
    (Column(number("B"), "project-name"), Column(number("E"), "project-awarded")),
)
MAP = Map((CELL,), (TABLE,))


@pytest.fixture(scope="module")
def book() -> Book:
    return read("form.xlsx", quarterly())


def of_cell(at: str, field: str = "round-allocation", sheet: str = "Summary") -> Map:
    return Map((Cell(sheet, spot(at), field),))


def of_table(*columns: tuple[str, str], **changes: Any) -> Map:
    made = tuple(Column(number(letter), field) for letter, field in columns)
    return Map(tables=(replace(TABLE, columns=made or TABLE.columns, **changes),))


def test_a_map_is_read_as_it_is_kept() -> None:
    assert from_json(MAP.to_json()) == MAP
    under = Map(tables=(replace(TABLE, columns=(Column(2, "project-progress", under=True),)),))
    assert from_json(under.to_json()) == under
    assert from_json({}) == Map()
    assert (MAP.count, MAP.is_empty, Map().is_empty) == (3, False, True)
    assert MAP.keys == {"round-allocation", "project-name", "project-awarded"}


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        {"cells": [{"sheet": "Summary", "cell": "4C", "field": "x"}]},
        {"cells": [{"sheet": "Summary", "cell": "C4"}]},
        {"cells": 7},
        {"tables": [{"sheet": "Projects", "header": 7, "first": "x", "last": None, "columns": []}]},
        {"tables": [{"sheet": "Projects", "header": 7, "first": 8}]},
    ],
)
def test_what_is_no_map_is_refused(kept: object) -> None:
    with pytest.raises(Refused, match="Map it again"):
        from_json(kept)


def test_a_map_that_fits_has_no_problems(book: Book) -> None:
    assert problems(MAP, book, QUARTERLY) == []


@pytest.mark.parametrize(
    ("mapped", "words"),
    [
        (of_cell("B4", sheet="Sumary"), "no sheet “Sumary”. The sheets are: Summary, Projects"),
        (of_cell("B4", "round-nothing"), "“round-nothing”, which this kind of form does not have"),
        (of_cell("B4", "project-name"), "“Project”, which this kind of form does not have"),
        (of_cell("B4", "round-recommended"), "which this kind of form does not have"),
        (of_cell("C3", "round-partnership"), "part of a merged cell"),
        (of_cell("B9"), "holds a formula"),
        (Map((CELL, replace(CELL, field="round-paid"))), "B4 is given two fields"),
        (Map((CELL, replace(CELL, sheet="SUMMARY"))), "B4 is given two fields"),
        (of_table(sheet="Project"), "There is no sheet “Project”"),
        (of_table(header=8), "must come after the row of headings"),
        (of_table(header=0), "must come after the row of headings"),
        (of_table(last=7), "must not come before the first"),
        (of_table(last=2_000_000), "must not come before the first"),
        (of_table(("B", "round-paid")), "column B is to be filled with “Paid to projects”"),
        (of_table(("B", "project-rank")), "which the rows of this kind of form do not have"),
        (of_table(("B", "project-nothing")), "“project-nothing”, which the rows"),
        (of_table(("B", "project-name"), ("B", "project-spent")), "column B is given two fields"),
        (of_table(("G", "project-underspend")), "column G holds formulas"),
        (of_table(("E", "project-awarded"), last=13), "column E holds formulas"),
        (Map((Cell("Projects", spot("B8"), "round-year"),), (TABLE,)), "in the rows of a table"),
    ],
)
def test_what_does_not_fit_is_said(book: Book, mapped: Map, words: str) -> None:
    found = problems(mapped, book, QUARTERLY)
    assert len(found) == 1
    assert words in found[0]


def test_a_business_case_has_single_cells_of_its_project_and_rows_of_costs_or_measures() -> None:
    book = read("form.xlsx", business_case())
    name = Cell("Business case", spot("B3"), "project-name")
    cost = Column(1, "cost-category")
    table = Rows("Business case", 16, 17, None, (cost,))
    assert problems(Map((name,), (table,)), book, CASE) == []
    mixed = replace(table, columns=(cost, Column(2, "measure-name")))
    assert "about something else" in problems(Map((), (mixed,)), book, CASE)[0]
    rows = replace(table, columns=(Column(1, "project-name"),))
    assert "which the rows of this kind" in problems(Map((), (rows,)), book, CASE)[0]


def test_a_column_that_one_formula_fills_is_a_problem() -> None:
    book = read("form.xlsx", with_array("I8:I9"))
    assert (
        "column I holds formulas" in problems(of_table(("I", "project-name")), book, QUARTERLY)[0]
    )
    below = of_table(("I", "project-name"), header=8, first=9)
    assert "column I holds formulas" in problems(below, book, QUARTERLY)[0]


def test_a_column_that_is_merged_into_another_is_a_problem() -> None:
    file = opened(quarterly())
    file["Projects"].merge_cells("B8:C8")
    book = read("form.xlsx", saved(file))
    assert (
        "column C is part of a merged cell"
        in problems(of_table(("C", "project-name")), book, QUARTERLY)[0]
    )
    assert problems(of_table(("B", "project-name")), book, QUARTERLY) == []


def test_a_cell_within_a_merged_one_moves_to_where_that_is_written(book: Book) -> None:
    found, moved = settled(of_cell("D3", "round-partnership"), book)
    assert found == of_cell("B3", "round-partnership")
    assert moved == ["Summary, cell D3 is part of the merged cell B3:D3, so B3 is filled."]
    assert settled(MAP, book) == (MAP, [])


def test_what_fits_another_version_of_the_file_is_kept() -> None:
    file = opened(quarterly())
    file["Summary"]["B4"] = "=1"
    file["Projects"]["B8"] = "=2"
    newer = read("form.xlsx", saved(file))
    kept, left = fitting(
        replace(MAP, cells=(CELL, of_cell("B7", "round-received").cells[0])), newer, QUARTERLY
    )
    assert kept == Map(
        of_cell("B7", "round-received").cells, of_table(("E", "project-awarded")).tables
    )
    assert len(left) == 2
    file = opened(quarterly())
    file.remove(file["Projects"])
    kept, left = fitting(MAP, read("form.xlsx", saved(file)), QUARTERLY)
    assert kept == Map((CELL,))
    assert "There is no sheet “Projects”" in left[0]
