"""The September report to the council's committee: the projects commissioned and the progress made.

Its headings and their order are those of the council's own reports. ``render`` gives a Word file; the same
records always give the same bytes.
"""

from collections.abc import Iterable

from reports.committee.appendix import heading, write_appendix
from reports.committee.implications import implications
from reports.committee.sections import (
    background,
    grant,
    next_steps,
    options,
    preferred,
    recommendations,
    risks,
    summary,
)
from reports.figures import Figures, gather, wards
from reports.word.document import Paper
from reports.word.table import Column, Row
from reports.word.text import Run
from rounds.models import Round
from ui.dates import format_date

TO_ENTER = Run("To be entered by the report author", fill="FFF2B3")


def render(round: Round, *, appendix_only: bool = False) -> bytes:
    """The report of a round as a Word file, or its appendix alone for a wider update."""
    return write(gather(round), appendix_only=appendix_only)


def write(figures: Figures, *, appendix_only: bool = False) -> bytes:
    """The report that figures make."""
    round = figures.round
    title = heading(figures) if appendix_only else report_title(round)
    paper = Paper(
        title=title,
        author=figures.officer or round.partnership.name,
        subject=f"{round.partnership.name}, {round.financial_year}",
        footer=title,
        at=figures.as_at,
    )
    if appendix_only:
        paper.title(title)
        write_appendix(paper, figures, level=1)
        return paper.save()
    _front(paper, figures)
    _sections(paper, figures)
    paper.heading(f"Appendix 1: {heading(figures)}", new_page=True)
    write_appendix(paper, figures, level=2)
    return paper.save()


def report_title(round: Round) -> str:
    """What the report is called."""
    return f"{round.title}: Projects Commissioned and Progress"


def _front(paper: Paper, figures: Figures) -> None:
    round = figures.round
    committee, day = round.partnership.committee, format_date(round.committee)
    paper.line(committee, bold=True)
    paper.line(day)
    paper.title(report_title(round))
    paper.table(
        "",
        (Column("", 5.6), Column("", 11.0)),
        [
            Row(["Final Decision-Maker", committee]),
            Row(["Lead Head of Service", [TO_ENTER]]),
            Row(["Lead Officer and Report Author", figures.officer or [TO_ENTER]]),
            Row(["Classification", "Public"]),
            Row(["Wards affected", wards(figures.projects)]),
        ],
        heads=False,
        description="Who decides, who wrote the report, its classification and the wards affected.",
    )
    paper.heading("Executive Summary")
    for words in summary(figures):
        paper.plain(words)
    paper.heading(f"This report makes the following recommendations to {committee}")
    paper.numbers(recommendations(figures))
    paper.heading("Timetable")
    paper.table(
        "",
        (Column("Meeting", 11.0), Column("Date", 5.6)),
        [Row([committee, day])],
        description="The meeting that the report goes to, and its date.",
    )


def _sections(paper: Paper, figures: Figures) -> None:
    round = figures.round
    paper.title(report_title(round), new_page=True)
    paper.heading("Introduction and background", numbered=True)
    for words in background(figures):
        if isinstance(words, str):
            paper.paragraph(words)
        else:
            paper.bullets(words)
    _section(paper, f"The grant: {round.title}", grant(figures))
    _section(paper, "Available options", options(figures))
    _section(paper, "Preferred option and reasons for recommendations", preferred(figures))
    _section(paper, "Risk", risks(figures))
    _section(
        paper, "Next steps: communication and implementation of the decision", next_steps(figures)
    )
    paper.heading("Cross-cutting issues and implications", numbered=True)
    paper.table(
        "",
        (Column("Issue", 3.6), Column("Implications", 9.2), Column("Sign-off", 3.8)),
        [
            Row(
                [
                    [Run(row.issue, bold=True)],
                    row.words,
                    [[Run(row.signs)], [Run("Name and date:", fill="FFF2B3")]],
                ]
            )
            for row in implications(figures)
        ],
        description="Ten issues, what this report means for each, and the post that signs.",
    )
    paper.heading("Report appendices", numbered=True)
    paper.paragraph("The following document is published with this report and forms part of it:")
    paper.bullets([f"Appendix 1: {heading(figures)}"])


def _section(paper: Paper, title: str, paragraphs: Iterable[str]) -> None:
    paper.heading(title, numbered=True)
    for words in paragraphs:
        paper.paragraph(words)
