"""A table that a finance or payment system gives out: a CSV file, or the first sheet of a workbook.

It is read as ``base.workbooks`` reads a sheet: headers by name, every fault with its row, all in one pass.
"""

import csv
import io
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook as Book
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from base import cells
from base.errors import Refused
from base.workbooks import Column, Row, Workbook
from ui.fields import MEGABYTE
from ui.money import parse_pounds

MOST_MB = 5
MOST_CELLS = 1_000_000
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%y", "%d %b %Y", "%d %B %Y")


def read_table(
    name: str, content: bytes, columns: list[Column], *, strangers: bool = False
) -> tuple[Workbook, str, list[Row]]:
    """The file with its faults so far, the title of its sheet, and its rows.

    ``strangers`` lets columns stand that nobody asked for. Raises ``Refused`` for what is no table.
    """
    if len(content) > MOST_MB * MEGABYTE:
        raise Refused(
            _("%(name)s is larger than %(most)s MB, too large to be read.")
            % {"name": name, "most": MOST_MB}
        )
    book = Workbook(name, content if content[:2] == b"PK" else _as_workbook(name, content))
    title = book.titles[0]
    return book, title, book.rows(title, columns, strangers=strangers)


def _as_workbook(name: str, content: bytes) -> bytes:
    """A CSV file as the workbook that a spreadsheet program would make of it, every cell a text."""
    try:
        rows = list(csv.reader(io.StringIO(_decoded(content), newline=""), _dialect(content)))
    except (csv.Error, ValueError):
        raise _no_table(name) from None
    if any(ILLEGAL_CHARACTERS_RE.search(cell) for row in rows for cell in row):
        raise _no_table(name)
    if sum(map(len, rows)) > MOST_CELLS:
        raise Refused(_("%(name)s has too many rows to be read.") % {"name": name})
    book = Book(write_only=True)
    sheet: Any = book.create_sheet("CSV")
    for row in rows:
        sheet.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _no_table(name: str) -> Refused:
    return Refused(
        _("%(name)s is neither a CSV file nor an Excel workbook (.xlsx).") % {"name": name}
    )


def _decoded(content: bytes) -> str:
    """The text, in UTF-8 or as Windows programs write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="strict")


def _dialect(content: bytes) -> type[csv.Dialect]:
    """Commas between the cells, or what stands in the first line in their stead."""
    first = content.partition(b"\n")[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=lambda sign: first.count(sign.encode()))
        strict = True

    return Found


def pounds(value: Any) -> int:
    """An amount in pounds above zero, as a number or as a text, as pence."""
    if not isinstance(value, str):
        return int(cells.money()(value))
    pence = parse_pounds(value)
    if pence < 1:
        raise ValueError(f"{value} is less than a penny")
    return pence


def day(value: Any) -> date:
    """A date, or a text that is one: ``07/05/2019``, ``2019-05-07``, ``7 May 2019``."""
    if not isinstance(value, str):
        return cells.day(value)
    for form in _DAYS:
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError(f"“{value[:40]}” is not a date")
