"""The September report to the council's committee as a Word file: the projects commissioned and the progress
made. The same records always give the same bytes.
"""

from collections.abc import Iterable

from reports.charts import png, svg
from reports.committee.blocks import Block, Grid, Heading, Note, Paragraph, Picture, Points
from reports.committee.content import (
    Report,
    appendix_alone,
    build,
    front_grid,
    opening,
    report_of,
)
from reports.committee.house_style import fields_of, style_of
from reports.figures import Figures
from reports.word.document import Paper
from rounds.models import Round

SHORT_CHART = 4
"""Bars of a chart that stays on the page of the table under it."""


def render(round: Round, *, appendix_only: bool = False) -> bytes:
    """The report of a round as a Word file, or its appendix alone for a wider update."""
    style = style_of(round.partnership)
    return write_report(report_of(round), appendix_only=appendix_only, style=style)


def write(figures: Figures, *, appendix_only: bool = False) -> bytes:
    """The report that figures make on their own."""
    return write_report(build(figures), appendix_only=appendix_only)


def write_report(
    report: Report, *, appendix_only: bool = False, style: bytes | None = None
) -> bytes:
    """The report as a Word file, in the house ``style`` where there is one."""
    alone = appendix_alone(report)
    title = alone.title if appendix_only else report.title
    paper = Paper(
        title=title,
        author=report.author,
        subject=report.subject,
        footer=title,
        at=report.at,
        template=style,
        fields={**fields_of(report), "title": title},
    )
    if appendix_only:
        if "title" not in paper.said:
            paper.title(title)
        put(paper, alone.blocks, level=1)
        return paper.save()
    _front(paper, report)
    _sections(paper, report)
    for attached in report.appendices:
        paper.heading(attached.title, new_page=True)
        put(paper, attached.blocks, level=2)
    return paper.save()


def _front(paper: Paper, report: Report) -> None:
    """The front page; what the template's own pages say is not said twice."""
    if "meeting" not in paper.said:
        paper.line(report.committee, bold=True)
    if "date" not in paper.said:
        paper.line(report.day)
    if "title" not in paper.said:
        paper.title(report.title)
    put(paper, [front_grid(report)], level=2)
    for section in opening(report):
        paper.heading(section.title)
        put(paper, section.blocks, level=2)


def _sections(paper: Paper, report: Report) -> None:
    paper.title(report.title, new_page=True)
    for section in report.sections:
        paper.heading(section.title, numbered=True)
        put(paper, section.blocks, level=2)


def put(paper: Paper, blocks: Iterable[Block], *, level: int) -> None:
    """Write blocks into a paper; the headings among them are of a level."""
    for block in blocks:
        match block:
            case Heading(text):
                paper.heading(text, level)
            case Paragraph(words, numbered=True):
                paper.paragraph(words)
            case Paragraph(words):
                paper.plain(words)
            case Note(words):
                paper.note(words)
            case Points(items, numbered=True):
                paper.numbers(items)
            case Points(items):
                paper.bullets(items)
            case Grid():
                paper.table(
                    block.caption,
                    block.columns,
                    block.rows,
                    heads=block.heads,
                    description=block.description,
                )
            case Picture(chart):
                short = len(chart.bars) <= SHORT_CHART
                paper.picture(png(svg(chart)), chart.description, keep_with_next=short)
