"""The places of a form as the page that maps it shows them: found, mapped or given, each with a choice."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.pcc_forms.mapping import Map, Rows
from reports.pcc_forms.places import Spot, letters, number, spot
from reports.pcc_forms.reading import Book, Sheet
from reports.pcc_forms.suggest import Headings, Label, suggest
from ui.texts import plain

_CELL = re.compile(r"cell-(\d{1,3})-([A-Z]{1,3}\d{1,7})", re.ASCII)
_COLUMN = re.compile(r"table-(\d{1,3})-(\d{1,7})-([A-Z]{1,3})(-under)?", re.ASCII)


@dataclass(frozen=True)
class Choice:
    """A cell or a column, the words beside it, what they are likely to mean, and what is chosen."""

    name: str
    """Of its box on the page."""
    sheet: str
    where: Spot
    """A column's is its heading."""
    words: str
    suggested: str = ""
    chosen: str = ""
    under: bool = False
    """Whether a column is filled in the row under each one's own."""


@dataclass(frozen=True)
class Table:
    """A table: its row of headings, the rows to fill, and its columns."""

    name: str
    sheet: str
    header: int
    first: int
    last: int | None
    columns: list[Choice]


@dataclass(frozen=True)
class Sketch:
    """The places of a form, in the order of its sheets."""

    cells: list[Choice]
    tables: list[Table]


def sketch(book: Book, kind: str, mapped: Map, posted: Iterable[str] = ()) -> Sketch:
    """Every place to choose for. Nothing mapped yet, what is suggested is chosen.

    ``posted`` are names of boxes that a person sent: their places are there too.
    """
    found = suggest(book, kind)
    names = list(posted)
    fresh = mapped == Map()
    cells: list[Choice] = []
    tables: list[Table] = []
    for place, sheet in enumerate(book.sheets):
        here = [one for one in found.labels if one.sheet == sheet.title]
        cells += _cells(place, sheet, here, mapped, fresh, _posted_cells(place, names))
        headings = [one for one in found.tables if one.sheet == sheet.title]
        tables += _tables(place, sheet, headings, mapped, fresh, names)
    return Sketch(cells, tables)


def _cells(
    place: int, sheet: Sheet, labels: list[Label], mapped: Map, fresh: bool, posted: set[Spot]
) -> Iterator[Choice]:
    known = {one.where: one for one in labels}
    chosen = {one.where: one.field for one in mapped.cells if _is(sheet, one.sheet)}
    for where in sorted({*known, *chosen, *posted}):
        label = known.get(where, Label(sheet.title, where, ""))
        yield Choice(
            f"cell-{place}-{where}",
            sheet.title,
            where,
            label.words,
            label.field,
            label.field if fresh else chosen.get(where, ""),
        )


def _posted_cells(place: int, names: list[str]) -> set[Spot]:
    found = (_CELL.fullmatch(name) for name in names)
    return {w for one in found if one and int(one[1]) == place and (w := _spot(one[2]))}


def _spot(words: str) -> Spot | None:
    try:
        return spot(words)
    except ValueError:
        return None


def _tables(
    place: int, sheet: Sheet, found: list[Headings], mapped: Map, fresh: bool, names: list[str]
) -> Iterator[Table]:
    known = {one.row: one for one in found}
    kept = {one.header: one for one in mapped.tables if _is(sheet, one.sheet)}
    for row in sorted({*known, *kept}):
        rows = kept.get(row, Rows(sheet.title, row, row + 1))
        name = f"table-{place}-{row}"
        columns = list(_columns(name, sheet, rows, known.get(row), fresh, names))
        yield Table(name, sheet.title, row, rows.first, rows.last, columns)


def _columns(
    name: str, sheet: Sheet, rows: Rows, found: Headings | None, fresh: bool, names: list[str]
) -> Iterator[Choice]:
    known = {(one.column, one.under): one for one in found.columns} if found else {}
    chosen = {(one.column, one.under): one.field for one in rows.columns}
    given = _posted_columns(name, names)
    there = sheet.rows.get(rows.header, []) if not found else []
    places = {*known, *chosen, *given, *((column, False) for column in there)}
    for column, under in sorted(places, key=lambda place: (place[1], place[0])):
        where = Spot(rows.header, column)
        suggested = known[column, under].field if (column, under) in known else ""
        words = " ".join(plain(sheet.at(sheet.top_left(where)).text).split())
        yield Choice(
            f"{name}-{letters(column)}{'-under' * under}",
            sheet.title,
            where,
            "" if under else words,
            suggested,
            suggested if fresh else chosen.get((column, under), ""),
            under,
        )


def _posted_columns(name: str, names: list[str]) -> set[tuple[int, bool]]:
    found = (_COLUMN.fullmatch(one) for one in names if one.startswith(f"{name}-"))
    return {(column, bool(one[4])) for one in found if one and (column := _column(one[3]))}


def _column(words: str) -> int | None:
    try:
        return number(words)
    except ValueError:
        return None


def _is(sheet: Sheet, title: str) -> bool:
    return sheet.title.casefold() == title.casefold()
