"""Which charts the committee report has, and what each one finds. Amounts in pence."""

from collections.abc import Sequence
from textwrap import shorten

from monitoring.models import Return
from reports.charts import Bar, Chart, Fill
from reports.figures import Figures, Project
from reports.sums import Served, by_priority, rag_count, reached, totals
from reports.wording import count, listing, percent, pounds, verb
from rounds.models import Owner, Pot

MOST_BARS = 16
"""What fits a page of A4 with room for a heading. Every number stands in a table too."""
MOST_PARTS = 1500
"""Where a bar of people ends, in thousandths of the target, so that one project does not squeeze the rest."""


def pots(figures: Figures) -> Chart:
    """What of each pot is paid, committed and still available."""
    bars = []
    for name, pot in figures.pots.items():
        paid, committed = pot["paid_pence"], pot["committed_pence"]
        free = max(pot["available_pence"], 0)
        bars.append(
            Bar(
                label=(
                    f"{Pot(name).label} pot: {pounds(pot['allocation_pence'])} allocated, "
                    f"{pounds(pot['available_pence'])} available"
                ),
                parts=(paid, committed - paid, free),
                words=f"{pounds(committed)} committed, {pounds(paid)} paid",
            )
        )
    allocation, committed = (
        figures.pot_total("allocation_pence"),
        figures.pot_total("committed_pence"),
    )
    title = f"{pounds(committed)} of the {pounds(allocation)} grant is committed"
    title += f" and {pounds(figures.pot_total('paid_pence'))} has been paid"
    key = ("Paid", "Committed and not yet paid", "Available")
    return Chart(title, key, (Fill.DARK, Fill.MID, Fill.EMPTY), tuple(bars))


def priorities(figures: Figures) -> Chart | None:
    """What is awarded and spent under each priority; nothing before the first award."""
    served = by_priority(figures.projects, figures.priorities)
    if not figures.projects:
        return None
    shown = served if len(served) <= MOST_BARS else [s for s in served if s.totals.projects]
    bars = tuple(
        Bar(
            label=f"{row.code} {row.title}",
            parts=(
                row.totals.spent_pence,
                max(row.totals.awarded_pence - row.totals.spent_pence, 0),
            ),
            words=f"{pounds(row.totals.awarded_pence)} awarded, {pounds(row.totals.spent_pence)} spent",
            group=owner_name(figures, row.owner),
        )
        for row in shown[:MOST_BARS]
    )
    return Chart(
        _most_money(served),
        ("Spent so far", "Awarded and not yet spent"),
        (Fill.DARK, Fill.MID),
        bars,
    )


def _most_money(served: Sequence[Served]) -> str:
    """Which priority of each owner has most of the money; where several have as much, how many have any."""
    first = []
    for owner in Owner:
        mine = [row for row in served if row.owner == owner]
        most = max((row.totals.awarded_pence for row in mine), default=0)
        top = [row for row in mine if row.totals.awarded_pence == most]
        if most and len(top) == 1:
            first.append(f"“{shorten(top[0].title, 50, placeholder='…')}” ({pounds(most)})")
    if first:
        return f"Most money is behind {listing(first)}"
    behind = sum(row.totals.projects > 0 for row in served)
    return f"There is money behind {behind} of the {count(len(served), 'priority', 'priorities')}"


def owner_name(figures: Figures, owner: str) -> str:
    """Whose priorities they are, as a heading."""
    round = figures.round
    whose = round.funder.short_name if owner == Owner.PCC else round.partnership.name
    return f"Priorities of the {whose}"


def ratings(figures: Figures) -> Chart | None:
    """How many projects have each rating; nothing before the first return."""
    counts = rag_count(figures.projects)
    rated = sum(counts.values())
    if not rated:
        return None
    missing = len(figures.projects) - rated
    said = [(number, rag) for rag, number in counts.items() if number]
    words = listing(
        f"{number:,} {verb(number, 'is', 'are') + ' ' if place == 0 else ''}{rag}"
        for place, (number, rag) in enumerate(said)
    )
    title = f"Of {count(rated, 'project')} that sent a return {words}"
    rows = [(Return.Rag(rag).label, number) for rag, number in counts.items()]
    if missing:
        rows.append(("No return yet", missing))
    bars = tuple(
        Bar(label=label, parts=(number,), words=count(number, "project")) for label, number in rows
    )
    return Chart(title, ("Projects",), (Fill.DARK,), bars)


def people(figures: Figures) -> Chart | None:
    """How far each project is towards the people it set out to reach; nothing before the first return."""
    aimed = [project for project in figures.projects if project.target]
    if not any(project.latest for project in aimed):
        return None
    largest = sorted(aimed, key=lambda project: -project.awarded_pence)[:MOST_BARS]
    shown = [project for project in aimed if project in largest]
    sums = totals(figures.projects)
    title = (
        f"{verb(len(aimed), 'The project has', 'The projects have')} reached "
        f"{sums.reached_of_target:,} of the {count(sums.target, 'person', 'people')} to be reached "
        f"({percent(sums.reached_of_target, sums.target)})"
    )
    if len(shown) < len(aimed):
        title += f"; shown are the {len(shown)} largest awards"
    key = ("Reached, as a share of the project’s target", "Still to be reached")
    return Chart(title, key, (Fill.DARK, Fill.EMPTY), tuple(_people_bar(p) for p in shown))


def _people_bar(project: Project) -> Bar:
    target = project.target or 1
    share = min(1000 * reached(project) // target, MOST_PARTS)
    words = f"{reached(project):,} of {target:,} ({percent(reached(project), target)})"
    if project.latest is None:
        words = f"no return yet (target {target:,})"
    label = f"{project.name} ({project.reference})"
    return Bar(label=label, parts=(share, max(1000 - share, 0)), words=words)
