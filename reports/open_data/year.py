"""What is published of a partnership's financial year: the files, each at an address that stays."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bids.announcements import kept_back
from bids.models import Bid
from people.models import Partnership
from reports.open_data import flat, specified, transparency
from reports.open_data.grants import PUBLISHED, Grants, gather
from reports.open_data.naming import cleaned_rounds, people_of
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
    return specified.table(year.grants.every)


FILES: Mapping[str, File] = {
    "360giving.json": File("360Giving (JSON)", JSON, _json),
    "360giving.csv": File("360Giving (CSV)", CSV, _csv),
    "transparency-code.csv": File("Transparency Code: grants (CSV)", CSV, _transparency),
    "specified-information.csv": File("Grants with reasons (CSV)", CSV, _specified),
}
"""By the end of its address."""


def years() -> list[Year]:
    """The partnerships and financial years of which an award is announced, the newest first, without their
    grants (four queries at most).
    """
    awarded = Bid.objects.filter(
        award__isnull=False, state__in=PUBLISHED, round__published=True
    ).select_related("round__partnership")
    held = list(awarded.filter(round__partnership__hold_until__isnull=False))
    kept = kept_back(held)
    silent = {bid.round_id for bid in held} - {bid.round_id for bid in held if bid.pk not in kept}
    found = Round.objects.filter(pk__in=awarded.order_by().values("round")).exclude(pk__in=silent)
    rounds = list(found.select_related("partnership", "funder").order_by("code"))
    cleaned = cleaned_rounds(rounds, people_of(rounds))
    by_year: dict[tuple[str, str], list[Round]] = defaultdict(list)
    for round in cleaned.values():
        by_year[round.financial_year, round.partnership.code].append(round)
    years = [
        Year(theirs[0].partnership, year, theirs, Grants((), ()))
        for (year, _), theirs in by_year.items()
    ]
    years.sort(key=lambda one: one.partnership.name)
    return sorted(years, key=lambda one: one.year, reverse=True)


def find_year(code: str, year: str) -> Year | None:
    """What is announced of a year; nothing where there is no such published round."""
    rounds = _rounds(code, year)
    return whole_year(rounds, gather(*rounds, announced=True)) if rounds else None


def find_bare_year(code: str, year: str) -> Year | None:
    """The same without its grants."""
    rounds = _rounds(code, year)
    return whole_year(rounds, Grants((), ())) if rounds else None


def _rounds(code: str, year: str) -> list[Round]:
    found = Round.objects.filter(partnership__code=code, financial_year=year, published=True)
    return list(found.select_related("partnership", "funder").order_by("code"))


def whole_year(rounds: Sequence[Round], grants: Grants) -> Year:
    """A year of some rounds, at least one, and their grants."""
    cleaned = [*cleaned_rounds(rounds, people_of(rounds)).values()]
    return Year(cleaned[0].partnership, cleaned[0].financial_year, cleaned, grants)
