"""An Excel workbook whose rows are written as they come, in constant memory however many there are.

openpyxl makes all that stands around the rows (styles, tables, protection, printing), and knows what
Excel accepts of it; the rows go straight into the package, which is many times faster than cell by cell.
Nothing in the file comes from the clock: the same content always gives the same bytes.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from base.writing import cell_text
from reports.excel.cells import Row, Style, rows_xml
from reports.excel.looks import Look
from ui.dates import in_london

_HERE = b"</sheetData>"
"""Before this openpyxl would write the rows of a sheet that has any."""
_SIZE = b'<dimension ref="A1:A1"/>'
"""The size of a sheet without rows, as openpyxl says it; it may be left out."""


class Book:
    """A workbook that is written from the first sheet to the last."""

    def __init__(self, *, title: str, author: str, subject: str, at: datetime) -> None:
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._rows: list[Iterator[str]] = []
        self._styles: dict[Look, Style] = {}
        about = self._book.properties
        about.title, about.subject = cell_text(title)[:255], cell_text(subject)[:255]
        about.creator = about.lastModifiedBy = cell_text(author)[:255]
        about.language = "en-GB"
        about.created = about.modified = in_london(at).replace(tzinfo=None, microsecond=0)
        self._book.calculation.fullCalcOnLoad = (
            False  # or Excel asks whether to save what it only read
        )

    def sheet(self, title: str, widths: Sequence[float], rows: Iterable[Row]) -> Worksheet:
        """Add a sheet with the widths of its columns; its rows are taken when the file is saved."""
        page: Worksheet = self._book.create_sheet(title)
        for place, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(place)].width = width
        self._rows.append(rows_xml(iter(rows), widths))
        return page

    def styles(self, looks: Iterable[Look]) -> list[Style]:
        """The styles of a row's looks."""
        return [self._style(look) for look in looks]

    def _style(self, look: Look) -> Style:
        if look not in self._styles:
            sheet = self._book.worksheets[0] if self._book.worksheets else _Parent(self._book)
            plain, quoted = (look.register(sheet, quoted=quoted) for quoted in (False, True))
            self._styles[look] = Style(plain, quoted, look.wrap)
        return self._styles[look]

    def save(self) -> bytes:
        """The finished file."""
        out = io.BytesIO()
        with _Package(out, self._rows) as package:
            ExcelWriter(self._book, package).write_data()
        return out.getvalue()


class _Parent:
    """What a cell asks of its sheet, before there is one."""

    def __init__(self, book: Workbook) -> None:
        self.parent = book


class _Package(ZipFile):
    """The package that openpyxl writes into: every part dated alike, and the rows put in."""

    def __init__(self, file: io.BytesIO, rows: Iterable[Iterator[str]]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._sheets = iter(rows)

    def writestr(self, zinfo_or_arcname: Any, *args: Any, **kwargs: Any) -> None:
        """A part that openpyxl made."""
        super().writestr(_dated(zinfo_or_arcname), *args, **kwargs)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        """A sheet that openpyxl made, with its rows."""
        before, here, after = Path(filename).read_bytes().partition(_HERE)
        if not here:
            raise ValueError("openpyxl wrote the sheet in another way than we know")
        with self.open(_dated(arcname), "w") as part:
            part.write(before.replace(_SIZE, b""))
            for xml in next(self._sheets):
                part.write(xml.encode())
            part.write(here + after)


def _dated(name: str) -> ZipInfo:
    part = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    part.compress_type = ZIP_DEFLATED
    return part
