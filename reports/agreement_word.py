"""A grant agreement and an award letter in Word: exactly the text of their pages."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from docx.shared import Twips

from awards.written import Block, Clause, Grid, Written
from bids.models import Bid
from reports.word.document import Paper
from reports.word.styles import WIDTH_CM
from reports.word.table import Column, Row
from ui.parts import Fact

INDENT = Twips(680)
"""Where the words of a numbered clause begin."""
AMOUNT_CM = 3.6


def render(written: Written, bid: Bid, *, at: datetime, facts: Iterable[Fact] = ()) -> bytes:
    """The file, dated as the award was; ``facts`` say how it was accepted."""
    paper = Paper(
        title=f"{written.title} {bid.reference}",
        author=bid.round.partnership.name,
        subject=bid.project,
        footer=f"{written.title} · {bid.reference}",
        at=at,
    )
    paper.title(written.title)
    for line in written.opening:
        paper.line(line)
    for section in written.sections:
        paper.heading(section.heading, numbered=section.number is not None)
        for block in section.blocks:
            _write(paper, block, section.heading, counted=section.number is not None)
    if told := list(facts):
        paper.heading(_("Accepted"))
        columns = [Column("", AMOUNT_CM), Column("", WIDTH_CM - AMOUNT_CM)]
        rows = [Row([fact.key, "\n".join(map(str, fact.value.parts))]) for fact in told]
        paper.table("", columns, rows, heads=False, description=_("How it was accepted"))
        paper.note("")
    return paper.save()


def _write(paper: Paper, block: Block, heading: str, *, counted: bool) -> None:
    match block:
        case Grid():
            paper.table("", _columns(block), map(Row, block.rows), description=heading)
            paper.note("")
        case Clause():
            paper.paragraph(block.text)
        case _:
            paper.plain(block)
            if counted:
                paper.document.paragraphs[-1].paragraph_format.left_indent = INDENT


def _columns(grid: Grid) -> list[Column]:
    """Amounts are narrow, the rest share the page."""
    money = [grid.is_money(place) for place in range(len(grid.titles))]
    wide = (WIDTH_CM - AMOUNT_CM * sum(money)) / max(len(money) - sum(money), 1)
    return [
        Column(title, AMOUNT_CM if is_money else wide, right=is_money)
        for title, is_money in zip(grid.titles, money, strict=True)
    ]
