"""Tables in a Word file, with a header row that repeats and words for who cannot see them.

The cells are written straight into the XML: python-docx walks the whole table for each cell, which takes
minutes where there are a hundred projects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from reports.word.styles import CELL_ID
from reports.word.text import CellText, Run, fill, paragraphs
from reports.wording import one_line

HEAD = "12436D"
LINE = "B1B4B6"
BAND = "F3F6F9"
LETTER_CM, MARGINS_CM = 0.22, 0.32
"""About what a bold letter of a title takes, and the empty space beside the text of a cell."""
MOST_TOGETHER = 8
"""Rows of a table that is kept on one page, its header included."""


@dataclass(frozen=True)
class Column:
    """A column of a table. Numbers are set to the right."""

    title: str
    width_cm: float
    right: bool = False


@dataclass(frozen=True)
class Row:
    """A row: a text for each column, or one that spans them all (``span``)."""

    cells: Sequence[CellText]
    bold: bool = False
    span: bool = False
    keep_with_next: bool = False
    shaded: bool = False
    whole: bool = True
    """Whether the row stays on one page; a long one may be cut."""


def add_table(
    document: Any,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    heads: bool = True,
    description: str,
    style: str = CELL_ID,
) -> None:
    """Put a table at the end of the document. Something other than a table must follow it."""
    columns = with_room(columns)
    found = ([Row([column.title for column in columns], bold=True)] if heads else []) + list(rows)
    table = document.add_table(rows=0, cols=len(columns))
    _look(table._tbl, columns, heads, description)
    together = len(found) <= MOST_TOGETHER
    for number, row in enumerate(found):
        keep = row.keep_with_next or (together and number + 1 < len(found))
        _add_row(
            table,
            columns,
            replace(row, keep_with_next=keep),
            is_head=heads and number == 0,
            first_is_head=not heads,
            style=style,
        )


def with_room(columns: Sequence[Column]) -> list[Column]:
    """The columns, none so narrow that a word of its title is broken; the widest gives the space."""
    widths = [max(column.width_cm, _least(column)) for column in columns]
    widest = max(range(len(widths)), key=widths.__getitem__)
    widths[widest] -= sum(widths) - sum(column.width_cm for column in columns)
    return [replace(column, width_cm=width) for column, width in zip(columns, widths, strict=True)]


def _least(column: Column) -> float:
    return MARGINS_CM + LETTER_CM * max(map(len, column.title.split()), default=0)


def _look(table: Any, columns: Sequence[Column], heads: bool, description: str) -> None:
    """Write the table's properties, in the order that the format asks for."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in sides
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90))
    )
    first = f'w:firstRow="{int(heads)}" w:firstColumn="{int(not heads)}" w:lastRow="0"'
    properties = parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblW w:w="{sum(map(_twips, columns))}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
        f'<w:tblLook {first} w:noHBand="1" w:noVBand="1"/><w:tblDescription w:val=""/></w:tblPr>'
    )
    properties[-1].set(qn("w:val"), one_line(description))
    table.replace(table.tblPr, properties)
    for grid, column in zip(table.tblGrid.findall(qn("w:gridCol")), columns, strict=True):
        grid.set(qn("w:w"), str(_twips(column)))


def _twips(column: Column) -> int:
    return round(column.width_cm * 567)


def _add_row(
    table: Any,
    columns: Sequence[Column],
    row: Row,
    *,
    is_head: bool,
    first_is_head: bool,
    style: str,
) -> None:
    element = table._tbl.add_tr()
    marks = element.get_or_add_trPr()
    if row.whole:
        marks.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if is_head:
        marks.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    shown = columns[:1] if row.span else columns
    for place, (column, words) in enumerate(zip(shown, row.cells, strict=True)):
        cell = element.add_tc()
        width = sum(map(_twips, columns)) if row.span else _twips(column)
        cell.width = width * 635
        if row.span:
            cell.grid_span = len(columns)
        strong = row.bold or (first_is_head and place == 0)
        if is_head or row.shaded or (first_is_head and place == 0):
            shade = HEAD if is_head else BAND
            look = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{shade}"/>'
            cell.get_or_add_tcPr().append(parse_xml(look))
        ink = "FFFFFF" if is_head else ""
        _write(_Cell(cell, table), words, row, style, bold=strong, ink=ink, right=column.right)


def _write(
    cell: _Cell, words: CellText, row: Row, style: str, *, bold: bool, ink: str, right: bool
) -> None:
    for number, part in enumerate(paragraphs(words)):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph._p.style = style  # by its id: python-docx looks a name up among all styles
        if right and not row.span:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = row.keep_with_next or None
        fill(paragraph, [Run(part, ink=ink)] if isinstance(part, str) else part, bold=bold)
