"""The sheets of an Excel package, read cell by cell.

openpyxl knows what a cell means; the walk over the cells is our own, because a sheet that people send
may say the wrong size of itself, hold a million blank rows, or one cell that nothing can read.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import (
    DATA_TAG,
    FORMULA_TAG,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)

MOST_COLUMNS = 16_384
"""The columns that a sheet can have in Excel."""
_CHUNK = 1024 * 1024
_BLANK_CELL = re.compile(rb'<c r="[A-Z]+\d+"[^<>]*/>(?=<c r="|</row>)')
_BLANK_ROW = re.compile(rb'<row r="\d+"[^<>]*(?:/>|></row>)(?=<row r="|</sheetData>)')

Line = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Unreadable:
    """A cell whose content nothing can read, or a formula that no program has worked out yet.

    Shown as it stands in the file.
    """

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
            _refuse_entities(source)
            cells = self._parser(source)
            data: Element | None = None
            for event, element in iterparse(_Filled(source), ("start", "end")):  # noqa: S314  # no entities
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


class _Filled:
    """A sheet's source without most of its blank cells and rows, which cost far more to parse."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next piece, of whole tags; nothing at the end."""
        while chunk := self._source.read(_CHUNK):
            piece, mark, self._rest = (self._rest + chunk).rpartition(b">")
            if found := _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", piece + mark)):
                return found
        rest, self._rest = self._rest, b""
        return rest


def _refuse_entities(source: IO[bytes]) -> None:
    """Raise where the sheet declares anything of its own, which no spreadsheet program does.

    An entity could unfold to gigabytes. Declarations stand before the first element or nowhere.
    """
    parser = expat.ParserCreate()
    started: list[str] = []

    def refuse(*declared: Any) -> None:
        raise ValueError("it declares a document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: started.append(name)
    with suppress(expat.ExpatError):  # which the reading proper meets too, and can say where
        while not started and (chunk := source.read(64 * 1024)):
            parser.Parse(chunk)
    source.seek(0)


def _values(parser: WorkSheetParser, row: Element) -> tuple[Any, ...]:
    """The values of a row up to the last that there is."""
    found: dict[int, Any] = {}
    parser.col_counter = 0
    blank = None
    for cell in row:
        if not len(cell) and cell.get("r"):
            blank = cell
            continue
        if blank is not None and not cell.get("r"):  # this one stands beside the blank one
            parser.col_counter = _column(blank, parser)
        blank = None
        value = _value(parser, cell)
        if value is not None and parser.col_counter <= MOST_COLUMNS:
            found[parser.col_counter] = value
    return tuple(found.get(column) for column in range(1, max(found, default=0) + 1))


def _value(parser: WorkSheetParser, cell: Element) -> Any:
    column = parser.col_counter
    formula = cell.findtext(FORMULA_TAG)
    try:
        value = parser.parse_cell(cell)["value"]
        return Unreadable(f"={formula}"[:40]) if value is None and formula else value
    except Exception:  # openpyxl raises whatever the cell made it stumble over
        parser.col_counter = column
        parser.col_counter = _column(cell, parser)
        return Unreadable((cell.findtext(VALUE_TAG) or "")[:40])


def _column(cell: Element, parser: WorkSheetParser) -> int:
    """The column in which a cell says it stands; where it does not, the next one."""
    letters = re.match(r"[A-Z]{1,3}", cell.get("r", ""))
    return column_index_from_string(letters[0]) if letters else parser.col_counter + 1
