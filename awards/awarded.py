"""The awards of a round as they stood at the end of a day: state, amount, and the money of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from awards.models import Award, Terms
from bids.models import HistoryRow
from bids.states import State
from funds.statement import Line
from rounds.models import Pot, Round

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Then(TypedDict):
    state_then: str
    amount_then: int


@dataclass(frozen=True)
class Awarded:
    """One award at the end of a day. Pence."""

    reference: str
    organisation: str
    project: str
    pot: Pot
    state: State
    amount: int
    approved_at: datetime
    line: Line


def awards_of(round: Round, end: datetime | None) -> QuerySet[Award]:
    """The awards that were approved before a moment, each with its state and amount then (one query).

    What was recorded later counts when it happened.
    """
    rows = Award.objects.filter(bid__round=round)
    history = HistoryRow.objects.filter(bid=OuterRef("bid"))
    terms = Terms.objects.filter(award=OuterRef("pk"))
    if end:
        rows = rows.filter(approved_at__lt=end)
        history, terms = history.filter(at__lt=end), terms.filter(at__lt=end)
    return rows.select_related("bid__organisation").annotate(
        state_then=Subquery(history.order_by("-pk").values("to_state")[:1]),
        amount_then=Coalesce(
            Subquery(terms.order_by("-version").values("amount_pence")[:1]), F("approved_pence")
        ),
    )


def awarded(rows: list[Award], lines: Mapping[str, Line]) -> list[Awarded]:
    """Awards of ``awards_of`` with their money as a statement of the same day has it."""
    return [
        Awarded(
            reference=row.bid.reference,
            organisation=row.bid.organisation.name,
            project=row.bid.project,
            pot=Pot(row.bid.route),
            state=State(row.state_then),
            amount=row.amount_then,
            approved_at=row.approved_at,
            line=lines.get(row.bid.reference, Line()),
        )
        for row in cast("list[WithAnnotations[Award, _Then]]", rows)
    ]
