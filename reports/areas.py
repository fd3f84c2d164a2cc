"""The areas that projects are for, and what is spent in each. An applicant writes them in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.figures import Project
from reports.sums import Totals, totals

BOROUGH_WIDE = "All"


WHOLE_AREA = "The whole area"


@dataclass(frozen=True)
class InArea:
    """An area and what is spent in it. A project counts in full in each that it names."""

    name: str
    totals: Totals


def by_area(projects: Sequence[Project]) -> list[InArea]:
    """Each area that projects name, in the alphabet's order, and first what is for the whole area."""
    names: dict[str, str] = {}
    found: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        for key, name in areas_of(project).items():
            names.setdefault(key, name)
            found[key].append(project)
    return [InArea(names[key], totals(found[key])) for key in sorted(found)]


def areas_of(project: Project) -> dict[str, str]:
    """The areas that a project names, each once; the whole area where it names none."""
    named = [" ".join(name.split()) for name in project.area.split(";")]
    if any(is_borough_wide(name) for name in named) or not any(named):
        return {"": WHOLE_AREA}
    return {name.casefold(): name for name in reversed(named) if name}


def in_several_areas(projects: Iterable[Project]) -> int:
    """How many projects name more than one area, and so count more than once."""
    return sum(len(areas_of(project)) > 1 for project in projects)


def wards(projects: Iterable[Project]) -> str:
    """The wards affected: every area that projects name, or ``All`` where one is for the whole borough."""
    found: dict[str, str] = {}
    for project in projects:
        found |= areas_of(project)
    return BOROUGH_WIDE if "" in found or not found else ", ".join(sorted(found.values()))


def is_borough_wide(area: str) -> bool:
    """Whether an area in words means the whole of the partnership's: ``Borough-wide``, ``All wards``."""
    words = area.casefold().replace("-", " ").split()
    return bool(words) and (words[0] == "all" or words[-1].endswith("wide"))
