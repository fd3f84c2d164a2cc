"""Why a bid got what it got, as a page of Word."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from docx.shared import Cm, Pt

from reports.why.words import Record
from reports.word.document import Paper
from reports.word.parts import page_table, words
from reports.word.styles import CELL, WIDTH_CM
from reports.word.table import Column, Row
from ui.parts import Fact

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
            page_table(paper, section.table, first_cm=FIRST_CM)
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
