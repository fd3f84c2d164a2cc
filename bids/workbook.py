"""The bids workbook: brings bids in as submitted, all or nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from base.cells import codes, day, email, money, one_of, pattern, text, whole, yes_no
from base.verbs import verb
from base.workbooks import Column, Row, Workbook
from bids.actions import Answers, start, submit
from bids.blind import tells_who_bids
from bids.models import Bid
from bids.organisations import clashes, contradictions, match
from people.models import User
from people.organisations import CHARITY_NUMBER, COMPANY_NUMBER
from people.permissions import Permission, require
from rounds.models import Owner, Pot, Priority, Round
from rounds.models import locked as hold
from ui.money import format_pence

SHEETS = ("Bids", "Budget", "Measures")
REFERENCE = Column("Reference", pattern(r"[A-Z0-9][A-Z0-9_-]{0,39}"), "the bid's reference")
POUNDS = "an amount in pounds above zero, to the penny"

BIDS = [
    Column("Reference", REFERENCE.read, "letters, digits and -, or nothing", blank=""),
    Column("Route", one_of(Pot.values), "main or tactical"),
    Column("Organisation", text(200), "the organisation's name"),
    Column("Organisation type", text(60), "such as charity, cic or public body"),
    Column(
        "Charity number",
        pattern(CHARITY_NUMBER),
        "a registered number such as 1999001, or nothing",
        blank="",
    ),
    Column(
        "Company number",
        pattern(COMPANY_NUMBER, zeros=8),
        "eight characters such as 09990002, or nothing",
        blank="",
    ),
    Column("Contact name", text(200), "a name"),
    Column("Contact email", email, "an email address"),
    Column("Project", text(200), "the project's name"),
    Column("Summary", text(), "a text"),
    Column("Need", text(), "a text"),
    Column("Activities", text(), "a text"),
    Column("Outcomes", text(), "a text"),
    Column("Start date", day, "a date"),
    Column("End date", day, "a date"),
    Column("Area", text(200), "a ward or place, or nothing", blank=""),
    Column("PCC priorities", codes, "codes with ; between"),
    Column("Partnership priorities", codes, "codes with ; between"),
    Column("Amount requested", money(), POUNDS),
    Column("Match funding", money(0), "an amount in pounds, or nothing", blank=0),
    Column("Safeguarding policy", yes_no, "yes or no"),
    Column("Least workable amount", money(), POUNDS + ", or nothing", blank=None, optional=True),
    Column(
        "People to be reached", whole(), "a whole number, or nothing", blank=None, optional=True
    ),
]
BUDGET = [
    REFERENCE,
    Column("Category", text(100), "a text"),
    Column("Description", text(300), "a text"),
    Column("Amount", money(), POUNDS),
]
MEASURES = [
    REFERENCE,
    Column("Measure", text(200), "what is counted"),
    Column("Baseline", text(100), "a number or text, or nothing", blank=""),
    Column("Target", text(100), "a number or text"),
    Column("Evidence", text(300), "a text, or nothing", blank=""),
]

PRIORITIES = {Owner.PCC: "PCC priorities", Owner.PARTNERSHIP: "Partnership priorities"}
FIELDS = {
    "contact_name": "Contact name",
    "contact_email": "Contact email",
    "project": "Project",
    "summary": "Summary",
    "need": "Need",
    "activities": "Activities",
    "outcomes": "Outcomes",
    "starts_on": "Start date",
    "ends_on": "End date",
    "area": "Area",
    "requested_pence": "Amount requested",
    "least_pence": "Least workable amount",
    "match_funding_pence": "Match funding",
    "people_to_reach": "People to be reached",
    "safeguarding_policy": "Safeguarding policy",
}
"""The fields of a bid, and the column each comes from."""


@dataclass(frozen=True)
class Imported:
    """What an import did: the bids it brought in, and those that were there already, unchanged."""

    new: list[Bid]
    unchanged: list[Bid]


@dataclass
class _File:
    """A bids workbook as read, before it is held against what is there."""

    book: Workbook
    bids: list[Row]
    budget: dict[str, list[Row]]
    measures: dict[str, list[Row]]


def import_bids(
    *, round: Round, name: str, content: bytes, by: User, at: datetime | None = None
) -> Imported:
    """Bring a workbook's bids in as submitted. The calendar does not refuse what came another way.

    Raises ``Faulty`` with every fault of the file, and then changes nothing.
    """
    require(by, Permission.ENTER_BIDS, round.partnership)
    file = _read(Workbook(name, content))
    if round.blind:
        _fault_telling(file)
    return _bring_in(file=file, round=round, by=by, at=at)


def _read(book: Workbook) -> _File:
    book.only(*SHEETS)
    bids = book.rows("Bids", BIDS)
    if not bids and not book.faults:
        book.fault("Bids", 0, "", "there are no bids in this sheet", "a row for each bid")
    file = _File(book, bids, _by_reference(book, "Budget"), _by_reference(book, "Measures"))
    known = {row["Reference"] for row in bids}
    for title, hanging in (("Budget", file.budget), ("Measures", file.measures)):
        for row in (row for rows in hanging.values() for row in rows):
            if row["Reference"] and row["Reference"] not in known:
                wrong = f"{row['Reference']} is not in the sheet Bids"
                book.fault(title, row.number, "Reference", wrong)
    fault_repeated(book, "Bids", bids, ("Reference",))
    measures = [row for rows in file.measures.values() for row in rows]
    fault_repeated(book, "Measures", measures, ("Reference", "Measure"))
    for row in bids:
        _check_row(file, row)
    for number, column, wrong in contradictions(bids):
        book.fault("Bids", number, column, wrong, "the same details for one organisation")
    return file


def _by_reference(book: Workbook, title: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    if book.has(title):
        for row in book.rows(title, {"Budget": BUDGET, "Measures": MEASURES}[title]):
            rows[row["Reference"]].append(row)
    return rows


def _fault_telling(file: _File) -> None:
    """References stand in addresses, where a blind panel reads them."""
    for row in file.bids:
        if tells_who_bids(row["Reference"] or "", row["Organisation"] or ""):
            wrong = f"{row['Reference']} tells who bids, which this round hides from its panel"
            expected = "a reference without a word of the organisation's name, or nothing"
            file.book.fault("Bids", row.number, "Reference", wrong, expected)


def fault_repeated(
    book: Workbook, title: str, rows: list[Row], columns: tuple[str, ...]
) -> list[Row]:
    """Fault rows that say the same thing a second time; give the others."""
    seen: dict[tuple[Any, ...], int] = {}
    once = []
    for row in rows:
        key = tuple(row[column] for column in columns)
        if all(key) and key in seen:
            wrong = f"{key[-1]} stands in row {seen[key]} too"
            book.fault(title, row.number, columns[-1], wrong)
        else:
            once.append(row)
        seen.setdefault(key, row.number)
    return once


def _check_row(file: _File, row: Row) -> None:
    """What is wrong between the values of one bid that are each right alone."""
    starts, ends = row["Start date"], row["End date"]
    if starts and ends and ends < starts:
        file.book.fault("Bids", row.number, "End date", f"{ends} is before the start date {starts}")
    requested, least = row["Amount requested"], row["Least workable amount"]
    if requested and least and least > requested:
        wrong = f"{format_pence(least)} is more than the {format_pence(requested)} requested"
        file.book.fault("Bids", row.number, "Least workable amount", wrong)
    lines = [line["Amount"] for line in file.budget.get(row["Reference"], [])]
    if row["Reference"] and requested and lines and None not in lines and sum(lines) != requested:
        wrong = (
            f"{format_pence(requested)} is requested, but the budget lines add up to "
            f"{format_pence(sum(lines))}"
        )
        file.book.fault("Bids", row.number, "Amount requested", wrong, "the sum of the budget")


@verb
def _bring_in(*, file: _File, round: Round, by: User, at: datetime | None) -> Imported:
    hold(round)
    known = {(p.owner, p.code): p for p in round.priorities.all()}
    priorities = {row.number: _priorities(file.book, row, known) for row in file.bids}
    there = _already_there(file, round)
    file.book.refuse_if_faulty()
    done = Imported([], [])
    source = f"Import of {file.book.name}"
    for row in sorted(file.bids, key=lambda row: not row["Reference"]):  # none is given twice
        if said := list(clashes(row)):
            for column, wrong in said:
                file.book.fault("Bids", row.number, column, wrong, "the details that are here")
            continue
        answers = _answers(file, row, priorities[row.number])
        organisation = match(row)
        bid = there.get(row["Reference"]) or _same_project(round, row, organisation.pk)
        if bid is None:
            bid = start(
                round=round,
                route=Pot(row["Route"]),
                organisation=organisation,
                by=by,
                at=at,
                reference=row["Reference"],
                answers=answers,
                imported=source,
            )
            done.new.append(submit(bid=bid, by=by, at=at, imported=source))
            continue
        if column := _difference(bid, row, answers, organisation.pk):
            wrong = f"{bid.reference} is already here with something else in this column"
            file.book.fault("Bids", row.number, column, wrong, "the same bid, or another reference")
        done.unchanged.append(bid)
    file.book.refuse_if_faulty()
    return done


def _priorities(book: Workbook, row: Row, known: dict[tuple[str, str], Priority]) -> list[Priority]:
    found = []
    for owner, column in PRIORITIES.items():
        for code in row[column] or []:
            if (owner, code) in known:
                found.append(known[owner, code])
            else:
                codes_there = ", ".join(c for o, c in known if o == owner)
                wrong = f"{code} is not a priority of the {owner.label} in this round"
                book.fault("Bids", row.number, column, wrong, codes_there)
    return found


def _already_there(file: _File, round: Round) -> dict[str, Bid]:
    references = {row["Reference"]: row.number for row in file.bids if row["Reference"]}
    there = {}
    for bid in Bid.objects.filter(reference__in=references).select_related("round", "organisation"):
        there[bid.reference] = bid
        if bid.round_id != round.pk:
            wrong = f"{bid.reference} is a bid of another round, {bid.round.code}"
            file.book.fault("Bids", references[bid.reference], "Reference", wrong)
    return there


def _same_project(round: Round, row: Row, organisation: int) -> Bid | None:
    """The bid that a row without a reference was imported as before."""
    if row["Reference"]:
        return None
    mine = round.bids.filter(organisation=organisation, route=row["Route"], project=row["Project"])
    return mine.first()


def _answers(file: _File, row: Row, priorities: list[Priority]) -> Answers:
    reference = row["Reference"]
    budget = file.budget.get(reference, []) if reference else []
    measures = file.measures.get(reference, []) if reference else []
    return Answers(
        fields={name: row[column] for name, column in FIELDS.items()},
        priorities=priorities,
        budget=[(line["Category"], line["Description"], line["Amount"]) for line in budget],
        measures=[(m["Measure"], m["Baseline"], m["Target"], m["Evidence"]) for m in measures],
    )


def _difference(bid: Bid, row: Row, answers: Answers, organisation: int) -> str:
    """The first column in which a bid that is there differs from the file; nothing where none does."""
    if bid.organisation_id != organisation:
        return "Organisation"
    if bid.route != row["Route"]:
        return "Route"
    for name, value in answers.fields.items():
        if getattr(bid, name) != value:
            return FIELDS[name]
    served = set(bid.priorities.values_list("owner", "code"))
    for owner, column in PRIORITIES.items():
        if {code for o, code in served if o == owner} != set(row[column]):
            return column
    lines = list(bid.budget_lines.values_list("category", "description", "amount_pence"))
    if lines != answers.budget:
        return "Amount requested (its budget lines)"
    if list(bid.measures.values_list("name", "baseline", "target", "evidence")) != answers.measures:
        return "Outcomes (its measures)"
    return ""
