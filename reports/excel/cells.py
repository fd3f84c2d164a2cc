"""The XML of rows and cells, as Excel has it."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from base.writing import Value, cell_text, guard_codes, is_like_a_formula

LINE_HEIGHT = 15.0
"""Points for a line of text: a spreadsheet does not fit heights to wrapped text by itself."""
MOST_HEIGHT = 409.0
"""What Excel allows a row, in points."""
_FIRST = date(1899, 12, 30)
"""Day 0 of a workbook's dates."""


class Formula(NamedTuple):
    """A formula with what it comes to, for a program that works nothing out."""

    text: str
    value: Decimal


class Style(NamedTuple):
    """The numbers of a look in its workbook: for values, and for texts that begin like a formula."""

    number: int
    quoted: int
    wraps: bool


class Row(NamedTuple):
    """Values, and a style for each."""

    cells: Sequence[Value | Formula]
    styles: Sequence[Style]
    line_height: float = LINE_HEIGHT
    """Points for a line of text; more where it is large."""


def rows_xml(rows: Iterator[Row], widths: Sequence[float]) -> Iterator[str]:
    """The rows of a sheet from its first on, each as high as its longest text needs.

    ``widths`` are those of the columns, in characters.
    """
    letters = [get_column_letter(place) for place in range(1, len(widths) + 1)]
    for number, row in enumerate(rows, 1):
        lines, parts = 1, []
        for letter, width, value, style in zip(
            letters, widths, row.cells, row.styles, strict=False
        ):
            place = f"{letter}{number}"
            if isinstance(value, str):
                text = cell_text(value)
                if style.wraps:
                    lines = max(lines, lines_of(text, width))
                parts.append(_text(place, text, style))
            else:
                parts.append(_other(place, value, style))
        yield _opening(number, lines, row.line_height)
        yield "".join(parts)
        yield "</row>"


def _opening(number: int, lines: int, line_height: float) -> str:
    if lines == 1 and line_height == LINE_HEIGHT:
        return f'<row r="{number}">'
    height = min(lines * line_height + 3, MOST_HEIGHT)
    return f'<row r="{number}" ht="{height:g}" customHeight="1">'


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters."""
    if "\n" not in text:
        return math.ceil((len(text) + 1) * 1.1 / width)
    return sum(math.ceil((len(part) + 1) * 1.1 / width) for part in text.split("\n"))


def _text(place: str, text: str, style: Style) -> str:
    number = style.quoted if is_like_a_formula(text) else style.number
    if not text:
        return f'<c r="{place}" s="{number}"/>'
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{place}" s="{number}" t="inlineStr"><is><t{space}>{escape(guard_codes(text))}</t></is></c>'


def _other(place: str, value: Value | Formula, style: Style) -> str:
    match value:
        case None:
            return f'<c r="{place}" s="{style.number}"/>'
        case Formula(text, result):
            inner = f"<f>{escape(text)}</f><v>{result}</v>"
        case datetime():
            since = value.replace(tzinfo=None) - datetime.combine(_FIRST, time.min)
            inner = f"<v>{since / timedelta(days=1):.10f}</v>"
        case date():
            inner = f"<v>{(value - _FIRST).days}</v>"
        case _:
            inner = f"<v>{value}</v>"
    return f'<c r="{place}" s="{style.number}">{inner}</c>'
