"""Bids and awards in tables, for a page and for a workbook."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from base.writing import Value
from bids.states import State
from reports.excel.book import Book
from reports.excel.lists import ListColumn, add_list
from reports.excel.looks import POUNDS, Look
from reports.overview.bids import Overview, lines, paid_of, priorities_of
from reports.overview.forms import BY, OverviewForm
from rounds.models import Owner
from rounds.presenters import ROUTES
from ui.money import format_pence, to_pounds
from ui.parts import Column, Content, Lines, Table, Total

MOST = 200
"""Groups that the page shows; the workbook has them all."""
MONEY = Look(POUNDS)
ALL = "All, each once"


def overview_table(found: Overview, by: str) -> Table:
    """The groups with their sums, and all once."""
    columns = [
        Column(str(BY[by])),
        *(Column(words, numeric=True) for words in (_("Bids"), _("Requested"))),
        *(Column(words, numeric=True) for words in (_("Awards"), _("Awarded"), _("Paid, net"))),
    ]
    rows: list[list[Content]] = [
        [
            Lines([group.name], _owner(group.hint)),
            f"{group.bids:,}",
            format_pence(group.requested),
            f"{group.awards:,}",
            format_pence(group.awarded),
            format_pence(group.paid),
        ]
        for group in found.groups[:MOST]
    ]
    total = found.total
    last = Total(
        [
            _("All, each once"),
            f"{total.bids:,}",
            format_pence(total.requested),
            f"{total.awards:,}",
            format_pence(total.awarded),
            format_pence(total.paid),
        ]
    )
    return Table(_("Bids and awards"), columns, [*rows, last] if rows else [], wide=True)


def _owner(hint: str) -> str:
    return str(Owner(hint).label) if hint in Owner.values else hint


def overview_book(asked: OverviewForm, found: Overview, by: str) -> bytes:
    """The groups, and every bid that was asked for, in a workbook."""
    round, rounds = asked.round, asked.rounds()
    book = Book(
        title=f"{round.partnership.name}: bids and awards",
        author=round.partnership.name,
        subject=f"Added up by {str(BY[by]).lower()}",
        at=round.opens,
    )
    groups = (
        ListColumn(str(BY[by]), 50),
        ListColumn("Bids", 10),
        ListColumn("Requested", 14, MONEY),
        ListColumn("Awards", 10),
        ListColumn("Awarded", 14, MONEY),
        ListColumn("Paid, net", 14, MONEY),
    )
    add_list(
        book,
        "Added up",
        groups,
        (
            [
                one.name,
                one.bids,
                to_pounds(one.requested),
                one.awards,
                *_money(one.awarded, one.paid),
            ]
            for one in (*found.groups, replace(found.total, name=ALL))
        ),
        len(found.groups) + 1,
        description=(
            "Bids and awards, added up. A bid counts in full in each row that it belongs to, and once in "
            "the last."
        ),
        above=round.partnership.name,
    )
    bids = (
        ListColumn("Round", 20),
        ListColumn("Reference", 14),
        ListColumn("Route", 14),
        ListColumn("Organisation", 28),
        ListColumn("Project", 32),
        ListColumn("Area", 24),
        ListColumn("Priorities", 20),
        ListColumn("State", 13),
        ListColumn("Requested", 14, MONEY),
        ListColumn("Awarded", 14, MONEY),
        ListColumn("Paid, net", 14, MONEY),
    )
    add_list(
        book,
        "Bids",
        bids,
        _bids(asked, paid_of(rounds)),
        found.total.bids,
        description="Every bid once.",
        above=round.partnership.name,
    )
    return book.save()


def _bids(asked: OverviewForm, paid: dict[str, int]) -> Iterator[list[Value]]:
    bids = asked.bids(asked.rounds())
    served = priorities_of(bids)
    for bid in lines(bids):
        yield [
            bid.round_code,
            bid.reference,
            ROUTES[bid.route],
            bid.organisation,
            bid.project,
            bid.area,
            "; ".join(code for _owner, code, _title in served.get(bid.pk, ())),
            str(State(bid.state).label),
            to_pounds(bid.requested),
            *_money(bid.awarded, paid.get(bid.reference, 0)),
        ]


def _money(*pence: int) -> list[Value]:
    return [to_pounds(one) for one in pence]
