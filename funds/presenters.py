"""A round's money in words."""

from django.utils.translation import gettext as _

from funds.balances import Balances, PotBalance, pot_balance
from funds.models import Movement
from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.dates import format_date, in_london
from ui.money import format_pence
from ui.parts import Column, Lines, Row, Table, Total


def pots_table(now: Balances, funder: str) -> Table:
    """The two pots, each with what it holds and where that went, and their sum."""
    titles = (
        _("Allocation"),
        _("Committed"),
        _("Of which paid"),
        _("Available"),
        _("Returned to the %(funder)s") % {"funder": funder},
    )
    return Table(
        caption=_("The pots"),
        columns=[Column(_("Pot")), *(Column(title, numeric=True) for title in titles)],
        rows=[
            *([POTS[pot], *_amounts(now.pots[pot])] for pot in Pot),
            Total([_("Both pots"), *_amounts(_both(now))]),
        ],
    )


def _amounts(pot: PotBalance) -> list[str]:
    return [
        format_pence(pot["allocation_pence"]),
        format_pence(pot["committed_pence"]),
        format_pence(pot["paid_pence"]),
        format_pence(pot["available_pence"]),
        format_pence(pot["returned_pence"]),
    ]


def _both(now: Balances) -> PotBalance:
    pots = now.pots.values()
    paid = sum(pot["paid_pence"] for pot in pots)
    return pot_balance(
        available=sum(pot["available_pence"] for pot in pots),
        committed=sum(pot["committed_pence"] for pot in pots) - paid,
        paid=paid,
        returned=sum(pot["returned_pence"] for pot in pots),
    )


def receipts_table(round: Round) -> Table:
    """The instalments that are expected, and what came (two queries)."""
    came = round.movements.filter(kind=Movement.Kind.RECEIVE).select_related("by", "note")
    rows: list[Row] = [
        [format_date(income.due), format_pence(income.amount_pence), "", ""]
        for income in round.expected_income.all()
    ]
    for moved in came.order_by("at", "pk"):
        day = format_date(in_london(moved.at).date())
        reference = Lines([moved.note.text if moved.note else ""], str(moved.by))
        rows.append([day, "", format_pence(moved.amount_pence), reference])
    return Table(
        caption=_("Expected and received"),
        columns=[
            Column(_("Date")),
            Column(_("Expected"), numeric=True),
            Column(_("Received"), numeric=True),
            Column(_("Reference")),
        ],
        rows=rows,
    )
