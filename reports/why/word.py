"""Why a bid got what it got, as a page of Word."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from docx.shared import Cm, Pt

from reports.why.words import Record
from reports.word.document import Paper
from reports.word.styles import CELL, WIDTH_CM
from reports.word.table import Column, Row
from ui.parts import Badge, Fact, Lines, Link, Part, Table, Tick

FIRST_CM = 4.6
SMALL = (
    ("Title", 15, 0, 4),
    ("Heading 1", 10.5, 5, 2),
    (CELL, 8.5, 0, 0),
    ("Normal", 9, 0, 2),
)
"""Styles with their sizes, and the gaps before and after, in points."""


def render(record: Record) -> bytes:
    """The file. What is empty says so, as on the page."""
    bid = record.bid
    paper = Paper(
        title=_("Why: %(bid)s %(project)s") % {"bid": bid.reference, "project": record.title},
        author=bid.round.partnership.name,
        subject=bid.round.title,
        footer=f"{bid.reference} · {bid.round.title}",
        at=bid.history.latest("pk").recorded_at,
    )
    _narrow(paper)
    paper.title(f"{bid.reference} {record.title}")
    for section in record.sections:
        paper.heading(section.title)
        if section.facts:
            _facts(paper, section.title, section.facts)
        if section.table:
            _table(paper, section.table)
        if not section.facts and not section.table:
            paper.plain(section.quiet)
    return paper.save()


def _narrow(paper: Paper) -> None:
    """Smaller letters and gaps than a report has, so that the record is one side of A4."""
    for name, size, before, after in SMALL:
        style = paper.document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0
    section = paper.document.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.4)


def _facts(paper: Paper, title: str, facts: Iterable[Fact]) -> None:
    columns = [Column("", FIRST_CM), Column("", WIDTH_CM - FIRST_CM)]
    rows = [Row([fact.key, words(fact.value)]) for fact in facts]
    paper.table("", columns, rows, heads=False, description=title)


def _table(paper: Paper, table: Table) -> None:
    """A table of the page, its other columns alike in width."""
    count = len(table.columns)
    width = (WIDTH_CM - FIRST_CM) / max(count - 1, 1)
    columns = [
        Column(one.title, FIRST_CM if place == 0 else width, right=one.numeric)
        for place, one in enumerate(table.columns)
    ]
    paper.table("", columns, [Row(cells) for cells in texts(table)], description=table.caption)


def texts(table: Table) -> Iterator[list[str]]:
    """The rows of a table as texts."""
    for drawn in table.drawn():
        cells = drawn.get("cells")
        if isinstance(cells, list):
            yield [words(cell.value) for cell in cells]


def words(value: Lines) -> str:
    """What a cell says, line by line."""
    return "\n".join(part for part in [*map(_part, value.parts), value.hint] if part)


def _part(part: Part) -> str:
    match part:
        case Badge() | Link():
            return str(part.text)
        case Tick():
            return part.label
        case _:
            return part
