"""Returns and money moved under an award, in words."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.models import Bid
from funds.models import Account, Kind, Movement
from monitoring.models import Return
from ui.dates import format_date, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Fact, Lines, Table

RAGS = {
    Return.Rag.GREEN: Badge(_("Green"), "green"),
    Return.Rag.AMBER: Badge(_("Amber"), "orange"),
    Return.Rag.RED: Badge(_("Red"), "red"),
}


def returns_table(returns: Iterable[Return]) -> Table:
    """How the project stood at the end of each period."""
    return Table(
        caption=gettext("Returns"),
        columns=[
            Column(gettext("Period")),
            Column(gettext("RAG")),
            Column(gettext("Spent to date"), numeric=True),
            Column(gettext("Forecast"), numeric=True),
            Column(gettext("People reached"), numeric=True),
            Column(gettext("Progress")),
        ],
        rows=[
            [
                sent.period.name,
                RAGS[Return.Rag(sent.rag)],
                format_pence(sent.spent_pence or 0),
                format_pence(sent.forecast_pence or 0),
                "" if sent.people_reached is None else f"{sent.people_reached:,}",
                Lines([sent.progress], "\n".join(str(actual) for actual in sent.actuals.all())),
            ]
            for sent in returns
        ],
        wide=True,
    )


def held_facts(bid: Bid) -> list[Fact]:
    """What was paid under the award, net of recoveries, and what is committed and not yet paid."""
    rows = _accounts(bid).values_list("kind", "balance_pence")
    held = dict(rows)
    return [
        Fact(gettext("Paid"), format_pence(held.get(Kind.PAID, 0))),
        Fact(gettext("Committed and not yet paid"), format_pence(held.get(Kind.COMMITTED, 0))),
    ]


def movements_of(bid: Bid) -> QuerySet[Movement]:
    """What moved to, from and within the bid's own accounts, oldest first."""
    accounts = _accounts(bid)
    found = Movement.objects.filter(Q(source__in=accounts) | Q(target__in=accounts))
    return found.select_related("by", "note", "payment").order_by("at", "pk")


def _accounts(bid: Bid) -> QuerySet[Account]:
    return Account.objects.filter(
        round=bid.round, key=bid.reference, kind__in=(Kind.COMMITTED, Kind.PAID)
    )


def movements_table(movements: Iterable[Movement], *, names: bool) -> Table:
    """The money of one bid; ``names`` adds who moved it and why."""
    return Table(
        caption=gettext("Money"),
        columns=[
            Column(gettext("Date")),
            Column(gettext("What happened")),
            Column(gettext("Amount"), numeric=True),
            Column(gettext("Reference")),
            *([Column(gettext("Who"))] if names else []),
        ],
        rows=[
            [
                format_date(in_london(moved.at).date()),
                Movement.Kind(moved.kind).label,
                format_pence(moved.amount_pence),
                _reference(moved, names=names),
                *([str(moved.by)] if names else []),
            ]
            for moved in movements
        ],
    )


def _reference(moved: Movement, *, names: bool) -> str:
    if hasattr(moved, "payment"):
        return moved.payment.reference
    return moved.note.text if names and moved.note else ""
