"""Writes cells that stay what they are: a text is never taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell

Value = str | int | float | Decimal | date | bool | None

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_CHARACTERS = 32_767
"""What Excel holds in a cell; a character beyond the first 65,536, such as an emoji, counts for two."""


def cell_text(text: str) -> str:
    """A text as a cell can hold it: without what XML forbids, one kind of line end, not too long."""
    found = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if 2 * len(found) <= MOST_CHARACTERS:
        return found
    return found.encode("utf-16-le")[: 2 * MOST_CHARACTERS].decode("utf-16-le", "ignore")


_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
_BEFORE_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def guard_codes(text: str) -> str:
    """A text for a cell's XML: what looks like a code of Excel's (``_x0041_``) stays what it is."""
    return _BEFORE_CODE.sub("_x005F_", text) if "_x" in text else text


def read_codes(text: str) -> str:
    """A text with Excel's codes read, guarded or not, so that it is the same after any save."""
    for _turn in range(2):
        text = _CODE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return text


def is_like_a_formula(text: str) -> bool:
    """Whether a text begins as a formula does."""
    return text.startswith(_FORMULA)


def write(cell: Cell | MergedCell, value: Value) -> None:
    """Put a value into a cell; a text that begins like a formula stays a text."""
    if isinstance(cell, MergedCell):
        raise TypeError("a merged cell holds nothing of its own")
    if isinstance(value, str):
        cell.value = cell_text(value)
        cell.data_type = "s"
        if is_like_a_formula(value):
            cell.quotePrefix = True
    else:
        cell.value = value


def csv_text(value: Any) -> str:
    """A value for a CSV file; a text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, str) and is_like_a_formula(value):
        return f"'{value}"
    return "" if value is None else str(value)


def csv_table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A table as a CSV file: UTF-8 with a byte order mark, which Excel needs to read it right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([csv_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
