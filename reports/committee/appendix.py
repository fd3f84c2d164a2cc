"""The committee report's appendix: every project commissioned with its story, and where the money went."""

from collections.abc import Iterable, Sequence

from bids.states import State
from monitoring.models import Return
from reports import pictures
from reports.charts import Chart, png, svg
from reports.figures import (
    Figures,
    Project,
    by_priority,
    rag_count,
    reached,
    serving_several,
    totals,
)
from reports.word.document import Paper
from reports.word.table import Column, Row
from reports.word.text import CellText, Run
from reports.wording import (
    capital,
    count,
    listing,
    none_or,
    one_line,
    percent,
    sentence,
    verb,
)
from rounds.models import Owner, Pot
from ui.dates import format_date
from ui.money import format_pence

RAG_LOOK = {
    Return.Rag.GREEN.value: ("00703C", "FFFFFF"),
    Return.Rag.AMBER.value: ("F9B26A", "0B0C0C"),
    Return.Rag.RED.value: ("B3261E", "FFFFFF"),
}
"""Fill and letters of each rating. The word stands there too: colour is never alone."""

MOST_ON_A_PAGE = 2_000
"""Letters of a story that is kept on one page."""

SHORT_CHART = 4
"""Bars of a chart that stays on the page of the table under it."""

PROJECTS = (
    Column("Organisation funded", 6.2),
    Column("Project name", 7.6),
    Column("Total funding", 2.8, right=True),
)


def heading(figures: Figures) -> str:
    """What the appendix is headed."""
    return f"{figures.round.title} - Commissioned Projects"


def write_appendix(paper: Paper, figures: Figures, *, level: int) -> None:
    """Write the appendix; its sections are headings of a level."""
    _projects(paper, figures, level)
    _by_pot(paper, figures, level)
    _by_priority(paper, figures, level)
    _progress(paper, figures, level)
    _others(paper, figures, level)


def _projects(paper: Paper, figures: Figures, level: int) -> None:
    for pot in Pot:
        tactical = pot == Pot.TACTICAL
        paper.heading(
            "Awards from the tactical pot" if tactical else "Projects funded from the main pot",
            level,
        )
        projects = figures.on(pot)
        if not projects:
            paper.plain(f"No project has been commissioned from the {pot.value} pot yet.")
            continue
        rows = [row for project in projects for row in _story(project)]
        sums = totals(projects)
        words = f"Total, {count(sums.projects, 'project')}"
        rows.append(Row([words, "", format_pence(sums.awarded_pence)], bold=True))
        paper.table(
            f"Projects commissioned from the {pot.value} pot",
            PROJECTS,
            rows,
            description=(
                "Each project has a row with the organisation funded, the project’s name and its total "
                "funding, and under it a row across the table with its story."
            ),
        )


def _story(project: Project) -> list[Row]:
    """A project's two rows: what was awarded to whom, and its story."""
    names = [one_line(project.organisation), one_line(project.name)]
    story = list(_paragraphs(project))
    letters = sum(len(run.text) for paragraph in story for run in paragraph)
    return [
        Row(
            [*names, format_pence(project.awarded_pence)],
            bold=True,
            shaded=True,
            keep_with_next=True,
        ),
        Row([story], span=True, whole=letters < MOST_ON_A_PAGE),
    ]


def _paragraphs(project: Project) -> Iterable[list[Run]]:
    yield [Run("Reference: ", bold=True), Run(project.reference)]
    yield [Run("What it does. ", bold=True), Run(sentence(project.summary))]
    if project.outcomes:
        yield [Run("What it is to achieve. ", bold=True), Run(sentence(project.outcomes))]
    latest = project.latest
    if latest is None:
        yield [Run("Progress. ", bold=True), Run(_before_a_return(project))]
    else:
        day = format_date(latest.ends)
        yield [
            Run(f"Progress to {day}: ", bold=True),
            rag_label(latest.rag),
            Run(f" {sentence(latest.words)}"),
        ]
        yield [Run("People reached: ", bold=True), Run(f"{people(project)}.")]
        if latest.measures:
            said = (
                f"{name}: {actual} (target {target})" for name, target, actual in latest.measures
            )
            yield [Run("Measures. ", bold=True), Run(sentence("; ".join(said)))]
    yield [Run("Money. ", bold=True), Run(_money(project))]


