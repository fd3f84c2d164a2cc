"""The appendix's progress of each project, and what became of the others. Amounts are pence."""

from collections.abc import Iterator

from reports import pictures
from reports.committee.blocks import Block, Grid, Heading, Note, Paragraph, Picture
from reports.committee.sentences import rag_label, rag_sentence, without_award
from reports.figures import Figures, Project
from reports.sums import reached, totals
from reports.word.table import Column, Row
from reports.word.text import CellText
from reports.wording import one_line
from ui.money import format_pence

COLUMNS = (
    Column("Reference", 2.1),
    Column("Project", 3.7),
    Column("RAG", 1.6),
    Column("Reached", 2.6, right=True),
    Column("Funding", 2.2, right=True),
    Column("Spent", 2.2, right=True),
    Column("Forecast", 2.2, right=True),
)


def progress_blocks(figures: Figures) -> Iterator[Block]:
    """How each project goes: its rating, the people reached and the money."""
    yield Heading("Progress of each project")
    if not figures.projects:
        yield Paragraph("No project has been commissioned yet, so there is no progress to report.")
        return
    yield Paragraph(rag_sentence(figures))
    if chart := pictures.ratings(figures):
        yield Picture(chart)
    yield Grid(
        "Progress, people reached and spend of each project",
        COLUMNS,
        [*(_row(project) for project in figures.projects), _totals(figures)],
    )
    yield Note("Spent and forecast (to the year end) are as the projects report them.")
    if chart := pictures.people(figures):
        yield Picture(chart)


def _row(project: Project) -> Row:
    latest = project.latest
    rag: CellText = [rag_label(latest.rag)] if latest else "No return"
    return Row(
        [
            project.reference,
            one_line(project.name),
            rag,
            _reached_of_target(project),
            format_pence(project.awarded_pence),
            format_pence(latest.spent_pence) if latest else "–",
            format_pence(latest.forecast_pence) if latest else "–",
        ]
    )


def _reached_of_target(project: Project) -> str:
    known = project.latest is not None and project.latest.reached is not None
    words = f"{reached(project):,}" if known else "–"
    return f"{words} of {project.target:,}" if project.target else words


def _totals(figures: Figures) -> Row:
    sums = totals(figures.projects)
    money = (sums.awarded_pence, sums.spent_pence, sums.forecast_pence)
    words = f"{sums.reached:,}"
    if sums.reached == sums.reached_of_target and sums.target:
        words += f" of {sums.target:,}"
    return Row(["Total", "", "", words, *map(format_pence, money)], bold=True)


def other_blocks(figures: Figures) -> Iterator[Block]:
    """What else became of bids: those without an award are only ever a number."""
    if figures.ended:
        yield Heading("Projects ended early")
        for project in figures.ended:
            yield Paragraph(
                f"{one_line(project.name)} ({one_line(project.organisation)}) was ended early. "
                f"It had been awarded {format_pence(project.awarded_pence)}; what has been paid to it, "
                f"net of recoveries, is {format_pence(project.paid_pence)}, and the rest is in its pot."
            )
    yield Heading("Bids without an award")
    yield Paragraph(without_award(figures))
