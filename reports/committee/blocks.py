"""What the report is put together from, whatever it is written as: paragraphs, lists, tables, charts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.charts import Chart
from reports.word.table import Column, Row
from reports.word.text import Words
from reports.wording import clean

DASH = "- "
_DASHES = ("- ", "• ", "* ", "– ")


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: numbered under its section, unless it says otherwise."""

    words: Words
    numbered: bool = False


@dataclass(frozen=True)
class Note:
    """A remark under a table."""

    words: Words


@dataclass(frozen=True)
class Points:
    """A list of points; ``numbered`` ones count 1, 2, 3, and a report has one such list."""

    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. ``heads`` off: it has no row of headings, and the first cell of each row names it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    heads: bool = True
    description: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart. Its numbers stand in a table beside it."""

    chart: Chart


Block = Heading | Paragraph | Note | Points | Grid | Picture


def blocks_of(text: str, *, numbered: bool = False) -> Iterator[Block]:
    """A text as it is typed: a paragraph on each line, and points on lines that begin with a dash."""
    points: list[str] = []
    for line in lines_of(text):
        if line.startswith(_DASHES):
            points.append(line[2:].strip())
            continue
        if points:
            yield Points(tuple(points))
            points = []
        yield Paragraph(line, numbered)
    if points:
        yield Points(tuple(points))


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def typed(paragraphs: Iterable[str | list[str]]) -> str:
    """Paragraphs and lists as a text to type in: the other way round of ``blocks_of``."""
    lines = []
    for one in paragraphs:
        lines += [one] if isinstance(one, str) else [f"{DASH}{item}" for item in one]
    return "\n\n".join(lines).replace(f"\n\n{DASH}", f"\n{DASH}")
