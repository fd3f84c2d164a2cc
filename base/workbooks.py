"""Reads workbooks that people send, and says everything that is wrong with one in one pass.

Headers are matched by name, in any order, case and spacing ignored. Unknown sheets and columns are
faults, so that nothing somebody wrote is passed over unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from base.cells import Reader, is_blank, squeeze
from base.errors import Fault, refuse_if_any
from base.packages import EXCEL, Taken
from base.sheets import Line, Sheets

TAKEN = Taken(EXCEL, gettext_lazy("a workbook of this kind"), most_mb=25, most_unpacked_mb=150)


@dataclass(frozen=True)
class Column:
    """A column: how its cells are read, what is expected there, and what may be left out."""

    name: str
    read: Reader
    expected: str
    blank: Any = ...
    """What a blank cell stands for; left out, a blank cell is a fault."""
    optional: bool = False
    """Whether the whole column may be left out."""


@dataclass(frozen=True)
class Row:
    """A row as read: its number in the sheet, and its values by the name of their column."""

    number: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass
class Workbook:
    """A workbook that was sent in, and the faults found in it so far."""

    name: str
    content: bytes
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        with TAKEN.open(self.name, self.content) as package:
            TAKEN.refuse_macros(self.name, package.namelist())
        try:
            self._sheets = Sheets(self.content)
        except Exception as error:  # openpyxl raises whatever the file made it stumble over
            raise TAKEN.stranger(self.name) from error
        self._titles: dict[str, str] = {}
        for title in self._sheets.titles:
            first = self._titles.setdefault(squeeze(title), title)
            if first != title:
                self.fault(title, 0, "", f"there is a sheet “{first}” too", "one sheet of a name")

    @property
    def titles(self) -> list[str]:
        """The titles of its sheets, in their order."""
        return list(self._titles.values())

    def has(self, title: str) -> bool:
        """Whether there is a sheet of this title."""
        return squeeze(title) in self._titles

    def only(self, *titles: str) -> None:
        """Fault every sheet but these."""
        for key, title in self._titles.items():
            if key not in {squeeze(known) for known in titles}:
                self.fault(
                    title, 0, "", "there is no such sheet in this kind of file", ", ".join(titles)
                )

    def fault(self, sheet: str, row: int, column: str, wrong: str, expected: str = "") -> None:
        """Note something that is wrong."""
        self.faults.append(Fault(sheet, row, column, wrong, expected))

    def refuse_if_faulty(self) -> None:
        """Raise ``Faulty`` with every fault so far, where there is one."""
        refuse_if_any(self.name, self.faults)

    def rows(self, title: str, columns: list[Column], *, strangers: bool = False) -> list[Row]:
        """Read a sheet's rows; faults are noted, and what has one reads as ``None``.

        ``strangers`` lets columns stand that nobody asked for. A missing sheet is a fault.
        """
        if not self.has(title):
            self.fault(title, 0, "", "this sheet is missing")
            return []
        lines = self._lines(title)
        number, header = next(lines, (1, ()))
        places = self._places(title, number, header, columns, strangers)
        found = []
        for number, cells in lines:
            self._fault_headless(title, number, cells, header, strangers)
            values = {
                column.name: self._cell(title, number, column, cells, places.get(column.name))
                for column in columns
            }
            found.append(Row(number, values))
        return found

    def cells(self, title: str) -> Iterator[Line]:
        """A sheet's rows as they stand: number and raw values, blank rows left out."""
        return self._lines(title) if self.has(title) else iter(())

    def _lines(self, title: str) -> Iterator[Line]:
        number = 0
        try:
            for number, cells in self._sheets.lines(self._titles[squeeze(title)]):
                if any(not is_blank(cell) for cell in cells):
                    yield number, cells
        except Exception as error:  # the parser raises whatever the sheet made it stumble over
            wrong = f"the sheet cannot be read from here on ({error})"
            self.fault(title, number + 1, "", wrong, "a sheet as a spreadsheet program saves it")

    def _places(
        self,
        title: str,
        number: int,
        header: tuple[Any, ...],
        columns: list[Column],
        strangers: bool,
    ) -> dict[str, int]:
        """Where each column stands. Faults missing, repeated and unknown ones."""
        wanted = {squeeze(column.name): column for column in columns}
        places: dict[str, int] = {}
        for place, cell in enumerate(header):
            if is_blank(cell):
                continue
            column = wanted.get(squeeze(str(cell)))
            if column is None and not strangers:
                known = ", ".join(column.name for column in columns)
                self.fault(title, number, str(cell)[:60], "there is no such column", known)
            elif column is not None and column.name in places:
                self.fault(title, number, column.name, "this column stands twice")
            elif column is not None:
                places[column.name] = place
        for column in columns:
            if column.name not in places and not column.optional:
                self.fault(title, number, column.name, "this column is missing", column.expected)
        return places

    def _fault_headless(
        self,
        title: str,
        number: int,
        cells: tuple[Any, ...],
        header: tuple[Any, ...],
        strangers: bool,
    ) -> None:
        for place, cell in enumerate(cells):
            headless = place >= len(header) or is_blank(header[place])
            if headless and not is_blank(cell) and not strangers:
                column = get_column_letter(place + 1)
                self.fault(title, number, f"column {column}", "this value stands under no heading")

    def _cell(
        self, title: str, number: int, column: Column, cells: tuple[Any, ...], place: int | None
    ) -> Any:
        blank = None if column.blank is ... else column.blank
        if place is None:
            return blank
        value = cells[place] if place < len(cells) else None
        if is_blank(value):
            if column.blank is ...:
                self.fault(title, number, column.name, "this is blank", column.expected)
            return blank
        try:
            return column.read(value)
        except ValueError as error:
            self.fault(title, number, column.name, str(error), column.expected)
            return None
