"""An award's terms as they stand and stood: the latest row is what is agreed, or offered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from awards.models import Award, Terms
from bids.models import Bid
from people.models import User


class Heading(TypedDict):
    """A part of the budget. Pence."""

    name: str
    amount_pence: int


class Instalment(TypedDict):
    """A part of the payment plan. ``due`` is a date such as ``2019-05-07``; pence."""

    due: str
    amount_pence: int


def current(award: Award) -> Terms:
    """The terms that stand now."""
    return award.terms.latest("version")


def first_terms(award: Award, by: User, at: datetime) -> Terms:
    """What the approval offers: the bid's dates, outcomes and budget, to the amount awarded."""
    bid = award.bid
    return Terms.objects.create(
        award=award,
        version=1,
        amount_pence=award.amount_pence,
        starts_on=bid.starts_on,
        ends_on=bid.ends_on,
        outcomes=bid.outcomes,
        headings=list(headings_of(bid, award.amount_pence)),
        at=at,
        by=by,
    )


def next_terms(award: Award, by: User, at: datetime, **changes: Any) -> Terms:
    """Write the next terms: as they stand, but for the changes (names of ``Terms``' fields)."""
    now = current(award)
    kept = (
        "amount_pence",
        "starts_on",
        "ends_on",
        "outcomes",
        "headings",
        "plan",
        "instalments",
        "special_conditions",
    )
    values = {name: getattr(now, name) for name in kept}
    return Terms.objects.create(
        award=award, version=now.version + 1, at=at, by=by, **{**values, **changes}
    )


def headings_of(bid: Bid, amount_pence: int) -> Iterable[Heading]:
    """The bid's budget by category, brought to an amount in proportion, to the penny."""
    totals: dict[str, int] = {}
    for line in bid.budget_lines.all():
        totals[line.category] = totals.get(line.category, 0) + line.amount_pence
    totals = totals or {_("The whole project"): amount_pence}
    for name, pence in zip(totals, scaled(list(totals.values()), amount_pence), strict=True):
        if pence:
            yield Heading(name=name, amount_pence=pence)


def scaled(parts: list[int], total: int) -> list[int]:
    """Whole parts in the same proportions that add up to a total (largest remainders first)."""
    whole = sum(parts)
    found = [part * total // whole for part in parts]
    left = total - sum(found)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(parts[i] * total % whole), i))
    for index in by_remainder[:left]:
        found[index] += 1
    return found
