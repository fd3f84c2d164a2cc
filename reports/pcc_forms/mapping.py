"""Which cells and columns of a form are filled with which fields, and whether that fits the form.

Kept as JSON::

    {"cells": [{"sheet": "Summary", "cell": "C4", "field": "round-allocation"}],
     "tables": [{"sheet": "Projects", "header": 7, "first": 8, "last": null,
                 "columns": [{"column": "B", "field": "project-reference"}]}]}

``first`` and ``last`` are the rows to fill. Without a last one they go down until the form has
something of its own. A column with ``"under": true`` is filled in the row under each project's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from base.errors import Refused
from reports.models import PccForm
from reports.pcc_forms.field import Field, Of
from reports.pcc_forms.fields import BY_KEY, fields, of_cells, of_columns
from reports.pcc_forms.places import MOST_ROWS, Spot, letters, number, spot
from reports.pcc_forms.reading import Book, Sheet


@dataclass(frozen=True)
class Cell:
    """A cell that is filled with a field."""

    sheet: str
    where: Spot
    field: str

    def __str__(self) -> str:
        return _("%(sheet)s, cell %(cell)s") % {"sheet": self.sheet, "cell": self.where}


@dataclass(frozen=True)
class Column:
    """A column of a table that is filled with a field."""

    column: int
    field: str
    under: bool = False
    """Whether it is filled in the row under each one's own, as a story under each project is."""

    def __str__(self) -> str:
        column = letters(self.column)
        return _("%(column)s, in the row under each") % {"column": column} if self.under else column

    def at(self, row: int) -> Spot:
        """Its cell for what has its own row there."""
        return Spot(row + self.under, self.column)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        kept = {"column": letters(self.column), "field": self.field}
        return {**kept, "under": True} if self.under else kept


@dataclass(frozen=True)
class Rows:
    """A table of the form: the row of its headings, the rows to fill, and its columns."""

    sheet: str
    header: int
    first: int
    last: int | None = None
    columns: tuple[Column, ...] = ()

    def __str__(self) -> str:
        return _("%(sheet)s, the table under row %(row)s") % {
            "sheet": self.sheet,
            "row": self.header,
        }

    @property
    def of(self) -> Of | None:
        """What its rows are about; nothing where no column of it is filled."""
        known = (BY_KEY.get(one.field) for one in self.columns)
        return next((field.of for field in known if field), None)


