"""Spending against the budget's headings: what moved further than the round lets it. Pence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.models import Award
from awards.terms import Heading, current
from base.cells import squeeze
from monitoring.models import Return


@dataclass(frozen=True)
class Over:
    """A heading that more was spent under than it may be without a variation."""

    name: str
    budget_pence: int
    spent_pence: int


def over_budget(
    headings: Sequence[Heading], spent: Mapping[str, int], tolerance_percent: int
) -> list[Over]:
    """The headings spent beyond their budget and its tolerance; one that is not in the budget has none."""
    budget = {squeeze(one["name"]): one["amount_pence"] for one in headings}
    return [
        Over(name, budget.get(squeeze(name), 0), pence)
        for name, pence in spent.items()
        if 100 * pence > budget.get(squeeze(name), 0) * (100 + tolerance_percent)
    ]


def over_headings(award: Award) -> list[Over]:
    """The headings that an award's latest return overspends (three queries)."""
    latest: Return | None = award.returns.given().order_by("period__ends").last()
    if latest is None:
        return []
    spent = {one.name: one.spent_pence for one in latest.headings.all()}
    tolerance = award.bid.round.heading_tolerance_percent
    return over_budget(current(award).headings, spent, tolerance)
