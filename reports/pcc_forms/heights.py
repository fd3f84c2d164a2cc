"""How high a row must be for the texts that are written into it.

Excel fits a row that says no height, unless its cells are merged; LibreOffice fits none in a file of
Excel's, and a person cannot mend it where the sheet is protected.
"""

from collections.abc import Callable
from typing import Any

from reports.excel.cells import LINE_HEIGHT, MOST_HEIGHT, lines_of
from reports.pcc_forms.places import Area, Spot
from reports.pcc_forms.reading import TAG

USUAL_WIDTH = 8.43
"""Characters in a column of which nothing is said."""


class Heights:
    """What texts need in one sheet. ``merge_of`` gives the merged cell that a cell is a part of."""

    def __init__(
        self, root: Any, *, wraps: set[int], merge_of: Callable[[Spot], Area | None]
    ) -> None:
        self._wraps = wraps
        self._merge_of = merge_of
        usual = root.find(f"{TAG}sheetFormatPr")
        said = {} if usual is None else usual.attrib
        self._line = _size(said.get("defaultRowHeight")) or LINE_HEIGHT
        self._width = _size(said.get("defaultColWidth")) or USUAL_WIDTH
        self._columns = [
            (int(one.get("min") or 0), int(one.get("max") or 0), _size(one.get("width")))
            for one in root.iterfind(f"{TAG}cols/{TAG}col")
        ]

    def needed(self, where: Spot, style: int, text: str) -> float:
        """Points for a text that takes several lines; 0 where one is enough or several rows are merged."""
        merged = self._merge_of(where) or Area(where, where)
        if style not in self._wraps or merged.first.row != merged.last.row:
            return 0
        columns = range(merged.first.column, merged.last.column + 1)
        lines = lines_of(text, sum(map(self._width_of, columns)))
        return min(lines * self._line + 3, MOST_HEIGHT) if lines > 1 else 0

    def _width_of(self, column: int) -> float:
        said = (width for first, last, width in self._columns if first <= column <= last)
        return next(said, 0) or self._width


def _size(text: str | None) -> float:
    """A size that the file gives; 0 where it gives none, or rubbish."""
    try:
        size = float(text or 0)
    except ValueError:
        return 0
    return size if 0 < size <= MOST_HEIGHT else 0
