"""What was funded in a year and what came of it, for the public: by area, nobody named. Amounts in pence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bids.announcements import ends_kept_back, kept_back
from bids.models import Bid
from bids.states import State
from reports.areas import is_borough_wide
from reports.figures import Project
from reports.gathering import gather
from reports.open_data.naming import RELATED, cleaners_of, organisation_name, people_of
from reports.open_data.personal_data import Cleaner, Names
from reports.wording import one_line
from rounds.models import Round
from ui.dates import format_date


@dataclass(frozen=True)
class Funded:
    """A project as the public is told of it."""

    organisation: str
    title: str
    about: str
    awarded_pence: int
    period: str
    """Until when what came of it is told; empty before the first return."""
    came_of_it: str
    outcomes: str
    """Against what was agreed."""
    reached: int | None
    target: int | None
    measures: tuple[tuple[str, str, str], ...]
    """Measure, target, actual."""
    ended_early: bool
    taken: tuple[str, ...] = field(default=(), repr=False)
    """What was taken out of its texts as personal."""


@dataclass(frozen=True)
class Area:
    """A place, and the projects that work there. One that works in several stands under each."""

    name: str
    """Empty for the whole of the partnership's area."""
    projects: list[Funded]


def by_area(rounds: Sequence[Round]) -> list[Area]:
    """The projects of rounds by area, in the order of the alphabet; the whole of the borough comes first."""
    found: dict[str, Area] = {}
    people = people_of(rounds)
    for round in rounds:
        for places, funded in _funded(round, people):
            for place in places:
                area = found.setdefault(place.casefold(), Area(place, []))
                area.projects.append(funded)
    return [found[key] for key in sorted(found)]


def in_all(areas: Sequence[Area]) -> list[Funded]:
    """Every project once, in however many areas it works."""
    return list({id(one): one for area in areas for one in area.projects}.values())


def _funded(round: Round, people: Names) -> Iterator[tuple[list[str], Funded]]:
    """Each announced project of a round with its areas; an empty one is the whole of the borough."""
    figures = gather(round)
    bids = Bid.objects.filter(round=round, award__isnull=False)
    found = {bid.reference: bid for bid in bids.select_related(*RELATED)}
    cleaners = cleaners_of(bids, people)
    kept, quiet = kept_back(found.values()), ends_kept_back(found.values())
    for project in (*figures.projects, *figures.ended):
        bid = found[project.reference]
        if bid.pk not in kept:
            cleaner = cleaners[bid.pk]
            yield _places(project, cleaner), _told(project, bid, cleaner, quiet)


def _places(project: Project, cleaner: Cleaner) -> list[str]:
    places = [one_line(place) for place in project.area.split(";") if place.strip()]
    if not places or any(map(is_borough_wide, places)):
        return [""]
    return list(dict.fromkeys(map(cleaner.line, places)))


def _told(project: Project, bid: Bid, cleaner: Cleaner, quiet: set[int]) -> Funded:
    latest, told = project.latest, cleaner.text
    return Funded(
        organisation=organisation_name(bid.organisation, cleaner),
        title=cleaner.line(project.name),
        about=told(project.summary),
        awarded_pence=project.awarded_pence,
        period=format_date(latest.ends) if latest else "",
        came_of_it=told(latest.words) if latest else "",
        outcomes=told(latest.outcomes) if latest else "",
        reached=latest.reached if latest else None,
        target=project.target,
        measures=tuple(
            (cleaner.line(name), cleaner.line(target), cleaner.line(actual))
            for name, target, actual in latest.measures
        )
        if latest
        else (),
        ended_early=project.state == State.TERMINATED and bid.pk not in quiet,
        taken=tuple(cleaner.taken),
    )
