"""Writes single cells into a sheet's own XML, and leaves everything else in it alone."""

import re
from bisect import bisect_left
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from reports.pcc_forms.heights import Heights
from reports.pcc_forms.package import MAIN
from reports.pcc_forms.places import Area, Spot, area
from reports.pcc_forms.reading import TAG, cells_of
from reports.wording import clean

Value = str | int | Decimal | date | None

MOST_CHARACTERS = 32_767
"""What Excel holds in a cell, as it counts: what is beyond the basic plane counts twice."""
CUT = "… (cut: a cell holds no more)"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def fitted(text: str) -> str:
    """A text that a cell can hold: no control characters, and cut with a mark where it is too long."""
    words = clean(text)
    if _length(words) <= MOST_CHARACTERS:
        return words
    units = words.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - _length(CUT))]
    return units.decode("utf-16-le", "ignore") + CUT


def is_cut(text: str) -> bool:
    """Whether a text is too long for a cell."""
    return _length(clean(text)) > MOST_CHARACTERS


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def serial(day: date, *, from_1904: bool = False) -> int:
    """A date as the number that a spreadsheet keeps."""
    return (day - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days


class SheetWriter:
    """A sheet that is written into. ``root`` is changed in place."""

    def __init__(
        self, root: Any, *, dates: set[int], heights: Heights, from_1904: bool = False
    ) -> None:
        self.root = root
        self._dates = dates
        self._heights = heights
        self._needed: dict[int, float] = {}
        self._from_1904 = from_1904
        self._data = root.find(f"{TAG}sheetData")
        self._rows: dict[int, Any] = {}
        self._cells: dict[Spot, Any] = {}
        for where, cell in list(cells_of(root)):
            cell.set("r", str(where))
            self._cells[where] = cell
            self._rows[where.row] = cell.getparent()
        self._say_rows()
        self._row_numbers = sorted(self._rows)
        self._columns: dict[int, list[int]] = {}
        for where in sorted(self._cells):
            self._columns.setdefault(where.row, []).append(where.column)

    def _say_rows(self) -> None:
        """Let every row say its number, which it need not, before others come between."""
        number = 0
        for row in self._data.iterfind(f"{TAG}row"):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            self._rows[number] = row

    def put(self, where: Spot, value: Value, *, like: Spot | None = None) -> None:
        """Write a value; nothing empties the cell. It keeps its own style.

        A cell that is not there yet looks as the one at ``like`` does. A date in a cell that does not
        show dates is written as words.
        """
        cell = self._cells.get(where)
        if cell is None:
            cell = self._made(where, like)
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        if isinstance(value, date) and int(cell.get("s") or 0) not in self._dates:
            value = f"{value:%d/%m/%Y}"
        if isinstance(value, str):
            self._put_text(cell, where, value)
        elif value is not None:
            number = serial(value, from_1904=self._from_1904) if isinstance(value, date) else value
            etree.SubElement(cell, f"{TAG}v").text = str(number)

    def _put_text(self, cell: Any, where: Spot, text: str) -> None:
        words = _LOOKS_ESCAPED.sub("_x005F_", fitted(text))
        if not words:
            return
        self._fit(cell, where, words)
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, f"{TAG}is")
        held = etree.SubElement(inline, f"{TAG}t")
        held.text = words
        held.set(_SPACE, "preserve")

    def _fit(self, cell: Any, where: Spot, text: str) -> None:
        """Let the row be as high as the new text needs, unless somebody set its height."""
        row = cell.getparent()
        if row.get("customHeight") in ("1", "true"):
            return
        height = self._heights.needed(where, int(cell.get("s") or 0), text)
        self._needed[where.row] = max(height, self._needed.get(where.row, 0))
        row.attrib.pop("ht", None)
        if self._needed[where.row]:
            row.set("ht", f"{self._needed[where.row]:g}")

    def _made(self, where: Spot, like: Spot | None) -> Any:
        row = self._row(where.row)
        columns = self._columns.setdefault(where.row, [])
        cell = etree.Element(f"{TAG}c", nsmap={None: MAIN})
        cell.set("r", str(where))
        style = self._style(where, row, like)
        if style:
            cell.set("s", style)
        place = bisect_left(columns, where.column)
        if place < len(columns):
            self._cells[Spot(where.row, columns[place])].addprevious(cell)
        elif place:
            self._cells[Spot(where.row, columns[place - 1])].addnext(cell)
        else:
            row.insert(0, cell)
        columns.insert(place, where.column)
        self._cells[where] = cell
        row.attrib.pop("spans", None)
        self._grow(where)
        return cell

    def _row(self, number: int) -> Any:
        if number in self._rows:
            return self._rows[number]
        row = etree.Element(f"{TAG}row", nsmap={None: MAIN})
        row.set("r", str(number))
        place = bisect_left(self._row_numbers, number)
        if place < len(self._row_numbers):
            self._rows[self._row_numbers[place]].addprevious(row)
        else:
            self._data.append(row)
        self._row_numbers.insert(place, number)
        self._rows[number] = row
        return row

    def _style(self, where: Spot, row: Any, like: Spot | None) -> str:
        """The style of a cell that was not there: of its row, of the one that it is like, of its column."""
        if row.get("s") and row.get("customFormat") in ("1", "true"):
            return str(row.get("s"))
        model = self._cells.get(like) if like else None
        if model is not None:
            return str(model.get("s") or "")
        for column in self.root.iterfind(f"{TAG}cols/{TAG}col"):
            if int(column.get("min") or 0) <= where.column <= int(column.get("max") or 0):
                return str(column.get("style") or "")
        return ""

    def _grow(self, where: Spot) -> None:
        """Let the sheet's own word for its size cover a new cell."""
        size = self.root.find(f"{TAG}dimension")
        if size is None or not size.get("ref"):
            return
        now = area(size.get("ref"))
        first = Spot(min(now.first.row, where.row), min(now.first.column, where.column))
        last = Spot(max(now.last.row, where.row), max(now.last.column, where.column))
        size.set("ref", str(first) if first == last else str(Area(first, last)))


def forget_results(root: Any) -> bool:
    """Drop what formulas gave when the sheet was saved; whether there was any formula."""
    found = False
    for _where, cell in cells_of(root):
        if cell.find(f"{TAG}f") is None:
            continue
        found = True
        for value in cell.findall(f"{TAG}v"):
            cell.remove(value)
        cell.attrib.pop("t", None)
    return found


_BEFORE_CALCULATION = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)


def recalculate_on_load(workbook: Any) -> None:
    """Have every formula worked out again when a spreadsheet program opens the workbook."""
    setting = workbook.find(f"{TAG}calcPr")
    if setting is None:
        setting = etree.Element(f"{TAG}calcPr")
        before = {f"{TAG}{name}" for name in _BEFORE_CALCULATION}
        places = (place for place, one in enumerate(workbook) if one.tag in before)
        last = max(places, default=-1)
        workbook.insert(last + 1, setting)
    setting.set("fullCalcOnLoad", "1")
