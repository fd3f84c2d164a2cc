"""The council's transactions beside the ledger: brought in, matched, and a match undone. No money moves."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _

from base.cells import number, text
from base.errors import Refused
from base.tables import day, read_table
from base.verbs import verb
from base.workbooks import Column
from funds.models import Kind, Movement
from monitoring.models import FinanceFile, FinanceLine
from monitoring.reconciliation.matching import Entry, match
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round, locked
from ui.dates import in_london
from ui.money import format_pence, parse_pounds, pence_of_cell

MINUSES = str.maketrans({"−": "-", "–": "-"})
KINDS = (
    Movement.Kind.RECEIVE,
    Movement.Kind.PAY,
    Movement.Kind.RECOVER,
    Movement.Kind.BOUNCE,
    Movement.Kind.RETURN,
)
"""What a council's bank account sees of the ledger."""


def signed_pounds(value: Any) -> int:
    """An amount in pounds, in or out, as pence: a number, or ``-1,200.50``, or ``(1,200.50)``."""
    if not isinstance(value, str):
        pence = pence_of_cell(number(value))
    else:
        words = value.strip().translate(MINUSES)
        bare = words.strip("()-+ ").removeprefix("£-")
        out = words.startswith(("-", "(", "£-")) or words.endswith("-")
        pence = -parse_pounds(bare) if out else parse_pounds(bare)
    if not pence:
        raise ValueError("the amount is nothing")
    return pence


COLUMNS = [
    Column("Date", day, "a date, like 07/05/2019"),
    Column("Reference", text(100), "the transaction’s reference", blank=""),
    Column("Description", text(300), "what it was for", blank="", optional=True),
    Column("Amount", signed_pounds, "pounds: below zero went out, above zero came in"),
]


@verb
def bring_in_transactions(*, round: Round, name: str, content: bytes, by: User) -> FinanceFile:
    """Bring in a file of the council's finance system, all of it or nothing, and match what is in it.

    Raises ``Faulty`` naming every fault, and ``Refused`` for a file that was brought in before.
    """
    require(by, Permission.PAY, round.partnership)
    locked(round)
    checksum = hashlib.sha256(content).hexdigest()
    if before := round.finance_files.filter(checksum=checksum).first():
        raise Refused(_("This file was brought in already, as %(name)s.") % {"name": before.name})
    book, title, rows = read_table(name, content, COLUMNS, strangers=True)
    if not rows:
        book.fault(title, 0, "", _("there are no rows"))
    book.refuse_if_faulty()
    file = FinanceFile.objects.create(
        round=round, name=name[:200], checksum=checksum, brought_by=by
    )
    FinanceLine.objects.bulk_create(
        [
            FinanceLine(
                file=file,
                row=row.number,
                on=row["Date"],
                reference=row["Reference"],
                words=row["Description"],
                amount_pence=row["Amount"],
            )
            for row in rows
        ],
        batch_size=500,
    )
    _match(round, file.lines.all())
    return file


@verb
def match_again(*, round: Round, by: User) -> int:
    """Look for the movement of every transaction that has none; give how many were found."""
    require(by, Permission.PAY, round.partnership)
    locked(round)
    return _match(round, lines_of(round).filter(movement=None))


def _match(round: Round, lines: QuerySet[FinanceLine]) -> int:
    left = {line.pk: line for line in lines}
    theirs = [Entry(line.pk, line.on, line.reference, line.amount_pence) for line in left.values()]
    ours = [
        Entry(one.pk, in_london(one.at).date(), reference_of(one), one.pence)
        for one in unmatched(round)
    ]
    found = match(theirs, ours)
    for line, movement in found.items():
        left[line].movement_id = movement
    FinanceLine.objects.bulk_update([left[key] for key in found], ["movement"], batch_size=500)
    return len(found)


@verb
def match_by_hand(*, line: FinanceLine, movement: Movement, by: User) -> FinanceLine:
    """Say which movement a transaction is. Raises ``Refused`` where the amounts are not the same."""
    round = locked(line.file.round)
    require(by, Permission.PAY, round.partnership)
    line = FinanceLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if line.movement_id:
        raise Refused(_("This transaction is matched already: undo that first."))
    ours = unmatched(round).filter(pk=movement.pk).first()
    if ours is None:
        raise Refused(_("This movement is matched already, or is none of this round’s cash."))
    if ours.pence != line.amount_pence:
        said = {"theirs": format_pence(line.amount_pence), "ours": format_pence(ours.pence)}
        raise Refused(_("The amounts differ: %(theirs)s and %(ours)s.") % said)
    line.movement = ours
    line.save(update_fields=["movement"])
    return line


@verb
def undo_match(*, line: FinanceLine, by: User) -> FinanceLine:
    """Part a transaction from the movement that it was taken for."""
    round = locked(line.file.round)
    require(by, Permission.PAY, round.partnership)
    line = FinanceLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if line.movement_id is None:
        raise Refused(_("This transaction is not matched."))
    line.movement = None
    line.save(update_fields=["movement"])
    return line


def lines_of(round: Round) -> QuerySet[FinanceLine]:
    """All of the council's transactions that were brought in."""
    return FinanceLine.objects.filter(file__round=round)


def cash(round: Round) -> QuerySet[Any]:
    """The movements of a round's cash, with ``pence`` above zero for what came in."""
    rows = round.movements.filter(
        Q(source__kind=Kind.CASH) | Q(target__kind=Kind.CASH), kind__in=KINDS
    )
    pence: Any = Case(
        When(target__kind=Kind.CASH, then=F("amount_pence")),
        default=-F("amount_pence"),
        output_field=BigIntegerField(),
    )
    return rows.annotate(pence=pence).select_related("note", "source", "target")


def unmatched(round: Round) -> QuerySet[Any]:
    """The movements of the cash that no transaction was found for."""
    return cash(round).filter(finance_line=None)


REFERENCED = (Movement.Kind.PAY, Movement.Kind.RECEIVE)


def reference_of(moved: Movement) -> str:
    """The reference that a movement was recorded with, where its kind has one."""
    return moved.note.text if moved.note and moved.kind in REFERENCED else ""


def may_be(line: FinanceLine) -> Sequence[Movement]:
    """The movements that a transaction could be, those nearest to its date first."""

    def apart(moved: Movement) -> int:
        on: date = in_london(moved.at).date()
        return abs((on - line.on).days)

    return sorted(unmatched(line.file.round).filter(pence=line.amount_pence), key=apart)


def sums(rows: QuerySet[Any], field: str) -> tuple[int, int]:
    """How many there are, and what they come to in pence (one query)."""
    found = rows.aggregate(how_many=Count("pk"), total=Sum(field))
    return found["how_many"], found["total"] or 0
