"""The payment system's file of what became of a batch: read, matched by reference, and recorded whole."""

from typing import Any

from django.utils.translation import gettext as _

from base.cells import one_of, text
from base.tables import day, pounds, read_table
from base.workbooks import Column, Row, Workbook
from monitoring.models import PaymentBatch, PaymentLine
from monitoring.payments.confirmations import Confirmation, confirm_lines, why_not
from people.models import User
from people.permissions import Permission, require
from ui.money import format_pence

State = PaymentLine.State
STATUSES = (State.PAID.value, State.REFUSED.value, State.RETURNED.value)
COLUMNS = [
    Column("Payment reference", text(60), "a reference of this batch"),
    Column("Date", day, "a date, like 07/05/2019"),
    Column("Amount", pounds, "the amount in pounds, above zero"),
    Column("Status", one_of(STATUSES), "paid, refused or returned"),
    Column("Reason", text(2000), "why it was refused or came back", blank="", optional=True),
    Column("Journal number", text(60), "of an internal payment", blank="", optional=True),
]


def bring_in(*, batch: PaymentBatch, name: str, content: bytes, by: User) -> int:
    """Record what a file says of a batch's payments; give how many of them changed.

    All of it, or nothing: raises ``Faulty`` naming every row that is unknown, has another amount, or
    cannot be. The same file again changes nothing.
    """
    require(by, Permission.PAY, batch.round.partnership)
    book, title, rows = read_table(name, content, COLUMNS, strangers=True)
    lines = {line.reference.casefold(): line for line in _lines(batch)}
    said = []
    seen: set[str] = set()
    for row in rows:
        reference = row["Payment reference"]
        if reference is None:
            continue
        line = lines.get(reference.casefold())
        if line is None:
            book.fault(title, row.number, "Payment reference", _stranger(batch, reference))
        elif line.reference in seen:
            wrong = _("%(reference)s stands here twice") % {"reference": reference}
            book.fault(title, row.number, "Payment reference", wrong, _("each payment once"))
        else:
            seen.add(line.reference)
            if what := _read(book, title, row, line):
                said.append((line, what))
    if not rows:
        book.fault(title, 0, "", _("there are no rows"))
    book.refuse_if_faulty()
    return confirm_lines(batch=batch, said=said, by=by)


def _lines(batch: PaymentBatch) -> Any:
    return batch.lines.select_related("batch", "claim__award")


def _stranger(batch: PaymentBatch, reference: str) -> str:
    """What is wrong with a reference that is not of the batch."""
    elsewhere = PaymentLine.objects.filter(reference__iexact=reference, batch__round=batch.round)
    if other := elsewhere.select_related("batch").first():
        said = {"reference": reference, "batch": other.batch.number}
        return _("%(reference)s is of batch %(batch)s") % said
    return _("%(reference)s is not a reference of this batch") % {"reference": reference}


def _read(book: Workbook, title: str, row: Row, line: PaymentLine) -> Confirmation | None:
    """What a row says of its payment, where nothing is wrong with it."""
    if None in (row["Date"], row["Amount"], row["Status"]):
        return None
    if row["Amount"] != line.amount_pence:
        wrong = _("%(amount)s is another amount than was ordered") % {
            "amount": format_pence(row["Amount"])
        }
        book.fault(title, row.number, "Amount", wrong, format_pence(line.amount_pence))
        return None
    what = Confirmation(State(row["Status"]), row["Date"], row["Reason"], row["Journal number"])
    if words := why_not(line, what):
        book.fault(title, row.number, "Status", words)
        return None
    return what
