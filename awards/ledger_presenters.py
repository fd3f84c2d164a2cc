"""The ledger in words, and as the rows of a workbook."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.ledger import About, Balance, change
from base.writing import Value
from funds.models import Account, Kind, Movement
from rounds.models import Round
from rounds.presenters import POTS
from ui.dates import format_date, in_london
from ui.money import format_pence, to_pounds
from ui.parts import Column, Content, Lines, Link, Part, Table
from ui.texts import plain

NAMES: dict[str, Callable[[Account, Round], str]] = {
    Kind.GRANT: lambda account, round: _("The grant"),
    Kind.FUNDER: lambda account, round: round.funder.short_name,
    Kind.BANK: lambda account, round: _("Payees"),
    Kind.CASH: lambda account, round: _("Cash"),
    Kind.POT: lambda account, round: POTS[account.pot],
    Kind.COMMITTED: lambda account, round: _("%(key)s, to be paid") % {"key": account.key},
    Kind.PAID: lambda account, round: _("%(key)s, paid") % {"key": account.key},
    Kind.RETURNED: lambda account, round: (
        _("Returned, %(pot)s") % {"pot": POTS[account.pot].lower()}
    ),
}


def account_name(account: Account, round: Round) -> str:
    """An account in words."""
    return NAMES[account.kind](account, round)


def ledger_table(
    rows: Sequence[Movement],
    round: Round,
    held: Sequence[Balance],
    after: Mapping[int, list[int]],
    known: Mapping[int, About],
) -> Table:
    """A page of movements, with the balances after each."""
    return Table(
        caption=_("Ledger"),
        columns=[
            Column(_("Date")),
            Column(_("What happened")),
            Column(_("From and to")),
            Column(_("Amount"), numeric=True),
            *(Column(str(balance.title), numeric=True) for balance in held),
        ],
        rows=[
            [
                Lines([format_date(in_london(moved.at).date())], _late(moved)),
                _what(moved, known.get(moved.pk)),
                Lines([account_name(moved.source, round), _into(moved, round)]),
                format_pence(_signed(moved, held)),
                *(format_pence(pence) for pence in after.get(moved.pk, [])),
            ]
            for moved in rows
        ],
        wide=True,
    )


def _into(moved: Movement, round: Round) -> str:
    return _("to %(account)s") % {"account": account_name(moved.target, round)}


def _late(moved: Movement) -> str:
    """When it was recorded, where that was on another day than it happened."""
    recorded = in_london(moved.recorded_at).date()
    if recorded == in_london(moved.at).date():
        return ""
    return _("recorded %(day)s") % {"day": format_date(recorded)}


def _what(moved: Movement, about: About | None) -> Content:
    """What happened, the award it is of, the note, and who did it."""
    parts: list[Part] = [str(Movement.Kind(moved.kind).label)]
    if about:
        parts.append(Link(about.key, reverse("bid", args=[about.key])))
    if moved.note and moved.note.text:
        parts.append(moved.note.text)
    hint = str(moved.by)
    if moved.seconded_by:
        words = _("%(by)s, agreed by %(second)s")
        hint = words % {"by": moved.by, "second": moved.seconded_by}
    return Lines(parts, f"{about.organisation} · {hint}" if about and about.organisation else hint)


def _signed(moved: Movement, held: Sequence[Balance]) -> int:
    """The amount; below zero where it left the one account that is shown."""
    if len(held) != 1:
        return moved.amount_pence
    return change(held[0], moved.source_id, moved.target_id, moved.amount_pence)


def ledger_header(held: Sequence[Balance]) -> list[Value]:
    """The columns of the ledger's file."""
    return [
        _("Date"),
        _("Recorded"),
        _("What happened"),
        _("From"),
        _("To"),
        _("Award"),
        _("Organisation"),
        _("Project"),
        _("Note"),
        _("By"),
        _("Agreed by"),
        _("Amount"),
        *(str(balance.title) for balance in held),
    ]


def ledger_cells(
    moved: Movement, round: Round, held: Sequence[Balance], after: list[int], about: About | None
) -> list[Value]:
    """A movement as a row of the file. What is hidden in a note is left out of it."""
    who = about or About("", "", "")
    return [
        in_london(moved.at).date(),
        in_london(moved.recorded_at).date(),
        str(Movement.Kind(moved.kind).label),
        account_name(moved.source, round),
        account_name(moved.target, round),
        who.key,
        who.organisation,
        who.project,
        plain(moved.note.text) if moved.note else "",
        str(moved.by),
        str(moved.seconded_by or ""),
        to_pounds(_signed(moved, held)),
        *(to_pounds(pence) for pence in after),
    ]
