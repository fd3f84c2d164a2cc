"""The appendix's money: by pot, by priority, by area, and what is likely to be left. Amounts are pence."""

from collections.abc import Iterator

from monitoring.underspend.sums import Position, PotPosition, pot_position
from reports import pictures
from reports.areas import by_area, in_several_areas
from reports.committee.blocks import Block, Grid, Heading, Note, Paragraph, Picture
from reports.figures import Figures, Project
from reports.sums import Totals, by_priority, serving_several, totals
from reports.word.table import Column, Row
from reports.wording import count, one_line, part_of, verb
from rounds.models import Owner, Pot
from ui.dates import financial_year_end, format_date
from ui.money import format_pence

MOST_UNDERSPENT = 25
"""Projects in the table of what is likely to be left; the largest amounts come first."""


def by_pot_blocks(figures: Figures) -> Iterator[Block]:
    """Allocation and spend by pot."""
    yield Heading("Spend against allocation by pot")
    yield Picture(pictures.pots(figures))
    keys = ["allocation", "committed", "paid", "available"]
    if figures.pot_total("returned_pence"):
        keys.append("returned")
    rows = [
        Row([Pot(name).label, *(format_pence(int(str(dict(pot)[f"{k}_pence"]))) for k in keys)])
        for name, pot in figures.pots.items()
    ]
    sums = [format_pence(figures.pot_total(f"{key}_pence")) for key in keys]
    width = 13.4 / len(keys)
    yield Grid(
        "Allocation and spend by pot",
        [Column("Pot", 3.2), *(Column(key.capitalize(), width, right=True) for key in keys)],
        [*rows, Row(["Total", *sums], bold=True)],
    )
    yield Note(
        "Committed counts all that is promised to projects, what has been paid included. "
        "Paid is net of what was recovered."
    )


def by_priority_blocks(figures: Figures) -> Iterator[Block]:
    """What is awarded, paid and spent under each priority."""
    yield Heading("Spend by priority")
    if not figures.projects:
        yield Paragraph(
            "No project has been commissioned yet, so no money stands under any priority."
        )
        return
    if chart := pictures.priorities(figures):
        yield Picture(chart)
    served = by_priority(figures.projects, figures.priorities)
    for owner in Owner:
        whose = pictures.owner_name(figures, owner)
        yield Grid(
            f"{whose}: awarded, paid and reported as spent",
            _columns("Priority"),
            [_row(f"{row.code} {row.title}", row.totals) for row in served if row.owner == owner],
        )
        several = serving_several(figures.projects, owner)
        yield Note(_counted(figures, several, "serves", "serve", "of these priorities"))


def by_area_blocks(figures: Figures) -> Iterator[Block]:
    """What is awarded, paid and spent in each area."""
    yield Heading("Spend by area")
    if not figures.projects:
        yield Paragraph("No project has been commissioned yet, so no money stands in any area.")
        return
    areas = by_area(figures.projects)
    yield Grid(
        "By area: awarded, paid and reported as spent",
        _columns("Area"),
        [_row(area.name, area.totals) for area in areas],
    )
    several = in_several_areas(figures.projects)
    yield Note(_counted(figures, several, "is", "are", "area", for_="for "))


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first, 6.9),
        Column("Projects", 1.9, right=True),
        Column("Awarded", 2.7, right=True),
        Column("Paid", 2.5, right=True),
        Column("Spent", 2.6, right=True),
    )


def _row(name: str, sums: Totals) -> Row:
    money = (sums.awarded_pence, sums.paid_pence, sums.spent_pence)
    return Row([one_line(name), f"{sums.projects:,}", *map(format_pence, money)])


def _counted(
    figures: Figures, several: int, one: str, more: str, what: str, *, for_: str = ""
) -> str:
    """Why a column must not be added up, or what it adds up to."""
    everything = totals(figures.projects)
    awarded = format_pence(everything.awarded_pence)
    if not several:
        return f"Each project {one} {for_}one {what}; together they have {awarded}."
    who, counts = f"Each of the projects {one}", "counts"
    if several < everything.projects or several == 1:
        some = part_of(several, everything.projects, "project")
        who, counts = f"{some} {verb(several, one, more)}", verb(several, "counts", "count")
    return (
        f"{who} {for_}more than one {what} and {counts} in full under each, so the rows add up to "
        f"more than the {awarded} awarded and are not totalled."
    )


def underspend_blocks(figures: Figures) -> Iterator[Block]:
    """What is likely to be left of each pot at the year's end, and of which projects."""
    yield Heading("Likely underspend at the year end")
    found = pot_positions(figures)
    ends = format_date(financial_year_end(figures.round.financial_year))
    left = sum(pot.unspent for pot in found.values())
    yield Paragraph(
        f"If nothing more is awarded or released, {format_pence(left)} of the grant is likely to be "
        f"unspent on {ends}: what no project has been promised, and what projects do not expect to spend."
    )
    columns = ("Committed", "Expected", "Underspend", "In the pot", "Likely left")
    rows = [
        Row([pot.label, *map(format_pence, _amounts(position))]) for pot, position in found.items()
    ]
    sums = [sum(column) for column in zip(*(_amounts(one) for one in found.values()), strict=True)]
    yield Grid(
        "Likely position of each pot at the year end",
        [Column("Pot", 3.1), *(Column(title, 2.7, right=True) for title in columns)],
        [*rows, Row(["Total", *map(format_pence, sums)], bold=True)],
    )
    yield Note(
        "Expected is each project’s forecast in its latest return, at most what is committed to it; "
        "a project without a return is taken to spend all of it."
    )
    yield from _underspent(figures)


def _underspent(figures: Figures) -> Iterator[Block]:
    less = [(position_of(project).underspend, project) for project in figures.projects]
    less = sorted((one for one in less if one[0]), key=lambda one: (-one[0], one[1].reference))
    if not less:
        return
    yield Grid(
        "Projects that expect to spend less than is committed to them",
        (
            Column("Reference", 2.4),
            Column("Project", 6.8),
            Column("Committed", 2.5, right=True),
            Column("Forecast", 2.5, right=True),
            Column("Underspend", 2.4, right=True),
        ),
        [
            Row(
                [
                    project.reference,
                    one_line(project.name),
                    format_pence(project.committed_pence),
                    format_pence(project.latest.forecast_pence if project.latest else 0),
                    format_pence(pence),
                ]
            )
            for pence, project in less[:MOST_UNDERSPENT]
        ],
    )
    if more := less[MOST_UNDERSPENT:]:
        rest = format_pence(sum(pence for pence, _project in more))
        yield Note(f"{count(len(more), 'more project')} expect to spend {rest} less together.")


def position_of(project: Project) -> Position:
    """Where a project is likely to stand."""
    forecast = project.latest.forecast_pence if project.latest else None
    return Position(project.committed_pence, project.paid_pence, forecast)


def pot_positions(figures: Figures) -> dict[Pot, PotPosition]:
    """Where each pot is likely to stand at the year's end; projects ended early count with what is theirs."""
    everybody = (*figures.projects, *figures.ended)
    return {
        pot: pot_position(
            figures.pots[pot]["allocation_pence"],
            figures.pots[pot]["available_pence"],
            [position_of(project) for project in everybody if project.route == pot],
        )
        for pot in Pot
    }


def _amounts(position: PotPosition) -> tuple[int, ...]:
    return (
        position.committed,
        position.expected,
        position.underspend,
        position.available,
        position.unspent,
    )