def _before_a_return(project: Project) -> str:
    if not project.accepted:
        return "The offer has been made; the organisation has not accepted the agreement yet."
    return "The agreement is accepted; no return has been accepted yet."


def people(project: Project) -> str:
    """The people reached in words: ``214 of a target of 600 (36%)``."""
    if project.latest is None or project.latest.reached is None:
        return (
            f"not reported; the target is {project.target:,}" if project.target else "not reported"
        )
    if not project.target:
        return f"{reached(project):,}; no target was set"
    share = percent(reached(project), project.target)
    return f"{reached(project):,} of a target of {project.target:,} ({share})"


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


def rag_label(rag: str) -> Run:
    """A rating as a coloured label that says its colour."""
    fill, ink = RAG_LOOK[rag]
    return Run(f" {Return.Rag(rag).label} ", bold=True, fill=fill, ink=ink)


def _by_pot(paper: Paper, figures: Figures, level: int) -> None:
    paper.heading("Spend against allocation by pot", level)
    _chart(paper, pictures.pots(figures))
    keys = ["allocation", "committed", "paid", "available"]
    if figures.pot_total("returned_pence"):
        keys.append("returned")
    rows = [
        Row([Pot(name).label, *(format_pence(int(str(dict(pot)[f"{k}_pence"]))) for k in keys)])
        for name, pot in figures.pots.items()
    ]
    sums = [format_pence(figures.pot_total(f"{key}_pence")) for key in keys]
    width = 13.4 / len(keys)
    paper.table(
        "Allocation and spend by pot",
        [Column("Pot", 3.2), *(Column(key.capitalize(), width, right=True) for key in keys)],
        [*rows, Row(["Total", *sums], bold=True)],
    )
    paper.note(
        "Committed counts all that is promised to projects, what has been paid included. "
        "Paid is net of what was recovered."
    )


def _by_priority(paper: Paper, figures: Figures, level: int) -> None:
    paper.heading("Spend by priority", level)
    if not figures.projects:
        paper.plain("No project has been commissioned yet, so no money stands under any priority.")
        return
    _chart(paper, pictures.priorities(figures))
    served = by_priority(figures.projects, figures.priorities)
    for owner in Owner:
        whose = pictures.owner_name(figures, owner)
        rows = [
            Row(
                [
                    f"{row.code} {row.title}",
                    f"{row.totals.projects:,}",
                    *map(format_pence, (row.totals.awarded_pence, row.totals.paid_pence)),
                    format_pence(row.totals.spent_pence),
                ]
            )
            for row in served
            if row.owner == owner
        ]
        paper.table(
            f"{whose}: awarded, paid and reported as spent",
            (
                Column("Priority", 6.9),
                Column("Projects", 1.9, right=True),
                Column("Awarded", 2.7, right=True),
                Column("Paid", 2.5, right=True),
                Column("Spent", 2.6, right=True),
            ),
            rows,
        )
        paper.note(_counted_twice(figures, owner))


def _counted_twice(figures: Figures, owner: Owner) -> str:
    """Why the column of a priorities' table must not be added up."""
    several, everything = serving_several(figures.projects, owner), totals(figures.projects)
    if not several:
        return f"Each project serves one of these priorities; together {_total(everything.awarded_pence)}."
    who = (
        "Each of the projects serves"
        if several == everything.projects > 1
        else f"{several:,} of the {count(everything.projects, 'project')} {verb(several, 'serves', 'serve')}"
    )
    return (
        f"{who} more than one of these priorities and counts in full under each, so the rows add up to "
        f"more than the {format_pence(everything.awarded_pence)} awarded and are not totalled."
    )


