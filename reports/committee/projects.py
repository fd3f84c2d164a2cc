"""The commissioned projects of the appendix, each with its story and its figures."""

import re
from collections.abc import Iterator, Mapping

from bids.states import State
from monitoring.models import Return
from reports.committee.blocks import Block, Grid, Heading, Paragraph, lines_of
from reports.committee.sentences import people, rag_label
from reports.figures import Figures, Project
from reports.sums import totals
from reports.word.table import Column, Row
from reports.word.text import Run
from reports.wording import count, one_line, sentence
from rounds.models import Pot
from ui.dates import format_date
from ui.money import format_pence

MOST_ON_A_PAGE = 2_000
"""Letters of a story that is kept on one page."""
_LABEL = re.compile(
    r"What it does\.|What it is to achieve\.|What has come of it\.|Progress(?: to \d+ \w+ \d{4})?[.:]"
)
"""How a paragraph of a story may begin; it stands out there."""

PROJECTS = (
    Column("Organisation funded", 6.2),
    Column("Project name", 7.6),
    Column("Total funding", 2.8, right=True),
)
HEADINGS = {
    Pot.MAIN: "Projects funded from the main pot",
    Pot.TACTICAL: "Awards from the tactical pot",
}


def projects(figures: Figures, stories: Mapping[str, str]) -> Iterator[Block]:
    """A table for each pot: what was awarded to whom, and under it what the project does and did.

    ``stories`` are by reference.
    """
    for pot in Pot:
        yield Heading(HEADINGS[pot])
        found = figures.on(pot)
        if not found:
            yield Paragraph(f"No project has been commissioned from the {pot.value} pot yet.")
            continue
        rows = [row for project in found for row in _rows(project, stories[project.reference])]
        sums = totals(found)
        words = f"Total, {count(sums.projects, 'project')}"
        rows.append(Row([words, "", format_pence(sums.awarded_pence)], bold=True))
        yield Grid(
            f"Projects commissioned from the {pot.value} pot",
            PROJECTS,
            rows,
            description=(
                "Each project has a row with the organisation funded, the project’s name and its total "
                "funding, and under it a row across the table with its story."
            ),
        )


def _rows(project: Project, story: str) -> list[Row]:
    """A project's two rows: what was awarded to whom, and its story with its figures."""
    names = [one_line(project.organisation), one_line(project.name)]
    told = list(_paragraphs(project, story))
    letters = sum(len(run.text) for paragraph in told for run in paragraph)
    return [
        Row(
            [*names, format_pence(project.awarded_pence)],
            bold=True,
            shaded=True,
            keep_with_next=True,
        ),
        Row([told], span=True, whole=letters < MOST_ON_A_PAGE),
    ]


def _paragraphs(project: Project, story: str) -> Iterator[list[Run]]:
    yield [Run("Reference: ", bold=True), Run(project.reference)]
    for line in lines_of(story):
        label = _LABEL.match(line)
        begins = label.end() if label else 0
        yield [*([Run(line[:begins], bold=True)] if label else []), Run(line[begins:])]
    if latest := project.latest:
        why = latest.why if latest.rag != Return.Rag.GREEN else ""
        yield [
            Run(f"Rating at {format_date(latest.ends)}: ", bold=True),
            rag_label(latest.rag),
            Run(f" {sentence(why)}".rstrip()),
        ]
        yield [Run("People reached: ", bold=True), Run(f"{people(project)}.")]
        if latest.measures:
            said = (
                f"{name}: {actual} (target {target})" for name, target, actual in latest.measures
            )
            yield [Run("Measures. ", bold=True), Run(sentence("; ".join(said)))]
    yield [Run("Money. ", bold=True), Run(_money(project))]


def story(project: Project) -> list[str]:
    """What the service drafts as a project's story, out of its bid and its latest accepted return."""
    latest = project.latest
    progress = (
        f"Progress to {format_date(latest.ends)}: {sentence(latest.words)}"
        if latest
        else f"Progress. {_before_a_return(project)}"
    )
    told = [("What it does", project.summary), ("What it is to achieve", project.outcomes)]
    came = [("What has come of it", latest.outcomes)] if latest else []
    return [
        *(f"{label}. {sentence(said)}" for label, said in told if said),
        progress,
        *(f"{label}. {sentence(said)}" for label, said in came if said),
    ]


def _before_a_return(project: Project) -> str:
    if not project.accepted:
        return "The offer has been made; the organisation has not accepted the agreement yet."
    return "The agreement is accepted; no return has been accepted yet."


def _money(project: Project) -> str:
    words = []
    if latest := project.latest:
        words.append(
            f"{format_pence(latest.spent_pence)} spent to date; "
            f"{format_pence(latest.forecast_pence)} forecast to the year end."
        )
    words.append(f"{format_pence(project.paid_pence)} has been paid.")
    if project.committed_pence < project.awarded_pence:
        released = project.awarded_pence - project.committed_pence
        words.append(f"{format_pence(released)} of the award has gone back to the pot.")
    if project.state == State.CLOSED:
        words.append("The project is closed.")
    return " ".join(words)
