"""The report's blocks as plain data, for what is not written in code: the page's and the PDF's templates."""

from collections.abc import Callable
from typing import Any

from reports.charts import svg
from reports.committee.blocks import Block, Grid, Heading, Note, Paragraph, Picture, Points
from reports.committee.content import Section
from reports.word.text import CellText, Run, Words, edged, paragraphs

Data = dict[str, Any]
Make = Callable[[str], str]
"""Makes a text that the file or page can hold."""


def section_data(section: Section, make: Make) -> Data:
    """A section: its title and its blocks."""
    blocks = [block_data(block, make) for block in section.blocks]
    return {"title": make(section.title), "blocks": blocks}


def block_data(block: Block, make: Make) -> Data:
    """A block: its kind, and what it holds."""
    match block:
        case Heading(text):
            return {"kind": "heading", "text": make(text)}
        case Paragraph(words, numbered):
            return {"kind": "paragraph", "words": _words(words, make), "numbered": numbered}
        case Note(words):
            return {"kind": "note", "words": _words(words, make)}
        case Points(items, numbered):
            said = [_words(item, make) for item in items]
            return {"kind": "points", "points": said, "numbered": numbered}
        case Grid():
            return grid_data(block, make)
        case Picture(chart):
            words = make(chart.description)
            return {"kind": "picture", "svg": svg(chart).decode(), "words": words}


def grid_data(grid: Grid, make: Make) -> Data:
    """A table. ``letters`` is how many it holds."""
    rows: list[Data] = [
        {
            "cells": [_cell(cell, make) for cell in row.cells],
            "bold": row.bold,
            "span": row.span,
            "shaded": row.shaded,
        }
        for row in grid.rows
    ]
    return {
        "kind": "grid",
        "caption": make(grid.caption),
        "description": make(grid.description),
        "columns": [
            {"title": one.title, "width": one.width_cm, "right": one.right} for one in grid.columns
        ],
        "rows": rows,
        "letters": sum(_letters(row) for row in rows),
    }


def _letters(row: Data) -> int:
    """How much a row says."""
    return sum(len(run["text"]) for cell in row["cells"] for words in cell for run in words)


def _cell(text: CellText, make: Make) -> list[list[Data]]:
    return [_words(words, make) for words in paragraphs(text)]


def _words(words: Words, make: Make) -> list[Data]:
    runs = [Run(words)] if isinstance(words, str) else words
    return [
        {"text": edged(run.text, make), "bold": run.bold, "fill": run.fill, "ink": run.ink}
        for run in runs
    ]
