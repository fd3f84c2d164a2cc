"""A round's statement of grant in words, and as the rows of a workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.awarded import Awarded
from base.writing import Value
from bids.presenters import state_badge
from funds.statement import Line, Statement
from rounds.models import Pot
from rounds.presenters import POTS
from ui.dates import format_date, in_london
from ui.money import format_pence, to_pounds
from ui.parts import Column, Fact, Lines, Link, Table, Total

SUMS = ("committed", "paid_out", "recovered", "paid", "released", "returned", "available")
OF_AWARD = ("committed", "paid_out", "recovered", "paid", "released", "available")
POUNDS = '"£"#,##0.00'


@dataclass(frozen=True)
class Named:
    """Whose an award is."""

    organisation: str
    project: str


def titles(names: Sequence[str], *, award: bool = False) -> list[str]:
    """The headings of the sums."""
    words = {
        "committed": _("Committed"),
        "paid_out": _("Paid out"),
        "recovered": _("Recovered"),
        "paid": _("Paid, net"),
        "released": _("Released"),
        "returned": _("Returned"),
        "available": _("Left to pay") if award else _("Available"),
    }
    return [words[name] for name in names]


def to_be_returned(found: Statement) -> int:
    """What goes back to the funder once everything that is committed is paid, in pence.

    Below zero where the funder is still to pay for what was committed.
    """
    return found.cash - (found.total.committed - found.total.paid)


def summary(found: Statement, funder: str) -> list[Fact]:
    """The statement's sums."""
    total, back = found.total, to_be_returned(found)
    facts = [
        (_("Received from the %(funder)s") % {"funder": funder}, found.received),
        (_("Committed, paid included"), total.committed),
        (_("Paid out"), total.paid_out),
        (_("Recovered"), total.recovered),
        (_("Paid, net of recoveries"), total.paid),
        (_("Released"), total.released),
        (_("Returned to the %(funder)s") % {"funder": funder}, total.returned),
        *([(_("Carried forward"), -total.carried)] if total.carried < 0 else []),
        *([(_("Brought forward"), total.carried)] if total.carried > 0 else []),
        (_("Available in the pots"), total.available),
        (_("Cash in hand"), found.cash),
        (
            _("To be returned, once what is committed is paid")
            if back >= 0
            else _("Still to come from the %(funder)s, to pay what is committed")
            % {"funder": funder},
            abs(back),
        ),
    ]
    return [Fact(words, format_pence(pence)) for words, pence in facts]


def by_pot(found: Statement) -> Table:
    """Each pot's sums."""
    columns = [Column(title, numeric=True) for title in titles(SUMS)]
    return Table(
        caption=_("By pot"),
        columns=[Column(_("Pot")), Column(_("Allocation"), numeric=True), *columns],
        rows=[
            *([POTS[pot], *_pounds(found.pots[pot], ("allocation", *SUMS))] for pot in Pot),
            Total([_("Both pots"), *_pounds(found.total, ("allocation", *SUMS))]),
        ],
        wide=True,
    )


def by_award(found: Statement, named: Mapping[str, Named]) -> Table:
    """Each award's sums, with whose it is."""
    return Table(
        caption=_("By award"),
        columns=[
            Column(_("Award")),
            *(Column(title, numeric=True) for title in titles(OF_AWARD, award=True)),
        ],
        rows=[
            [
                Lines(
                    [Link(key, reverse("bid", args=[key]))],
                    _whose(named.get(key), POTS[found.pot_of[key]]),
                ),
                *_pounds(line, OF_AWARD),
            ]
            for key, line in found.awards.items()
        ],
        wide=True,
    )


def _whose(named: Named | None, pot: str) -> str:
    return f"{named.organisation}: {named.project} ({pot.lower()})" if named else pot


def _pounds(line: Line, names: Iterable[str]) -> list[str]:
    return [format_pence(getattr(line, name)) for name in names]


def statement_header() -> list[Value]:
    """The columns of the statement's file."""
    return [
        _("What"),
        _("Organisation"),
        _("Project"),
        _("Pot"),
        _("Received"),
        *titles(SUMS),
        _("Cash in hand"),
    ]


def statement_rows(found: Statement, named: Mapping[str, Named]) -> Iterator[list[Value]]:
    """The whole, each pot, and each award. Cash is not divided by pot."""
    total = _decimals(found.total)
    yield [_("All"), "", "", "", to_pounds(found.received), *total, to_pounds(found.cash)]
    for pot, line in found.pots.items():
        yield [POTS[pot], "", "", POTS[pot], None, *_decimals(line), None]
    for key, line in found.awards.items():
        who = named.get(key, Named("", ""))
        where = POTS[found.pot_of[key]]
        yield [key, who.organisation, who.project, where, None, *_decimals(line), None]


def _decimals(line: Line) -> list[Value]:
    return [to_pounds(getattr(line, name)) for name in SUMS]


def awards_table(rows: Iterable[Awarded]) -> Table:
    """The awards as they stood, with their money."""
    return Table(
        caption=_("Awards"),
        columns=[
            Column(_("Award")),
            Column(_("State")),
            Column(_("Amount"), numeric=True),
            Column(_("Committed"), numeric=True),
            Column(_("Paid, net"), numeric=True),
            Column(_("Left to pay"), numeric=True),
        ],
        rows=[
            [
                Lines(
                    [Link(one.reference, reverse("bid", args=[one.reference]))],
                    f"{one.organisation}: {one.project} ({POTS[one.pot].lower()})",
                ),
                state_badge(one.state),
                format_pence(one.amount),
                *_pounds(one.line, ("committed", "paid", "available")),
            ]
            for one in rows
        ],
        wide=True,
    )


def awards_header() -> list[Value]:
    """The columns of the awards' file."""
    return [
        _("Reference"),
        _("Organisation"),
        _("Project"),
        _("Pot"),
        _("Approved on"),
        _("State"),
        _("Amount"),
        _("Committed"),
        _("Paid, net"),
        _("Left to pay"),
    ]


def award_cells(one: Awarded) -> list[Value]:
    """An award as a row of the file."""
    return [
        one.reference,
        one.organisation,
        one.project,
        POTS[one.pot],
        in_london(one.approved_at).date(),
        str(one.state.label),
        to_pounds(one.amount),
        *(to_pounds(getattr(one.line, name)) for name in ("committed", "paid", "available")),
    ]


def as_at_words(found: Statement) -> str:
    """As at when a statement is."""
    if found.as_at is None:
        return _("As it stands now.")
    return _("As it stood at the end of %(day)s, whenever it was recorded.") % {
        "day": format_date(found.as_at)
    }
