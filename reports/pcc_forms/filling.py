"""Fills a form: bytes in, bytes out, and nothing in between but the cells that were mapped.

Every part of the file that is not a sheet with such cells, or with formulas whose results may be
other ones now, leaves byte for byte as it came. The same facts give the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.errors import Refused
from reports.pcc_forms.cells import (
    SheetWriter,
    Value,
    forget_results,
    is_cut,
    recalculate_on_load,
)
from reports.pcc_forms.facts import Facts, Project
from reports.pcc_forms.fields import BY_KEY, OF_RETURNS, rows_of, subject_of
from reports.pcc_forms.heights import Heights
from reports.pcc_forms.mapping import Map, Rows, problems, settled
from reports.pcc_forms.places import Area, Spot
from reports.pcc_forms.reading import TAG, Book, Sheet, Table, read
from reports.pcc_forms.rows import Free, free_rows

MOST_NAMED = 20


@dataclass(frozen=True)
class Put:
    """A value for a cell; a cell that is not there yet looks like another."""

    sheet: Sheet
    where: Spot
    value: Value
    field: str = ""
    like: Spot | None = None


@dataclass
class Filled:
    """A form that was filled, and what a person should know of it."""

    content: bytes
    notes: list[str] = field(default_factory=list)
    rows: list[tuple[Rows, list[list[Value]]]] = field(default_factory=list)
    """What the rows of its tables hold now, in the order of their columns."""
    cells: list[Put] = field(default_factory=list)
    """What the single cells hold now."""


def fill(*, name: str, content: bytes, mapped: Map, kind: str, facts: Facts) -> Filled:
    """Fill a form. Raises ``Refused`` where the map does not fit the file, or the projects its rows."""
    book = read(name, content)
    if mapped.is_empty:
        raise Refused(_("Nothing of this form is mapped yet. Say first what goes into which cell."))
    mapped, notes = settled(mapped, book)
    if wrong := problems(mapped, book, kind):
        raise Refused("\n".join(wrong))
    single = list(_cells(mapped, book, facts))
    puts = list(single)
    rows: list[tuple[Rows, list[list[Value]]]] = []
    for table in mapped.tables:
        if sheet := book.sheet(table.sheet):
            free, given = _fitting(table, sheet, mapped, facts)
            values = [[BY_KEY[c.field].read(one) for c in table.columns] for one in given]
            rows.append((table, values))
            puts += _rows(table, sheet, free, values)
            _grow(book, free, len(given))
    notes += _cut(puts)
    try:
        _write(book, puts)
    except ValueError:  # of numbers that nobody reads before a cell is put beside them
        raise book.package.damaged() from None
    notes += _later(facts)
    if mapped.keys & OF_RETURNS:
        notes += _silent(facts)
    return Filled(book.package.content(), notes, rows, single)


def _cells(mapped: Map, book: Book, facts: Facts) -> Iterator[Put]:
    for cell in mapped.cells:
        known, sheet = BY_KEY[cell.field], book.sheet(cell.sheet)
        subject = subject_of(known.of, facts)
        if sheet:
            value = known.read(subject) if subject else None
            yield Put(sheet, cell.where, value, cell.field)


def _fitting(table: Rows, sheet: Sheet, mapped: Map, facts: Facts) -> tuple[Free, list[Any]]:
    """The rows of a table and what goes into them. Raises ``Refused`` where there are too few."""
    about = table.of
    if about is None:
        return Free(), []
    here = [one for one in mapped.cells if one.sheet.casefold() == sheet.title.casefold()]
    free = free_rows(table, sheet, here)
    given: list[Any] = list(rows_of(about, facts))
    if len(given) > len(free.rows):
        raise Refused(_too_few(table, free, given))
    return free, given


def _too_few(table: Rows, free: Free, given: list[Any]) -> str:
    words = ngettext(
        "%(table)s has %(rows)s row to fill, and %(given)s are wanted.",
        "%(table)s has %(rows)s rows to fill, and %(given)s are wanted.",
        len(free.rows),
    )
    said = words % {"table": table, "rows": len(free.rows), "given": len(given)}
    stops = _(" Row %(row)s holds something of the form’s own.") % {"row": free.stops_at}
    end = _(" These do not fit: %(named)s. Add rows to the form and replace it, or change the map.")
    return (
        f"{said}{stops if free.stops_at else ''}{end % {'named': _names(given[len(free.rows) :])}}"
    )


def _names(found: Sequence[Any]) -> str:
    """The first of them by name, and how many more there are."""
    named = [_name(one) for one in found[:MOST_NAMED]]
    if (more := len(found) - MOST_NAMED) > 0:
        named.append(_("%(count)s more") % {"count": more})
    return "; ".join(named)


def _name(one: Any) -> str:
    if isinstance(one, Project):
        return f"{one.bid.reference} {one.bid.project}"
    return str(getattr(one, "name", "") or getattr(one, "category", ""))


def _rows(table: Rows, sheet: Sheet, free: Free, values: list[list[Value]]) -> Iterator[Put]:
    """The values of a table. Where its last row was given, rows that are left over are emptied."""
    empty: list[Value] = [None] * len(table.columns)
    for place, row in enumerate(free.rows):
        if place >= len(values) and table.last is None:
            return
        held = values[place] if place < len(values) else empty
        for one, value in zip(table.columns, held, strict=True):
            yield Put(sheet, one.at(row), value, one.field, one.at(free.rows[0]))


def _grow(book: Book, free: Free, count: int) -> None:
    """Let a table of Excel's own cover the rows that were filled below it."""
    excel: Table | None = free.grows
    if excel is None or not count or free.rows[count - 1] <= excel.area.last.row:
        return
    root = book.package.root(excel.part)
    whole = Area(excel.area.first, Spot(free.rows[count - 1], excel.area.last.column))
    for one in (root, root.find(f"{TAG}autoFilter")):
        if one is not None:
            one.set("ref", str(whole))
    book.package.write(excel.part, root)