@dataclass(frozen=True)
class Map:
    """Everything of a form that is filled."""

    cells: tuple[Cell, ...] = ()
    tables: tuple[Rows, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled."""
        return not self.cells and not any(table.columns for table in self.tables)

    @property
    def count(self) -> int:
        """How many cells and columns are filled."""
        return len(self.cells) + sum(len(table.columns) for table in self.tables)

    @property
    def keys(self) -> set[str]:
        """The fields that it uses."""
        columns = (one.field for table in self.tables for one in table.columns)
        return {*(one.field for one in self.cells), *columns}

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "cells": [
                {"sheet": one.sheet, "cell": str(one.where), "field": one.field}
                for one in self.cells
            ],
            "tables": [
                {
                    "sheet": table.sheet,
                    "header": table.header,
                    "first": table.first,
                    "last": table.last,
                    "columns": [one.to_json() for one in table.columns],
                }
                for table in self.tables
            ],
        }


def from_json(kept: Any) -> Map:
    """The map that was kept. Raises ``Refused`` for what is none."""
    try:
        cells = tuple(
            Cell(str(one["sheet"]), spot(one["cell"]), str(one["field"]))
            for one in kept.get("cells", [])
        )
        return Map(cells, tuple(_rows(one) for one in kept.get("tables", [])))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused(_("The map of this form cannot be read. Map it again.")) from None


def map_of(form: PccForm) -> Map:
    """The map of a form, for a page; where none can be read the form is to be mapped again."""
    try:
        return from_json(form.map)
    except Refused:
        return Map()


def _rows(kept: dict[str, Any]) -> Rows:
    columns = (
        Column(number(one["column"]), str(one["field"]), bool(one.get("under")))
        for one in kept["columns"]
    )
    last = None if kept["last"] is None else int(kept["last"])
    return Rows(str(kept["sheet"]), int(kept["header"]), int(kept["first"]), last, tuple(columns))


def settled(mapped: Map, book: Book) -> tuple[Map, list[str]]:
    """The map with every cell that is part of a merged one moved to where that is written, and what moved."""
    cells, moved = [], []
    for cell in mapped.cells:
        sheet = book.sheet(cell.sheet)
        where = sheet.top_left(cell.where) if sheet else cell.where
        if sheet and where != cell.where:
            words = _("%(place)s is part of the merged cell %(merged)s, so %(where)s is filled.")
            merged = sheet.merge_of(cell.where)
            moved.append(words % {"place": cell, "merged": merged, "where": where})
        cells.append(replace(cell, where=where))
    return replace(mapped, cells=tuple(cells)), moved


def problems(mapped: Map, book: Book, kind: str) -> list[str]:
    """What does not fit, each as a sentence that says what to do."""
    return [words for _part, words in faults(mapped, book, kind)]


def fitting(mapped: Map, book: Book, kind: str) -> tuple[Map, list[str]]:
    """What of a map fits another version of the form, and what was left out and why."""
    now, _moved = settled(mapped, book)
    found = list(faults(now, book, kind))
    wrong = [part for part, _words in found]
    tables = []
    for table in now.tables:
        if table in wrong:
            continue
        columns = tuple(one for one in table.columns if (table, one) not in wrong)
        tables.append(replace(table, columns=columns))
    cells = tuple(one for one in now.cells if one not in wrong)
    return Map(cells, tuple(tables)), [words for _part, words in found]


Part = Cell | Rows | tuple[Rows, Column]


def faults(mapped: Map, book: Book, kind: str) -> Iterator[tuple[Part, str]]:
    """Each part of a map that does not fit, and why not."""
    allowed = {one.key: one for one in fields(kind)}
    taken: dict[tuple[str, Spot], Cell] = {}
    for cell in mapped.cells:
        words = _wrong_cell(cell, book, allowed.get(cell.field), of_cells(kind))
        key = (cell.sheet.casefold(), cell.where)
        if not words and key in taken:
            words = _("%(place)s is given two fields. Choose one of them.") % {"place": cell}
        if words:
            yield cell, words
        taken[key] = cell
    for table in mapped.tables:
        sheet = book.sheet(table.sheet)
        words = _wrong_rows(table, sheet)
        if words or sheet is None:
            yield table, words
            continue
        yield from _wrong_columns(table, sheet, allowed, of_columns(kind))
        yield from _crossed(table, sheet, mapped.cells)


def _wrong_cell(cell: Cell, book: Book, field: Field | None, of: Iterable[Of]) -> str:
    sheet = book.sheet(cell.sheet)
    if sheet is None:
        return no_sheet(cell.sheet, book)
    if field is None or field.of not in of:
        return _(
            "%(place)s is to be filled with “%(field)s”, which this kind of form does not have "
            "for a single cell. Choose another field."
        ) % {"place": cell, "field": field.label if field else cell.field}
    if sheet.top_left(cell.where) != cell.where:
        return _("%(place)s is part of a merged cell. Give the first cell of it.") % {"place": cell}
    if sheet.has_formula(cell.where):
        return _(
            "%(place)s holds a formula, which the form works out itself. Leave it, or choose another cell."
        ) % {"place": cell}
    return ""


def no_sheet(title: str, book: Book) -> str:
    """That there is no sheet of a title, and which there are."""
    return _("There is no sheet “%(sheet)s”. The sheets are: %(sheets)s.") % {
        "sheet": title,
        "sheets": ", ".join(one.title for one in book.sheets),
    }


def _wrong_rows(table: Rows, sheet: Sheet | None) -> str:
    names = {"table": table, "sheet": table.sheet}
    if sheet is None:
        return _("There is no sheet “%(sheet)s” in the file.") % names
    if not 1 <= table.header < table.first <= MOST_ROWS:
        return _("%(table)s: the first row to fill must come after the row of headings.") % names
    if table.last is not None and not table.first <= table.last <= MOST_ROWS:
        return _("%(table)s: the last row to fill must not come before the first.") % names
    return ""


def _wrong_columns(
    table: Rows, sheet: Sheet, allowed: dict[str, Field], of: Iterable[Of]
) -> Iterator[tuple[Part, str]]:
    seen: set[Spot] = set()
    about = table.of
    for one in table.columns:
        field = allowed.get(one.field)
        names = {
            "table": table,
            "column": one,
            "field": field.label if field else one.field,
            "row": one.at(table.first).row,
        }
        words = ""
        if field is None or field.of not in of:
            words = _(
                "%(table)s: column %(column)s is to be filled with “%(field)s”, which the rows of "
                "this kind of form do not have. Choose another field."
            )
        elif field.of != about:
            words = _(
                "%(table)s: column %(column)s is about something else than the first one. The columns "
                "of one table are all about projects, about costs or about measures."
            )
        elif one.at(table.first) in seen:
            words = _("%(table)s: column %(column)s is given two fields. Choose one of them.")
        elif sheet.top_left(one.at(table.first)).column != one.column:
            words = _(
                "%(table)s: column %(column)s is part of a merged cell in row %(row)s. "
                "Give the first column of it."
            )
        elif _has_formula(table, sheet, one):
            words = _(
                "%(table)s: column %(column)s holds formulas, which the form works out itself. "
                "Leave it, or choose another column."
            )
        if words:
            yield (table, one), words % names
        seen.add(one.at(table.first))


def _has_formula(table: Rows, sheet: Sheet, column: Column) -> bool:
    last = table.last or table.first
    inside = (
        where
        for where, seen in sheet.cells.items()
        if seen.formula and where.column == column.column and table.first <= where.row <= last
    )
    return any(inside) or sheet.has_formula(column.at(table.first))


def _crossed(table: Rows, sheet: Sheet, cells: Iterable[Cell]) -> Iterator[tuple[Part, str]]:
    """Single cells that stand where the rows of a table are filled."""
    columns = {one.column for one in table.columns}
    last = table.last or max((one.at(table.first).row for one in table.columns), default=0)
    for cell in cells:
        here = cell.sheet.casefold() == sheet.title.casefold() and cell.where.column in columns
        if here and table.first <= cell.where.row <= last:
            words = _("%(place)s stands in the rows of a table. Leave it out of one of them.")
            yield cell, words % {"place": cell}
