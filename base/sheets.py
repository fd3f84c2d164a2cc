"""The sheets of an Excel package, read cell by cell.

openpyxl knows what a cell means; the walk over the cells is our own, because a sheet that people send
may say the wrong size of itself, hold a million blank rows, or one cell that nothing can read.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser

MOST_COLUMNS = 16_384
"""The columns that a sheet can have in Excel."""

Line = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Unreadable:
    """A cell whose content nothing can read. Shown as it stands in the file."""

    content: str

    def __str__(self) -> str:
        return self.content


class Sheets:
    """An Excel package. Raises whatever a package that is not one makes openpyxl stumble over."""

    def __init__(self, content: bytes) -> None:
        self._reader = ExcelReader(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which nobody asked for
            self._reader.read_manifest()
            self._reader.read_strings()
            self._reader.read_workbook()
            apply_stylesheet(self._reader.archive, self._reader.wb)
        self._parts = {
            sheet.name: relation.target
            for sheet, relation in self._reader.parser.find_sheets()
            if relation.target in self._reader.valid_files and "chartsheet" not in relation.Type
        }

    @property
    def titles(self) -> list[str]:
        """The titles of the sheets, in their order."""
        return list(self._parts)

    def lines(self, title: str) -> Iterator[Line]:
        """The rows of a sheet that hold anything: number, and values from the first column on."""
        with self._reader.archive.open(self._parts[title]) as source:
            cells = self._parser(source)
            data: Element | None = None
            for event, element in iterparse(source, ("start", "end")):
                if event == "start":
                    data = element if element.tag == DATA_TAG else data
                elif element.tag == ROW_TAG:
                    cells.row_counter = int(element.get("r") or cells.row_counter + 1)
                    values = _values(cells, element) if len(element) else ()
                    if data is not None:
                        data.clear()  # or a million blank rows stay in memory
                    if values:
                        yield cells.row_counter, values

    def _parser(self, source: Any) -> WorkSheetParser:
        book: Any = self._reader.wb
        return WorkSheetParser(
            source,
            self._reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )


def _values(parser: WorkSheetParser, row: Element) -> tuple[Any, ...]:
    """The values of a row up to the last that there is."""
    found: dict[int, Any] = {}
    parser.col_counter = 0
    for cell in row:
        if not len(cell) and cell.get("r"):
            continue
        value = _value(parser, cell)
        if value is not None and parser.col_counter <= MOST_COLUMNS:
            found[parser.col_counter] = value
    return tuple(found.get(column) for column in range(1, max(found, default=0) + 1))


def _value(parser: WorkSheetParser, cell: Element) -> Any:
    try:
        return parser.parse_cell(cell)["value"]
    except Exception:  # openpyxl raises whatever the cell made it stumble over
        return Unreadable((cell.findtext(VALUE_TAG) or "")[:40])
