"""What was funded in a year and what came of it, for the public: by area, nobody named. Amounts in pence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bids.announcements import kept_back
from bids.models import Bid
from bids.states import State
from people.models import User
from reports.figures import Project, gather, is_borough_wide
from reports.open_data.grants import names_of
from reports.open_data.personal_data import without_personal_data
from reports.open_data.recipients import is_person
from reports.wording import clean, one_line
from rounds.models import Round
from ui.dates import format_date

A_PERSON = "A private individual"


@dataclass(frozen=True)
class Funded:
    """A project as the public is told of it."""

    reference: str
    organisation: str
    title: str
    about: str
    awarded_pence: int
    period: str
    """Until when what came of it is told; empty before the first return."""
    came_of_it: str
    reached: int | None
    target: int | None
    measures: tuple[tuple[str, str, str], ...]
    """Measure, target, actual."""
    ended_early: bool


@dataclass(frozen=True)
class Area:
    """A place, and the projects that work there. One that works in several stands under each."""

    name: str
    """Empty for the whole of the partnership's area."""
    projects: list[Funded]


def by_area(rounds: Sequence[Round]) -> list[Area]:
    """The projects of rounds by area, in the order of the alphabet; the whole of the borough comes first."""
    found: dict[str, Area] = {}
    for round in rounds:
        for places, funded in _funded(round):
            for place in places:
                area = found.setdefault(place.casefold(), Area(place, []))
                area.projects.append(funded)
    return [found[key] for key in sorted(found)]


def _funded(round: Round) -> Iterator[tuple[list[str], Funded]]:
    """Each announced project of a round with its areas; an empty one is the whole of the borough."""
    figures = gather(round)
    bids = Bid.objects.filter(round=round, award__isnull=False).select_related(
        "organisation", "round__partnership"
    )
    found = {bid.reference: bid for bid in bids.prefetch_related("organisation__members", "people")}
    kept = kept_back(found.values())
    people = list(User.objects.filter(rounds__round=round).values_list("name", flat=True))
    for project in (*figures.projects, *figures.ended):
        bid = found[project.reference]
        if bid.pk not in kept:
            names = names_of(bid, people)
            yield _places(project, names), _told(project, names, bid)


def _places(project: Project, names: Sequence[str]) -> list[str]:
    places = [one_line(place) for place in project.area.split(";") if place.strip()]
    if not places or any(map(is_borough_wide, places)):
        return [""]
    return list(dict.fromkeys(without_personal_data(place, names) for place in places))


def _told(project: Project, names: Sequence[str], bid: Bid) -> Funded:
    year = int(bid.round.financial_year[:4]) + 1
    person, latest = is_person(project.kind), project.latest

    def told(text: str) -> str:
        return without_personal_data(clean(text), names, year)

    return Funded(
        reference=project.reference,
        organisation=A_PERSON if person else told(project.organisation),
        title=told(project.name),
        about=told(project.summary),
        awarded_pence=project.awarded_pence,
        period=format_date(latest.ends) if latest else "",
        came_of_it=told(latest.words) if latest else "",
        reached=latest.reached if latest else None,
        target=project.target,
        measures=tuple(
            (told(name), told(target), told(actual)) for name, target, actual in latest.measures
        )
        if latest
        else (),
        ended_early=project.state == State.TERMINATED,
    )
