"""A table as an Excel workbook, for somebody who wants to sort and count what a page shows."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font

from base.writing import Value, write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 24
"""Of every column, in characters."""


def table_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a bold header that stays in sight. Texts stay texts. Times must be without a zone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place in range(len(header)):
        sheet.column_dimensions[chr(ord("A") + place)].width = WIDTH

    def cells(values: Sequence[Value], *, bold: bool = False) -> list[Cell]:
        made = []
        for value in values:
            cell = WriteOnlyCell(sheet)
            write(cell, value)
            if bold:
                cell.font = Font(bold=True)
            made.append(cell)
        return made

    sheet.append(cells(header, bold=True))
    for row in rows:
        sheet.append(cells(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
