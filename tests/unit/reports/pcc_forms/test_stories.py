"""A form with a story under each project: its own row, then one merged over all columns."""

from typing import Any

import pytest

from base.errors import Refused
from reports.models import PccForm
from reports.pcc_forms.facts import Facts
from reports.pcc_forms.filling import fill
from reports.pcc_forms.mapping import Cell, Column, Map, Rows, problems
from reports.pcc_forms.places import spot
from reports.pcc_forms.reading import read
from tests.unit.reports.pcc_forms.office_forms import opened, saved, stories
from tests.unit.reports.pcc_forms.told import facts, project

QUARTERLY = PccForm.Kind.QUARTERLY
COLUMNS = (
    Column(1, "project-organisation"),
    Column(2, "project-name"),
    Column(3, "project-awarded"),
    Column(1, "project-progress", under=True),
)


def mapped(last: int | None = None, columns: tuple[Column, ...] = COLUMNS) -> Map:
    return Map(tables=(Rows("Projects", 1, 2, last, columns),))


def filled(given: Facts, content: bytes | None = None, what: Map | None = None) -> list[Any]:
    """The rows of the form, filled."""
    found = fill(
        name="form.xlsx",
        content=stories() if content is None else content,
        mapped=what or mapped(),
        kind=QUARTERLY,
        facts=given,
    )
    rows = opened(found.content)["Projects"].iter_rows(min_row=2, max_col=3, values_only=True)
    return list(rows)


def test_each_project_has_its_row_and_its_story_under_it() -> None:
    assert filled(facts(project(1), project(2))) == [
        ("Works 1", "Night café 1", 1000.05),
        ("It is open.", None, None),
        ("Works 2", "Night café 2", 2000.05),
        ("It is open.", None, None),
        (None, None, None),
        (None, None, None),
        (None, "Total", "=SUM(C2:C7)"),
    ]


def test_as_many_fit_as_there_are_pairs_of_rows() -> None:
    assert len(filled(facts(*map(project, (1, 2, 3))))) == 7
    with pytest.raises(Refused, match="has 3 rows to fill, and 4 are wanted"):
        filled(facts(*map(project, (1, 2, 3, 4))))


def test_a_story_needs_no_merged_row() -> None:
    file = opened(stories())
    for row in (3, 5, 7):
        file["Projects"].unmerge_cells(f"A{row}:C{row}")
    rows = filled(facts(project(1), project(2)), saved(file))
    assert [row[0] for row in rows[:4]] == ["Works 1", "It is open.", "Works 2", "It is open."]


def test_a_row_whose_story_would_stand_on_something_is_not_filled() -> None:
    file = opened(stories())
    file["Projects"]["A5"] = "For office use"
    with pytest.raises(Refused, match="has 1 row to fill, and 2 are wanted"):
        filled(facts(project(1), project(2)), saved(file))
    file["Projects"]["A5"] = None
    file["Projects"].unmerge_cells("A7:C7")
    file["Projects"]["B7"] = "Total"
    with pytest.raises(Refused, match="has 2 rows to fill, and 3 are wanted"):
        filled(facts(*map(project, (1, 2, 3))), saved(file))


def test_nor_one_where_a_single_cell_of_the_map_stands() -> None:
    file = opened(stories())
    file["Projects"].unmerge_cells("A5:C5")
    single = Map((Cell("Projects", spot("B5"), "round-title"),), mapped().tables)
    with pytest.raises(Refused, match="has 1 row to fill, and 2 are wanted"):
        filled(facts(project(1), project(2)), saved(file), single)


def test_with_a_last_row_what_was_told_before_is_emptied() -> None:
    once = fill(
        name="form.xlsx",
        content=stories(),
        mapped=mapped(),
        kind=QUARTERLY,
        facts=facts(project(1), project(2)),
    )
    rows = filled(facts(project(3)), once.content, mapped(last=7))
    assert [row[0] for row in rows[:4]] == ["Works 3", "It is open.", None, None]
    with pytest.raises(Refused, match="has 2 rows to fill, and 3 are wanted"):
        filled(facts(*map(project, (1, 2, 3))), what=mapped(last=6))


def test_one_place_is_filled_once_and_the_row_under_is_another_place() -> None:
    book = read("form.xlsx", stories())
    assert problems(mapped(), book, QUARTERLY) == []
    single = Map((Cell("Projects", spot("A3"), "round-title"),), mapped().tables)
    [words] = problems(single, book, QUARTERLY)
    assert "stands in the rows of a table" in words
    twice = mapped(columns=(*COLUMNS, Column(1, "project-issues", under=True)))
    [words] = problems(twice, book, QUARTERLY)
    assert "column A, in the row under each is given two fields" in words
    [words] = problems(
        mapped(columns=(Column(2, "project-progress", under=True),)), book, QUARTERLY
    )
    assert "part of a merged cell in row 3" in words
