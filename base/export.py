"""A table as an Excel workbook, for somebody who wants to sort and count what a page shows."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from base.writing import Value, write

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 24
"""Of a column, in characters."""


def table_file(
    filename: str,
    title: str,
    header: Sequence[Value],
    rows: Iterable[Sequence[Value]],
    *,
    widths: Sequence[int] = (),
    formats: Mapping[int, str] | None = None,
) -> FileResponse:
    """The answer to a request for a table (see ``table_stream``)."""
    file = table_stream(title, header, rows, widths=widths, formats=formats)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)


def table_stream(
    title: str,
    header: Sequence[Value],
    rows: Iterable[Sequence[Value]],
    *,
    widths: Sequence[int] = (),
    formats: Mapping[int, str] | None = None,
) -> IO[bytes]:
    """One sheet with a bold header that stays in sight, written in constant memory however many rows.

    It prints on A4 landscape, as wide as the page, with the header on every one. Texts stay texts.
    Times must be without a zone. ``formats`` are the columns' number formats, by their places from 0.
    Who asks closes the file.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    _set_out(sheet)
    for place in range(len(header)):
        width = widths[place] if place < len(widths) else WIDTH
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    cells = [_cell(sheet, value) for value in header]
    for place, cell in enumerate(cells):
        cell.font = Font(bold=True)
        if place in (formats or {}):
            cell.alignment = Alignment(horizontal="right")
    sheet.append(cells)
    for row in rows:
        cells = [_cell(sheet, value) for value in row]
        for place, number_format in (formats or {}).items():
            cells[place].number_format = number_format
        sheet.append(cells)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # who asked closes it
    book.save(file)
    file.seek(0)
    return file


def _set_out(sheet: Any) -> None:
    """How it prints."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "Page &P of &N"


def _cell(sheet: Any, value: Value) -> Cell:
    cell = WriteOnlyCell(sheet)
    write(cell, value)
    return cell
