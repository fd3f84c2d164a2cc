"""The returns workbook: agreements, returns and payments in, all or nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from awards.actions import start_monitoring
from awards.models import Award
from base.cells import day, money, one_of, text, whole
from base.errors import Refused
from base.verbs import happened, verb
from base.workbooks import Column, Row, Workbook
from bids.models import Measure
from bids.states import State
from bids.workbook import REFERENCE, fault_repeated
from monitoring.actions import accept_return, pay
from monitoring.models import Actual, Payment, Return
from people.models import User
from people.permissions import Permission, require
from rounds.models import Period, Round
from rounds.models import locked as hold
from ui.dates import in_london, midnight

PERIOD = Column("Period", text(100), "a period of the round")
POUNDS = "an amount in pounds, to the penny"

SHEETS = {
    "Agreements": [
        REFERENCE,
        Column("Accepted by", text(200), "who accepted it for the organisation"),
        Column("Accepted on", day, "a date"),
    ],
    "Returns": [
        REFERENCE,
        PERIOD,
        Column("RAG", one_of(Return.Rag.values), "green, amber or red"),
        Column("Progress", text(), "a text"),
        Column("Spent to date", money(0), POUNDS),
        Column("Forecast to year end", money(0), POUNDS),
        Column("People reached", whole(), "a whole number, or nothing", blank=None),
    ],
    "Payments": [
        REFERENCE,
        Column("Date", day, "a date"),
        Column("Amount", money(), POUNDS + ", above zero"),
        Column("Payment reference", text(60), "the payment's reference"),
    ],
    "Measures": [
        REFERENCE,
        PERIOD,
        Column("Measure", text(200), "a measure of the bid"),
        Column("Actual", text(100), "a number or text"),
    ],
}
OPTIONAL = ("Agreements", "Measures")
ONCE = {
    "Agreements": ("Reference",),
    "Returns": ("Reference", "Period"),
    "Payments": ("Reference", "Payment reference"),
    "Measures": ("Reference", "Period", "Measure"),
}


@dataclass
class Imported:
    """What an import did, and what an officer should know."""

    accepted: int = 0
    returns: list[Return] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    unchanged: int = 0
    reported: list[str] = field(default_factory=list)


@dataclass
class _File:
    """A returns workbook as read, and who brings it in."""

    book: Workbook
    rows: dict[str, list[Row]]
    round: Round
    by: User
    finance: User
    at: datetime
    done: Imported = field(default_factory=Imported)

    def whole(self, title: str) -> list[Row]:
        """The rows of a sheet in which nothing is faulty or missing, but what may be blank."""
        may_be_blank = {column.name for column in SHEETS[title] if column.blank is not ...}
        return [
            row
            for row in self.rows[title]
            if all(value is not None or name in may_be_blank for name, value in row.values.items())
        ]

    def fault(self, title: str, row: Row, column: str, wrong: str, expected: str = "") -> None:
        self.book.fault(title, row.number, column, wrong, expected)


def import_returns(
    *,
    round: Round,
    name: str,
    content: bytes,
    by: User,
    finance: User,
    at: datetime | None = None,
) -> Imported:
    """Take agreements as accepted, and bring returns and payments in. ``finance`` makes the payments.

    Dates in the file win over ``at``. Raises ``Faulty`` with every fault, and then changes nothing.
    """
    require(by, Permission.RECORD_RETURNS, round.partnership)
    require(finance, Permission.PAY, round.partnership)
    book = Workbook(name, content)
    book.only(*SHEETS)
    rows = {
        title: [] if title in OPTIONAL and not book.has(title) else book.rows(title, columns)
        for title, columns in SHEETS.items()
    }
    for title, columns in ONCE.items():
        fault_repeated(book, title, rows[title], columns)
    return _bring_in(file=_File(book, rows, round, by, finance, happened(at)))


@verb
def _bring_in(*, file: _File) -> Imported:
    hold(file.round)
    awards = {
        award.bid.reference: award
        for award in Award.objects.filter(bid__round=file.round).select_related("bid", "agreement")
    }
    found = _awards_by_row(file, awards)
    _agreements(file, found)
    _returns(file, found)
    _payments(file, found)
    _stray_measures(file)
    file.book.refuse_if_faulty()
    return file.done


def _awards_by_row(file: _File, awards: dict[str, Award]) -> dict[str, Award]:
    """The award that each reference of the file means; an unknown one is a fault."""
    found = {}
    for title, rows in file.rows.items():
        for row in rows:
            reference = row["Reference"]
            if reference in awards:
                found[reference] = awards[reference]
            elif reference is not None:
                wrong = f"{reference} has no award in {file.round.code}"
                file.fault(title, row, "Reference", wrong, "a bid that was approved")
    return found


def _agreements(file: _File, awards: dict[str, Award]) -> None:
    """Take each agreement as accepted on its date; what the file does not say is reported.

    An award whose agreement is refused is left out of the rest, which would only repeat the fault.
    """
    named = {row["Reference"]: row for row in file.whole("Agreements")}
    for reference, award in list(awards.items()):
        row = named.get(reference)
        is_approved = award.bid.state == State.APPROVED
        if row and hasattr(award, "agreement"):
            held = award.agreement
            same = (held.accepted_by, in_london(held.accepted_at).date()) == (
                row["Accepted by"],
                row["Accepted on"],
            )
            if not same:
                wrong = f"the agreement of {reference} is already recorded otherwise"
                file.fault("Agreements", row, "Accepted by", wrong, held.accepted_by)
            file.done.unchanged += same and not is_approved
        if is_approved and not _accept(file, award, row):
            del awards[reference]


def _accept(file: _File, award: Award, row: Row | None) -> bool:
    reference, source = award.bid.reference, f"Import of {file.book.name}"
    was_there = hasattr(award, "agreement")
    if row:
        accepted_by, at = row["Accepted by"], midnight(row["Accepted on"])
    else:
        accepted_by, at = "not named: taken as accepted by the import", _first_day(file, reference)
    try:
        start_monitoring(bid=award.bid, accepted_by=accepted_by, by=file.by, at=at, reason=source)
    except Refused as refused:
        _fault_refused(file, reference, row, refused)
        return False
    file.done.accepted += 1
    if row is None and not was_there:
        file.done.reported.append(f"{reference}: agreement taken as accepted, none is in the file.")
    return True


def _fault_refused(file: _File, reference: str, row: Row | None, refused: Refused) -> None:
    wrong = str(refused).rstrip(".")
    if row:
        file.fault("Agreements", row, "Accepted on", wrong)
    else:
        file.book.fault("Agreements", 0, "Reference", f"{reference}: {wrong}")


def _first_day(file: _File, reference: str) -> datetime:
    """When an agreement must have been accepted at the latest: before the first payment."""
    paid: list[date] = [
        row["Date"] for row in file.whole("Payments") if row["Reference"] == reference
    ]
    return min([file.at, *(midnight(when) for when in paid)])


def _returns(file: _File, awards: dict[str, Award]) -> None:
    periods = {period.name.casefold(): period for period in file.round.periods.all()}
    actuals = _actuals(file)
    for row in file.whole("Returns"):
        award, period = awards.get(row["Reference"]), periods.get(row["Period"].casefold())
        if award is None:
            continue
        if period is None:
            names = ", ".join(known.name for known in periods.values())
            file.fault("Returns", row, "Period", f"“{row['Period']}” is not a period", names)
            continue
        measured = _measured(file, award, actuals.pop((row["Reference"], period.name), []))
        there = award.returns.given().filter(period=period).first()
        if there is not None and not _compare(file, row, there, measured):
            continue
        try:
            sent = accept_return(
                award=award,
                period=period,
                rag=Return.Rag(row["RAG"]),
                progress=row["Progress"],
                spent_pence=row["Spent to date"],
                forecast_pence=row["Forecast to year end"],
                people_reached=row["People reached"],
                actuals=measured,
                by=file.by,
                at=file.at,
            )
        except Refused as refused:
            file.fault("Returns", row, "Reference", str(refused).rstrip("."))
        else:
            file.done.returns.append(sent)


def _actuals(file: _File) -> dict[tuple[str, str], list[Row]]:
    names = {period.name.casefold(): period.name for period in file.round.periods.all()}
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in file.whole("Measures"):
        name = names.get(row["Period"].casefold(), row["Period"])
        found[row["Reference"], name].append(row)
    return found


def _measured(file: _File, award: Award, rows: list[Row]) -> dict[Measure, str]:
    known = {measure.name.casefold(): measure for measure in award.bid.measures.all()}
    found = {}
    for row in rows:
        measure = known.get(row["Measure"].casefold())
        if measure is None:
            names = ", ".join(m.name for m in known.values()) or "none"
            wrong = f"“{row['Measure']}” is not a measure of {award.bid.reference}"
            file.fault("Measures", row, "Measure", wrong, names)
        else:
            found[measure] = row["Actual"]
    return found


def _compare(file: _File, row: Row, there: Return, measured: dict[Measure, str]) -> bool:
    """A return that is here already must say the same; whether it still waits to be accepted.

    The RAG is the officer's: one that the project sent has none yet.
    """
    held = {
        "RAG": there.rag or row["RAG"],
        "Progress": there.progress,
        "Spent to date": there.spent_pence,
        "Forecast to year end": there.forecast_pence,
        "People reached": there.people_reached,
    }
    for column, value in held.items():
        if row[column] != value:
            wrong = "the return for this period is already here and says something else"
            file.fault("Returns", row, column, wrong, str(value)[:60])
            return False
    if measured != {a.measure: a.value for a in Actual.objects.filter(sent=there)}:
        file.fault(
            "Returns", row, "Period", "the measures of this return are already here otherwise"
        )
        return False
    waits = there.state == Return.State.SENT
    file.done.unchanged += not waits
    return waits


def _payments(file: _File, awards: dict[str, Award]) -> None:
    for row in file.whole("Payments"):
        award, reference = awards.get(row["Reference"]), row["Payment reference"]
        if award is None:
            continue
        there = award.payments.filter(reference=reference).select_related("movement").first()
        if there is not None:
            moved = there.movement
            said: tuple[Any, ...] = (row["Amount"], row["Date"])
            if said != (moved.amount_pence, in_london(moved.at).date()):
                wrong = f"{reference} is already here with another amount or date"
                file.fault("Payments", row, "Payment reference", wrong)
            else:
                file.done.unchanged += 1
            continue
        try:
            payment = pay(
                award=award,
                amount_pence=row["Amount"],
                reference=reference,
                by=file.finance,
                at=midnight(row["Date"]),
                happened_outside=True,
            )
        except Refused as refused:
            file.fault("Payments", row, "Amount", str(refused).rstrip("."))
        else:
            file.done.payments.append(payment)


def _stray_measures(file: _File) -> None:
    """Actuals belong to a return of the same file."""
    names = {p.name.casefold() for p in Period.objects.filter(round=file.round)}
    there = {
        (row["Reference"], row["Period"].casefold())
        for row in file.rows["Returns"]
        if row["Period"] is not None
    }
    for row in file.whole("Measures"):
        if (
            row["Period"].casefold() not in names
            or (
                row["Reference"],
                row["Period"].casefold(),
            )
            not in there
        ):
            wrong = f"there is no return of {row['Reference']} for “{row['Period']}” in this file"
            file.fault("Measures", row, "Period", wrong)
