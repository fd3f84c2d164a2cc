"""The PCC's answers: reads the submission that comes back, and does what it says, all or nothing.

Nothing of ours may differ from the frozen copy: rows are matched by reference, and their order,
widths, added columns and sheets do not count; numbers, dates and line ends are normalised, because
Excel and LibreOffice write them in their own ways.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from awards.answering import Recorded, Said, answer
from awards.models import Answer, Submission
from awards.submissions import latest
from base.cells import is_blank, money, one_of, plain
from base.errors import Fault, Refused, refuse_if_any
from base.verbs import happened, verb
from base.workbooks import Column, Row, Workbook
from base.writing import cell_text, read_codes
from bids.history import locked
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from rounds.models import locked as hold
from ui.money import format_pence, pence_of_cell

SUMMARY, PROPOSALS, NOT_PROPOSED = "Summary", "Proposals", "Not proposed"
DRAFT = "DRAFT"
"""What a draft has for its version."""

_HEAD = (
    "Rank",
    "Reference",
    "Organisation",
    "Project",
    "PCC priorities",
    "Partnership priorities",
    "Score",
    "Requested",
)
OUR_COLUMNS = {
    PROPOSALS: (*_HEAD, "Recommended", "Running total", "Start date", "End date", "Outcomes"),
    NOT_PROPOSED: (*_HEAD, "Reason"),
}
PCC_COLUMNS = ("PCC decision", "PCC amount", "PCC comment")
POUNDS = ("Requested", "Recommended", "Running total")
CONTENT = {PROPOSALS: "proposals", NOT_PROPOSED: "not_proposed"}
"""Where each sheet's rows stand in a submission's content."""

READERS = [
    Column("PCC decision", one_of(Answer.Decision.values), "approve, decline or query", blank=""),
    Column("PCC amount", money(), "an amount in pounds above zero, to the penny", blank=None),
    Column("PCC comment", plain, "a text", blank=""),
]


@dataclass(frozen=True)
class _Line:
    """One answered row: where it stands, and what it says."""

    sheet: str
    row: Row
    said: Said


@dataclass(frozen=True)
class Answers:
    """A submission that came back, as it was read; what is wrong in it is told when it is recorded."""

    book: Workbook
    sent: Submission
    """The version that it is."""
    lines: list[_Line]


def import_decisions(
    *, round: Round, name: str, content: bytes, by: User, at: datetime | None = None
) -> Recorded:
    """Record the answers in a submission that came back from the PCC's office.

    ``by`` is a decision maker. Raises ``Faulty`` or ``Refused`` where the file is not the latest
    version as it was sent, or asks for something that cannot be; then nothing is changed.
    """
    require(by, Permission.DECIDE, round.partnership)
    answers = read_answers(round=round, name=name, content=content)
    return record(answers=answers, by=by, at=at)


def read_answers(*, round: Round, name: str, content: bytes) -> Answers:
    """Read a submission that came back. Raises ``Refused`` unless it is the latest of its route."""
    book = Workbook(name, content)
    sent = _the_version(book, round)
    return Answers(book, sent, _lines(book, sent))


@verb
def record(*, answers: Answers, by: User, at: datetime | None = None) -> Recorded:
    """Do what was read. Raises ``Faulty`` or ``Refused`` like ``import_decisions``."""
    book, sent, on = answers.book, answers.sent, happened(at)
    require(by, Permission.DECIDE, sent.round.partnership)
    round = hold(sent.round)
    _refuse_unless_latest(book, str(sent.version), latest(round, Pot(sent.route)) or sent)
    done, faults = Recorded(source=f"Import of {book.name}"), list(book.faults)
    bids = {bid.reference: bid for bid in round.bids.filter(route=sent.route)}
    for line in answers.lines:
        try:
            answer(line.said, locked(bids[line.said.reference]), sent, by, on, done)
        except Refused as refused:
            wrong = str(refused).rstrip(".")
            faults.append(Fault(line.sheet, line.row.number, "PCC decision", wrong))
    refuse_if_any(book.name, faults)
    return done


def _the_version(book: Workbook, round: Round) -> Submission:
    """The frozen version that the file is. Raises ``Refused`` unless it is the latest of its route."""
    said = {str(cells[0]): cells[1] for _, cells in book.cells(SUMMARY) if len(cells) > 1}
    if missing := [
        label for label in ("Round", "Route", "Version", "Checksum") if label not in said
    ]:
        raise Refused(
            gettext("%(book)s is not a submission of ours: its sheet Summary lacks %(missing)s.")
            % {"book": book.name, "missing": ", ".join(missing)}
        )
    if said["Round"] != round.code:
        raise Refused(
            gettext("%(book)s is about the round %(said)s, not %(round)s.")
            % {"book": book.name, "said": said["Round"], "round": round.code}
        )
    if said["Route"] not in Pot.values:
        raise Refused(
            gettext("%(book)s is about a route that does not exist: %(route)s.")
            % {"book": book.name, "route": said["Route"]}
        )
    sent = latest(round, Pot(said["Route"]))
    if sent is None:
        raise Refused(
            gettext("No %(route)s submission of %(round)s was ever sent.")
            % {"route": said["Route"], "round": round.code}
        )
    if said["Version"] == DRAFT:
        raise Refused(
            gettext("%(book)s is a draft, which nobody answers. Use version %(sent)s.")
            % {"book": book.name, "sent": sent.version}
        )
    _refuse_unless_latest(book, str(said["Version"]), sent)
    if said["Checksum"] != sent.checksum:
        raise Refused(
            gettext("%(book)s was altered: its checksum is not that of version %(sent)s.")
            % {"book": book.name, "sent": sent.version}
        )
    return sent


def _refuse_unless_latest(book: Workbook, version: str, sent: Submission) -> None:
    if version != str(sent.version):
        raise Refused(
            gettext(
                "%(book)s is version %(version)s; the latest that was sent is %(sent)s. Ask for the "
                "answers in that one."
            )
            % {"book": book.name, "version": version, "sent": sent.version}
        )


def _lines(book: Workbook, sent: Submission) -> list[_Line]:
    """Every answered row held against the frozen copy; what differs is a fault."""
    lines: list[_Line] = []
    for sheet, ours in OUR_COLUMNS.items():
        frozen = {row["Reference"]: row for row in sent.content[CONTENT[sheet]]}
        as_it_stands = [
            Column(column, lambda value: value, "as sent", blank=None) for column in ours
        ]
        seen: dict[str, int] = {}
        rows = book.rows(sheet, [*as_it_stands, *READERS], strangers=True)
        lost = {fault.column for fault in book.faults if fault.sheet == sheet}
        for row in rows:
            reference = str(row["Reference"] or "").strip()
            if not reference:
                _fault_answer_to_nothing(book, sheet, row)
            elif reference not in frozen:
                wrong = f"{reference} is not in this sheet of version {sent.version}"
                book.fault(sheet, row.number, "Reference", wrong, "the rows as they were sent")
            elif reference in seen:
                wrong = f"{reference} stands in row {seen[reference]} too"
                book.fault(sheet, row.number, "Reference", wrong, "one row for each bid")
            else:
                _fault_differences(book, sheet, row, frozen[reference], lost)
                _fault_stray_amount(book, sheet, row)
                lines.append(_Line(sheet, row, _said(row, frozen[reference])))
            seen.setdefault(reference, row.number)
        for gone in [reference for reference in frozen if reference not in seen]:
            book.fault(sheet, 0, "Reference", f"the row of {gone} is missing", "the rows as sent")
    return lines


def _said(row: Row, frozen: dict[str, Any]) -> Said:
    return Said(
        row=frozen,
        decision=str(row["PCC decision"] or ""),
        amount_pence=row["PCC amount"],
        comment=row["PCC comment"] or "",
    )


def _fault_answer_to_nothing(book: Workbook, sheet: str, row: Row) -> None:
    for column in PCC_COLUMNS:
        if row[column]:
            book.fault(sheet, row.number, column, "there is no bid in this row", "an empty cell")


def _fault_stray_amount(book: Workbook, sheet: str, row: Row) -> None:
    amount = row["PCC amount"]
    if amount is not None and row["PCC decision"] != Answer.Decision.APPROVE:
        wrong = f"{format_pence(amount)} stands there without approve"
        book.fault(sheet, row.number, "PCC amount", wrong, "approve, or an empty cell")


def _fault_differences(
    book: Workbook, sheet: str, row: Row, frozen: dict[str, Any], lost: set[str]
) -> None:
    """Fault what differs from the frozen row, but for columns that are named as missing already."""
    for column in OUR_COLUMNS[sheet]:
        if column not in lost and as_compared(column, row[column]) != _frozen_as_compared(
            column, frozen[column]
        ):
            wrong = f"“{str(row[column] or '')[:60]}” is not what was sent"
            shown = frozen[column]
            if column in POUNDS:
                shown = format_pence(shown)
            book.fault(sheet, row.number, column, wrong, str(shown)[:60] or "an empty cell")


def as_compared(column: str, value: Any) -> Any:
    """A cell of ours as it is compared with the frozen copy; a value of another kind stays itself."""
    if is_blank(value):
        return ""
    if isinstance(value, str):
        return cell_text(read_codes(value)).strip()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        if column in POUNDS:
            return pence_of_cell(value)
        if column == "Score":
            return f"{Decimal(str(value)):.2f}"
        return int(value) if value == int(value) else value
    except (ValueError, ArithmeticError):
        return value


def _frozen_as_compared(column: str, value: Any) -> Any:
    return value if isinstance(value, int) else as_compared(column, value)
