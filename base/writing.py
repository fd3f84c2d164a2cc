"""Writes cells that stay what they are: a text is never taken for a formula."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell

Value = str | int | float | Decimal | date | bool | None

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_CHARACTERS = 32_767
"""What Excel holds in a cell."""


def write(cell: Cell | MergedCell, value: Value) -> None:
    """Put a value into a cell; a text that begins like a formula stays a text."""
    if isinstance(cell, MergedCell):
        raise TypeError("a merged cell holds nothing of its own")
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("", value)[:MOST_CHARACTERS]
        cell.data_type = "s"
        if value.startswith(_FORMULA):
            cell.quotePrefix = True
    else:
        cell.value = value


def csv_text(value: Any) -> str:
    """A value for a CSV file; a text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else str(value)