def _total(pence: int) -> str:
    return f"they have {format_pence(pence)}"


def _progress(paper: Paper, figures: Figures, level: int) -> None:
    paper.heading("Progress of each project", level)
    if not figures.projects:
        paper.plain("No project has been commissioned yet, so there is no progress to report.")
        return
    paper.plain(rag_sentence(figures))
    paper.table(
        "Progress, people reached and spend of each project",
        (
            Column("Reference", 2.2),
            Column("Project", 4.0),
            Column("RAG", 1.8),
            Column("Reached", 2.5, right=True),
            Column("Funding", 2.05, right=True),
            Column("Spent", 2.0, right=True),
            Column("Forecast", 2.05, right=True),
        ),
        [*(_progress_row(project) for project in figures.projects), _progress_totals(figures)],
    )
    paper.note("Spent and forecast (to the year end) are as the projects report them.")
    _chart(paper, pictures.people(figures))


def _progress_row(project: Project) -> Row:
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


def _progress_totals(figures: Figures) -> Row:
    sums = totals(figures.projects)
    money = (sums.awarded_pence, sums.spent_pence, sums.forecast_pence)
    words = f"{sums.reached:,}"
    if sums.reached == sums.reached_of_target and sums.target:
        words += f" of {sums.target:,}"
    return Row(["Total", "", "", words, *map(format_pence, money)], bold=True)


def rag_sentence(figures: Figures) -> str:
    """``On their latest returns 4 projects are green, 2 amber and 1 red.``"""
    sums = totals(figures.projects)
    if not sums.reported:
        return "No project has sent a return yet."
    rated = [(n, rag) for rag, n in rag_count(figures.projects).items() if n]
    first, *rest = rated
    said = [f"{count(first[0], 'project')} {verb(first[0], 'is', 'are')} {first[1]}"]
    words = f"On the latest returns {listing(said + [f'{n:,} {rag}' for n, rag in rest])}."
    missing = sums.projects - sums.reported
    if missing:
        words += (
            f" {capital(count(missing, 'project'))} {verb(missing, 'has', 'have')} sent none yet."
        )
    return words


def _others(paper: Paper, figures: Figures, level: int) -> None:
    """What else became of bids: those without an award are only ever a number."""
    if figures.ended:
        paper.heading("Projects ended early", level)
        for project in figures.ended:
            paper.plain(
                f"{one_line(project.name)} ({one_line(project.organisation)}) was ended early. "
                f"It had been awarded {format_pence(project.awarded_pence)}; what has been paid to it, "
                f"net of recoveries, is {format_pence(project.paid_pence)}, and the rest is in its pot."
            )
    paper.heading("Bids without an award", level)
    paper.plain(without_award(figures))


def without_award(figures: Figures) -> str:
    """What became of bids without an award, as numbers."""
    tally = figures.tally
    words = [f"{none_or(tally.declined, 'bid')} {verb(tally.declined, 'was', 'were')} declined."]
    if tally.waiting:
        waiting = tally.waiting
        words.append(f"{count(waiting, 'bid')} {verb(waiting, 'awaits', 'await')} a decision.")
    if tally.withdrawn:
        number = tally.withdrawn
        words.append(f"{count(number, 'bid')} {verb(number, 'was', 'were')} withdrawn.")
    if tally.turned_down:
        number = tally.turned_down
        words.append(
            f"{count(number, 'offer')} {verb(number, 'was', 'were')} turned down or lapsed."
        )
    return " ".join(words)


def _chart(paper: Paper, chart: Chart | None) -> None:
    if chart:
        short = len(chart.bars) <= SHORT_CHART
        paper.picture(png(svg(chart)), chart.description, keep_with_next=short)


def names(projects: Sequence[Project]) -> str:
    """Projects in a sentence: ``Safer doors (The Trust)``."""
    return listing(f"{one_line(p.name)} ({one_line(p.organisation)})" for p in projects)
