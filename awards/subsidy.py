"""Subsidy control: what an organisation has had of minimal financial assistance over three years.

The Subsidy Control Act 2022 (sections 36 and 37) lets an enterprise have £315,000 over a financial year
and the two before it. What counts:

- an award here, in whichever partnership, at its amount as it stands now, on the day of its approval;
- not one that was withdrawn or turned down, and of one that was ended early only what was paid;
- not an internal one: what the council gives itself is no subsidy;
- what the organisation declares from elsewhere, on the day when it was given.

All of the year counts in which the day lies, so that a decision that is recorded late is not let past.
What stands under an organisation that was merged counts with the one that it was merged into.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from awards.models import Assistance, Award
from bids.states import State
from funds.models import Account, Kind
from people.models import Organisation
from ui.dates import in_london

LIMIT_PENCE = 31_500_000
YEARS = 3


@dataclass(frozen=True)
class Given:
    """Something that an organisation was given: on which day, how much (pence), and by whom."""

    day: date
    amount_pence: int
    giver: str
    reference: str = ""
    """The bid's reference of an award here; nothing where it was declared."""


def year_of(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def years_to(on: date) -> list[int]:
    """The years that count on a day, the earliest first."""
    last = year_of(on)
    return list(range(last - YEARS + 1, last + 1))


def total_pence(given: Iterable[Given], on: date) -> int:
    """What counts on a day."""
    counts = years_to(on)
    return sum(one.amount_pence for one in given if year_of(one.day) in counts)


def given_to(
    organisations: Iterable[Organisation], *, apart_from: Sequence[int] = ()
) -> dict[int, list[Given]]:
    """All that organisations were given, by their key (two queries).

    ``apart_from`` are the keys of bids whose awards do not count.
    """
    keys = {organisation.pk for organisation in organisations}
    found: dict[int, list[Given]] = defaultdict(list)
    for award in _awards(keys).exclude(bid__in=apart_from):
        bid = award.bid
        amount = award.paid if bid.state == State.TERMINATED else award.amount_pence
        if amount:
            day = in_london(award.approved_at).date()
            one = Given(day, amount, str(bid.round.partnership), bid.reference)
            found[bid.organisation.merged_into_id or bid.organisation_id].append(one)
    for row in _declared(keys):
        key = row.organisation.merged_into_id or row.organisation_id
        found[key].append(Given(row.given_on, row.amount_pence, row.giver))
    return found


def _awards(keys: set[int]) -> QuerySet[Any]:
    """The awards with what is paid of each (``paid``)."""
    paid = Account.objects.filter(
        kind=Kind.PAID, key=OuterRef("bid__reference"), round=OuterRef("bid__round")
    )
    theirs = Q(bid__organisation__in=keys) | Q(bid__organisation__merged_into__in=keys)
    return (
        Award.objects.filter(theirs, internal=False)
        .exclude(bid__state=State.WITHDRAWN)
        .annotate(paid=Coalesce(Subquery(paid.values("balance_pence")[:1]), 0))
        .select_related("bid__organisation", "bid__round__partnership")
        .order_by("approved_at", "pk")
    )


def _declared(keys: set[int]) -> QuerySet[Assistance]:
    theirs = Q(organisation__in=keys) | Q(organisation__merged_into__in=keys)
    return Assistance.objects.filter(theirs, removed_at=None).select_related("organisation")
