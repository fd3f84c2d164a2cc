"""The best set of a route's undecided bids beside rank order, for the money page. It decides nothing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bids.presenters import bid_link, title
from rounds.models import Owner
from scoring.allotments import PriorityKey
from scoring.money import RouteMoney
from scoring.optimiser import Contender, Limits
from scoring.optimum import Comparison, Field, compare
from scoring.optimum_words import differences
from scoring.ranking import show
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Lines, Row, Table, Total

SECONDS = 5
"""How long a page waits for each set that is looked for."""


@dataclass(frozen=True)
class Best:
    """The best set in words."""

    allotment: dict[str, int]
    table: Table
    words: list[str]


def best(money: RouteMoney, limits: Limits) -> Best:
    """Find the best set under an officer's limits. Raises ``Refused`` where there is none, or no time."""
    found = compare(_field(money), limits, SECONDS)
    return Best(found.best.amounts, _table(money, found), list(differences(found)))


def limits(money: RouteMoney, asked: dict[str, Any]) -> Limits:
    """What an officer asked of the set."""
    return Limits(
        cover=frozenset(_names(money).values()) if asked["cover"] else frozenset(),
        most_per_organisation=asked["most_per_organisation"],
        part_funding=asked["part_funding"],
    )


def _field(money: RouteMoney) -> Field:
    """Who may be chosen: the undecided bids at or over the threshold and the floors, in rank order."""
    able = [place for place in money.open_places if place.contender.eligible]
    names = _names(money)
    contenders = [
        Contender(
            reference=place.bid.reference,
            requested_pence=place.contender.requested_pence,
            score=place.score,
            least_pence=place.contender.least_pence,
            priorities=frozenset(names[key] for key in place.contender.priorities),
            organisation=place.bid.organisation_id,
        )
        for place in able
    ]
    bids = [place.bid for place in able]
    return Field(bids, contenders, max(money.available_pence, 0), frozenset(names.values()))


def _names(money: RouteMoney) -> dict[PriorityKey, str]:
    """The priorities by code; where both owners use one code, with its owner's name."""
    used = Counter(priority.code for priority in money.priorities)
    return {
        row.key: row.code if used[row.code] == 1 else f"{Owner(row.owner).label} {row.code}"
        for row in money.priorities
    }


def _table(money: RouteMoney, found: Comparison) -> Table:
    """The bids that rank order or the best set funds, and what both come to."""
    rows: list[Row] = []
    for place in money.open_places:
        reference = place.bid.reference
        here, there = found.in_order.get(reference, 0), found.best.amounts.get(reference, 0)
        if here or there:
            named = Lines([bid_link(place.bid), title(place.bid)])
            amounts = [format_pence(pence) if pence else "" for pence in (here, there)]
            rows.append([named, show(place.score), *amounts, _differs(here, there)])
    spent = [sum(found.in_order.values()), found.best.spent_pence]
    scores = [found.total_in_order, found.best.total]
    totals = [
        Lines([format_pence(pence)], _("scoring %(score)s") % {"score": show(score)})
        for pence, score in zip(spent, scores, strict=True)
    ]
    rows.append(Total([_("Together"), "", *totals, ""]))
    columns = [
        Column(_("Bid")),
        Column(_("Score"), numeric=True),
        Column(_("Rank order"), numeric=True),
        Column(_("Best set"), numeric=True),
        Column(_("What differs")),
    ]
    return Table(_("Rank order and the best set"), columns, rows)


def _differs(here: int, there: int) -> Content:
    if here and there:
        return "" if here == there else Badge(_("Part-funded in the set"), "yellow")
    return Badge(_("Only in rank order") if here else _("Only in the best set"), "yellow")