def _cut(puts: Iterable[Put]) -> Iterator[str]:
    for put in puts:
        if isinstance(put.value, str) and is_cut(put.value):
            words = _(
                "“%(field)s” in %(sheet)s, cell %(cell)s is longer than the 32,767 characters that a "
                "cell holds. It is cut there, and says so."
            )
            names = {"field": BY_KEY[put.field].label, "sheet": put.sheet.title, "cell": put.where}
            yield words % names


def _later(facts: Facts) -> list[str]:
    """That projects are left out, because they were awarded after the period ended."""
    if not facts.later or facts.period is None:
        return []
    words = ngettext(
        "%(count)s project was awarded after “%(period)s” ended, and is left out: %(names)s.",
        "%(count)s projects were awarded after “%(period)s” ended, and are left out: %(names)s.",
        len(facts.later),
    )
    names = _names(facts.later)
    return [words % {"count": len(facts.later), "period": facts.period.name, "names": names}]


def _silent(facts: Facts) -> list[str]:
    """That projects have not told of the period, so that their cells stay empty."""
    silent = facts.silent
    if not silent or facts.period is None:
        return []
    words = ngettext(
        "%(count)s project has no accepted return for “%(period)s”, so what it says is left empty: "
        "%(names)s.",
        "%(count)s projects have no accepted return for “%(period)s”, so what they say is left empty: "
        "%(names)s.",
        len(silent),
    )
    return [words % {"count": len(silent), "period": facts.period.name, "names": _names(silent)}]


def _write(book: Book, puts: list[Put]) -> None:
    """Write the values, forget what formulas gave before, and have them worked out anew."""
    package = book.package
    for sheet in book.sheets:
        root = package.root(sheet.part)
        mine = [put for put in puts if put.sheet is sheet]
        if mine:
            styles = book.styles
            heights = Heights(root, wraps=styles.wraps, merge_of=sheet.merge_of)
            writer = SheetWriter(
                root, dates=styles.dates, heights=heights, from_1904=book.from_1904
            )
            for put in mine:
                writer.put(put.where, put.value, like=put.like)
        if forget_results(root) or mine:
            package.write(sheet.part, root)
    workbook = package.root(package.workbook)
    recalculate_on_load(workbook)
    package.write(package.workbook, workbook)
