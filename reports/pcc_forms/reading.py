"""What stands in a form: its sheets with their words, formulas, merged cells and tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from base.errors import Refused
from reports.pcc_forms.package import MAIN, RELATIONS, Package
from reports.pcc_forms.places import Area, Spot, area, spot

MOST_MERGED = 5_000
TALL = 200
TAG = f"{{{MAIN}}}"
_FOREIGN_DATES = {*range(27, 37), *range(50, 59)}
"""Number formats of dates that Excel knows by their number alone."""


@dataclass(frozen=True)
class Seen:
    """A cell as it stands: its words, whether a formula gives them, and the number of its style."""

    text: str = ""
    formula: bool = False
    style: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether a person sees nothing in it, and nothing works in it."""
        return not self.text.strip() and not self.formula


EMPTY = Seen()


@dataclass(frozen=True)
class Table:
    """A table of Excel's own: what it covers, header and totals counted."""

    part: str
    area: Area
    header: bool
    totals: bool
    calculated: bool
    """Whether a column of it is a formula that every row must have."""


@dataclass
class Sheet:
    """A sheet of cells."""

    title: str
    part: str
    hidden: bool
    protected: bool
    cells: dict[Spot, Seen] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    arrays: list[Area] = field(default_factory=list)
    """What formulas that give several cells fill."""
    tables: list[Table] = field(default_factory=list)

    def at(self, where: Spot) -> Seen:
        """What stands in a cell."""
        return self.cells.get(where, EMPTY)

    def has_formula(self, where: Spot) -> bool:
        """Whether a formula gives what stands there."""
        return self.at(where).formula or any(where in one for one in self.arrays)

    def merge_of(self, where: Spot) -> Area | None:
        """The merged cell that a cell is a part of."""
        low = self._merged_by_row.get(where.row, [])
        return next((one for one in (*low, *self._tall) if where in one), None)

    @cached_property
    def _merged_by_row(self) -> dict[int, list[Area]]:
        found: dict[int, list[Area]] = {}
        for one in self.merged:
            if one.last.row - one.first.row <= TALL:
                for row in range(one.first.row, one.last.row + 1):
                    found.setdefault(row, []).append(one)
        return found

    @cached_property
    def _tall(self) -> list[Area]:
        """The merged cells over so many rows that they are looked through one by one."""
        return [one for one in self.merged if one.last.row - one.first.row > TALL]

    def top_left(self, where: Spot) -> Spot:
        """The cell that holds what is seen at a place: another one where cells are merged."""
        merged = self.merge_of(where)
        return merged.first if merged else where

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """The columns in which there is something to see, by row, in their order."""
        found: dict[int, list[int]] = {}
        for where in sorted(self.cells):
            if not self.cells[where].is_empty:
                found.setdefault(where.row, []).append(where.column)
        return found


@dataclass
class Styles:
    """What the styles of cells mean, by their number."""

    dates: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    """Those that show numbers in a way of their own, as money or with so many places."""
    unlocked: set[int] = field(default_factory=set)
    boxed: set[int] = field(default_factory=set)
    """Those with a border."""
    wraps: set[int] = field(default_factory=set)
    """Those in which a long text goes on in another line."""


@dataclass
class Book:
    """A form as it was read."""

    package: Package
    sheets: list[Sheet]
    styles: Styles
    from_1904: bool
    """Whether its dates are counted from 1904, as on old Macs."""

    def sheet(self, title: str) -> Sheet | None:
        """The sheet of a title, its case ignored as Excel does."""
        wanted = title.casefold()
        return next((one for one in self.sheets if one.title.casefold() == wanted), None)


def read(name: str, content: bytes) -> Book:
    """Read a form. Raises ``Refused`` for what is no workbook that can be filled."""
    package = Package(name, content)
    book = package.root(package.workbook)
    related = package.related(package.workbook)
    parts = dict(related.values())
    strings = _strings(package, parts.get("sharedStrings", ""))
    sheets = []
    for one in book.iterfind(f"{TAG}sheets/{TAG}sheet"):
        kind, part = related.get(one.get(f"{{{RELATIONS}}}id", ""), ("", ""))
        if kind == "worksheet":
            hidden = one.get("state", "visible") != "visible"
            sheets.append(_sheet(package, one.get("name", ""), part, hidden, strings))
    settings = book.find(f"{TAG}workbookPr")
    from_1904 = settings is not None and settings.get("date1904", "0") in ("1", "true")
    try:
        styles = _styles(package, parts.get("styles", ""))
    except ValueError:
        raise package.damaged() from None
    return Book(package, sheets, styles, from_1904)


