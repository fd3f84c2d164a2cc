"""What is published of a partnership's financial year: the files, each at an address that stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from people.models import Partnership
from reports.open_data import flat, specified, transparency
from reports.open_data.grants import Grants, gather
from reports.open_data.threesixty import document, year_package
from rounds.models import Round

JSON = "application/json"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Year:
    """A financial year of a partnership, as far as it is announced."""

    partnership: Partnership
    year: str
    rounds: Sequence[Round]
    grants: Grants


@dataclass(frozen=True)
class File:
    """A file that is published: what it is called, its kind, and who writes it.

    Nothing is written where there is nothing to publish: 360Giving has no empty package.
    """

    words: str
    kind: str
    write: Callable[[Year], bytes | None]


def _json(year: Year) -> bytes | None:
    grants = year.grants.published
    return document(year_package(year.year, grants)) if grants else None


def _csv(year: Year) -> bytes | None:
    grants = year.grants.published
    return flat.table(year_package(year.year, grants)) if grants else None


def _transparency(year: Year) -> bytes | None:
    return transparency.table(year.grants.published)


def _specified(year: Year) -> bytes | None:
    every = (*year.grants.published, *year.grants.public)
    return specified.table(sorted(every, key=lambda grant: grant.reference))


FILES: Mapping[str, File] = {
    "360giving.json": File("360Giving (JSON)", JSON, _json),
    "360giving.csv": File("360Giving (CSV)", CSV, _csv),
    "transparency-code.csv": File("Transparency Code: grants (CSV)", CSV, _transparency),
    "specified-information.csv": File("Grants with reasons (CSV)", CSV, _specified),
}
"""By the end of its address."""


def years() -> list[dict[str, Any]]:
    """The partnerships and financial years in which something was awarded, the newest first."""
    found = Round.objects.filter(published=True, bids__award__isnull=False)
    rows = found.values("partnership__code", "partnership__name", "financial_year").distinct()
    return [{**one} for one in rows.order_by("-financial_year", "partnership__name")]


def find_year(code: str, year: str) -> Year | None:
    """What is announced of a year; nothing where there is no such published round."""
    rounds = list(
        Round.objects.filter(partnership__code=code, financial_year=year, published=True)
        .select_related("partnership", "funder")
        .order_by("code")
    )
    if not rounds:
        return None
    return Year(rounds[0].partnership, year, rounds, gather(*rounds, announced=True))
