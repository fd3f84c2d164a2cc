"""Projects added up: money, people and ratings, in all and by priority. Pure sums, in pence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitoring.models import Return
from reports.figures import Project
from rounds.models import Owner, Priority


@dataclass(frozen=True)
class Totals:
    """Projects added up, in pence and people."""

    projects: int = 0
    awarded_pence: int = 0
    paid_pence: int = 0
    spent_pence: int = 0
    reported: int = 0
    """How many projects have sent a return."""
    forecast_pence: int = 0
    reported_awards_pence: int = 0
    """The awards of the projects that have sent a return: what the forecast is to be held against."""
    reached: int = 0
    target: int = 0
    reached_of_target: int = 0
    """The people reached by projects that have a target."""

    @property
    def forecast_underspend_pence(self) -> int:
        """How much less than their awards the projects that reported expect to spend."""
        return self.reported_awards_pence - self.forecast_pence


@dataclass(frozen=True)
class Served:
    """A priority and what is spent on it. A project counts in full under each that it serves."""

    owner: str
    code: str
    title: str
    lead: str
    totals: Totals


def totals(projects: Iterable[Project]) -> Totals:
    """Add projects up."""
    found = list(projects)
    sent = [project for project in found if project.latest]
    reports = [project.latest for project in sent if project.latest]
    aimed = [project for project in found if project.target]
    return Totals(
        projects=len(found),
        awarded_pence=sum(project.awarded_pence for project in found),
        paid_pence=sum(project.paid_pence for project in found),
        spent_pence=sum(report.spent_pence for report in reports),
        reported=len(reports),
        forecast_pence=sum(report.forecast_pence for report in reports),
        reported_awards_pence=sum(project.awarded_pence for project in sent),
        reached=sum(report.reached or 0 for report in reports),
        target=sum(project.target or 0 for project in aimed),
        reached_of_target=sum(reached(project) for project in aimed),
    )


def reached(project: Project) -> int:
    """The people that a project has reached; nobody before its first return."""
    return (project.latest.reached or 0) if project.latest else 0


def by_priority(projects: Sequence[Project], priorities: Iterable[Priority]) -> list[Served]:
    """Each priority with the projects that serve it, in the round's order; a project counts in each."""
    return [
        Served(
            owner=priority.owner,
            code=priority.code,
            title=priority.title,
            lead=priority.lead,
            totals=totals(p for p in projects if (priority.owner, priority.code) in p.priorities),
        )
        for priority in priorities
    ]


def serving_several(projects: Iterable[Project], owner: Owner) -> int:
    """How many projects serve more than one priority of an owner, and so count more than once."""
    counts = (sum(who == owner for who, _ in project.priorities) for project in projects)
    return sum(number > 1 for number in counts)


def rag_count(projects: Iterable[Project]) -> dict[str, int]:
    """How many projects are green, amber and red on their latest return."""
    counts = Counter(project.latest.rag for project in projects if project.latest)
    return {rag.value: counts[rag.value] for rag in Return.Rag}