def _strings(package: Package, part: str) -> list[str]:
    if not part or not package.has(part):
        return []
    return [_words(one) for one in package.root(part).iterfind(f"{TAG}si")]


def _words(element: Any) -> str:
    """The text of a string, its runs put together; how it is spoken is left out."""
    texts = [element.find(f"{TAG}t"), *element.iterfind(f"{TAG}r/{TAG}t")]
    return "".join(one.text or "" for one in texts if one is not None)


def _styles(package: Package, part: str) -> Styles:
    found = Styles()
    if not part or not package.has(part):
        return found
    root = package.root(part)
    formats = {
        _whole(one.get("numFmtId")): one.get("formatCode", "")
        for one in root.iterfind(f"{TAG}numFmts/{TAG}numFmt")
    }
    for place, style in enumerate(root.iterfind(f"{TAG}cellXfs/{TAG}xf")):
        key = _whole(style.get("numFmtId"))
        code = formats.get(key) or BUILTIN_FORMATS.get(key)
        if key in _FOREIGN_DATES or is_date_format(code):
            found.dates.add(place)
        elif code and code != "0" and any(mark in code for mark in "0#"):
            found.numbers.add(place)
        if _whole(style.get("borderId")):
            found.boxed.add(place)
        protection = style.find(f"{TAG}protection")
        if protection is not None and protection.get("locked") in ("0", "false"):
            found.unlocked.add(place)
        alignment = style.find(f"{TAG}alignment")
        if alignment is not None and alignment.get("wrapText") in ("1", "true"):
            found.wraps.add(place)
    return found


def _sheet(package: Package, title: str, part: str, hidden: bool, strings: list[str]) -> Sheet:
    root = package.root(part)
    if root.find(f"{TAG}sheetData") is None:
        raise package.damaged()
    guard = root.find(f"{TAG}sheetProtection")
    protected = guard is not None and guard.get("sheet") in ("1", "true")
    found = Sheet(title, part, hidden, protected)
    try:
        for where, cell in cells_of(root):
            found.cells[where] = _seen(cell, strings)
            formula = cell.find(f"{TAG}f")
            if formula is not None and formula.get("t") in ("array", "dataTable"):
                found.arrays.append(area(formula.get("ref") or str(where)))
        refs = [one.get("ref", "") for one in root.iterfind(f"{TAG}mergeCells/{TAG}mergeCell")]
        if len(refs) > MOST_MERGED:
            raise Refused(
                _("%(name)s has more merged cells than a form has, so it was not read.")
                % {"name": package.name}
            )
        found.merged = [area(ref) for ref in refs]
        found.tables = list(_tables(package, part))
    except ValueError:
        raise package.damaged() from None
    return found


def cells_of(root: Any) -> Iterator[tuple[Spot, Any]]:
    """The cells of a sheet with where they stand, which they need not say. Raises ``ValueError``."""
    row = 0
    for line in root.iterfind(f"{TAG}sheetData/{TAG}row"):
        row = int(line.get("r") or row + 1)
        column = 0
        for cell in line.iterfind(f"{TAG}c"):
            where = spot(cell.get("r") or str(Spot(row, column + 1)))
            column = where.column
            yield where, cell


def _seen(cell: Any, strings: list[str]) -> Seen:
    style, kind = _whole(cell.get("s")), cell.get("t", "n")
    value = cell.findtext(f"{TAG}v") or ""
    if kind == "s":
        place = _whole(value)
        value = strings[place] if place < len(strings) else ""
    elif kind == "inlineStr":
        inline = cell.find(f"{TAG}is")
        value = _words(inline) if inline is not None else ""
    return Seen(value, cell.find(f"{TAG}f") is not None, style)


def _tables(package: Package, part: str) -> Iterator[Table]:
    for kind, name in package.related(part).values():
        if kind == "table" and package.has(name):
            root = package.root(name)
            columns = root.iterfind(f"{TAG}tableColumns/{TAG}tableColumn")
            yield Table(
                part=name,
                area=area(root.get("ref", "")),
                header=root.get("headerRowCount", "1") != "0",
                totals=_whole(root.get("totalsRowCount")) > 0,
                calculated=any(
                    one.find(f"{TAG}calculatedColumnFormula") is not None for one in columns
                ),
            )


def _whole(text: str | None) -> int:
    """A number that the file gives; 0 where it gives none. Raises ``ValueError`` for rubbish."""
    return int(text or 0)
