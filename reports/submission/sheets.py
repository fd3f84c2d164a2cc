"""The PCC submission as a workbook: six sheets, ours protected, the PCC's three columns open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from awards.answers import NOT_PROPOSED, OUR_COLUMNS, PCC_COLUMNS, PROPOSALS, SUMMARY
from awards.models import Answer
from awards.submissions import Content
from base.writing import Value
from funds.balances import Balances
from reports.excel.book import Book
from reports.excel.cells import Formula, Row
from reports.excel.looks import (
    DATE,
    HEAD,
    PLAIN,
    POUNDS,
    SCORE,
    TEXT,
    TITLE,
    TITLE_HEIGHT,
    YELLOW,
    Look,
)
from reports.excel.table import define_table, protect, set_out
from reports.submission.content import MONEY, serving_bids
from reports.submission.heading import Edition, heading
from reports.submission.notes import notes
from reports.submission.standing import borne, recommended_pence, waiting
from rounds.models import Owner, Pot
from ui.money import to_pounds

FORMATS = {**dict.fromkeys((*MONEY, "PCC amount"), POUNDS), "Score": SCORE}
FORMATS |= dict.fromkeys(("Start date", "End date"), DATE)
ACROSS = {"Rank": "center", "Start date": "center", "End date": "center"}
WIDTHS = {
    "Rank": 6,
    "Reference": 12,
    "Organisation": 21,
    "Project": 25,
    "PCC priorities": 10,
    "Partnership priorities": 12,
    "Score": 7,
    "Requested": 12,
    "Recommended": 14,
    "Running total": 12,
    "Start date": 11.5,
    "End date": 11.5,
    "Outcomes": 38,
    "Reason": 44,
    "PCC decision": 11,
    "PCC amount": 12,
    "PCC comment": 28,
}
PRIORITIES, TACTICAL, NOTES = "Priorities", "Tactical pot", "Notes"
COLUMNS: dict[str, dict[str, float]] = {
    PRIORITIES: {
        "Owner": 14,
        "Code": 9,
        "Priority": 60,
        "Led by": 34,
        "Bids proposed": 14,
        "Recommended": 14,
    },
    TACTICAL: {"The tactical pot": 60, "Amount": 16},
    NOTES: {"Note": 34, "Details": 92},
}
"""The sheets that nobody answers in, and the widths of their columns."""
DESCRIPTIONS = {
    SUMMARY: "What is proposed, of which round and pot, in which version, and how to answer.",
    PROPOSALS: "The bids that are proposed or on reserve, by rank, with three columns for the answer.",
    NOT_PROPOSED: "The bids that are not proposed, each with its reason, and three columns for the answer.",
    PRIORITIES: "The priorities, and what is proposed under each.",
    TACTICAL: "What the tactical pot holds.",
    NOTES: "How bids were scored, which failed a gate or were withdrawn, and what changed.",
}
"""What each sheet's table is, for who cannot see it."""
ITEMS = ("Item", "Details")
NONE = "None"
TOTAL = Look(bold=True, border="total")
TABLE_ROW = 4
"""Where the table of the first sheet begins, below its title."""


def workbook(content: Content, edition: Edition) -> bytes:
    """The submission's file."""
    book = Book(
        title=f"{content['title']}: {content['route']} proposals, version {edition.version}",
        author=content["partnership"],
        subject=f"Proposals to the {content['funder']}, {content['financial_year']}",
        at=edition.at,
    )
    _summary(book, content, edition)
    _answerable(book, PROPOSALS, content["proposals"], content, edition)
    _answerable(book, NOT_PROPOSED, content["not_proposed"], content, edition)
    for title, lines in (
        (PRIORITIES, _priorities(borne(content, edition.decided))),
        (TACTICAL, _tactical(waiting(content, edition.decided), edition.money)),
        (NOTES, notes(content, edition)),
    ):
        _plain(book, title, COLUMNS[title], list(lines), content, edition)
    return book.save()


def _summary(book: Book, content: Content, edition: Edition) -> None:
    title, plain = book.styles([TITLE, PLAIN])
    head = book.styles([HEAD, HEAD])
    label, *values = book.styles(
        [Look(bold=True), Look(across="left"), Look(POUNDS, across="left")]
    )
    lines = heading(content, edition)

    def rows() -> Iterator[Row]:
        yield Row([f"{content['title']}: proposals to the funder"], [title], TITLE_HEIGHT)
        yield Row(
            [f"{content['partnership']}, {content['financial_year']}, {edition.mark}"], [plain]
        )
        yield Row([], [])
        yield Row(ITEMS, head)
        for name, value in lines:
            yield Row([name, value], [label, values[isinstance(value, Decimal)]])

    page = book.sheet(SUMMARY, (28, 82), rows())
    words = DESCRIPTIONS[SUMMARY]
    define_table(page, ITEMS, len(lines), description=words, head=TABLE_ROW, filtered=False)
    last = TABLE_ROW + len(lines)
    repeated = f"{TABLE_ROW}:{TABLE_ROW}"
    _finish(page, f"A1:B{last}", content, edition, repeated=repeated, pages=1)
    page.freeze_panes = f"A{TABLE_ROW + 1}"


def _answerable(
    book: Book, title: str, bids: Sequence[dict[str, Any]], content: Content, edition: Edition
) -> None:
    """A sheet of bids, with the three columns in which the PCC's office answers."""
    columns = (*OUR_COLUMNS[title], *PCC_COLUMNS)
    looks = [
        Look(FORMATS.get(column, "General"), fill=YELLOW, open=True)
        if column in PCC_COLUMNS
        else Look(FORMATS.get(column, "General"), across=ACROSS.get(column))
        for column in columns
    ]
    ours, last = OUR_COLUMNS[title], len(bids) + 1
    head, styles = book.styles([HEAD] * len(columns)), book.styles(looks)
    total = book.styles(
        replace(TOTAL, number_format=FORMATS.get(one, "General")) for one in columns
    )
    closed = book.styles([TEXT] * len(columns))

    def rows() -> Iterator[Row]:
        yield Row(columns, head)
        for bid in bids:
            yield Row([*(cell_value(one, bid[one]) for one in ours), None, None, None], styles)
        if bids:
            yield Row(_totals(columns, bids), total)
        else:
            yield Row([NONE if column == "Project" else None for column in columns], closed)

    page = book.sheet(title, [WIDTHS[column] for column in columns], rows())
    words = DESCRIPTIONS[title]
    define_table(page, columns, len(bids), description=words)
    letter = get_column_letter(len(columns))
    _finish(page, f"A1:{letter}{max(last, 1) + 1}", content, edition)
    page.freeze_panes = "E2"
    if bids:
        _answers(page, columns, last)


def cell_value(column: str, value: Any) -> Value:
    """A value of the content as the file's cell holds it."""
    if column in MONEY:
        return to_pounds(value)
    if column in ("Start date", "End date") and value:
        return date.fromisoformat(value)
    if column == "Score" and value is not None:
        return float(value)
    as_it_is: Value = value
    return as_it_is


def _totals(columns: Sequence[str], bids: Sequence[dict[str, Any]]) -> list[Value | Formula]:
    """The totals row: the only formulas of the file, each with what it comes to."""
    found: list[Value | Formula] = []
    for place, column in enumerate(columns, 1):
        if column in ("Requested", "Recommended"):
            letter = get_column_letter(place)
            total = to_pounds(sum(bid[column] for bid in bids))
            found.append(Formula(f"SUM({letter}2:{letter}{len(bids) + 1})", total))
        else:
            found.append("Total" if column == "Project" else None)
    return found


def _answers(page: Worksheet, columns: Sequence[str], last: int) -> None:
    """The drop-down of decisions, and amounts that are amounts."""
    choices = DataValidation(
        type="list",
        formula1=f'"{",".join(Answer.Decision.values)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="PCC decision",
        error="Choose approve, decline or query, or leave the cell empty.",
        showInputMessage=True,
        promptTitle="PCC decision",
        prompt="approve, decline or query; empty leaves it open.",
    )
    pounds = DataValidation(
        type="decimal",
        operator="greaterThan",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="PCC amount",
        error="Write an amount in pounds above zero, or leave the cell empty.",
        showInputMessage=True,
        promptTitle="PCC amount",
        prompt="Only with approve, and only where it is not the amount recommended.",
    )
    for rule, column in ((choices, "PCC decision"), (pounds, "PCC amount")):
        letter = get_column_letter(columns.index(column) + 1)
        page.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{last}")


def _plain(
    book: Book,
    title: str,
    columns: Mapping[str, float],
    lines: Sequence[tuple[Value, ...]],
    content: Content,
    edition: Edition,
) -> None:
    """A plain table under its header: columns by width, money where the value is a decimal."""
    text, money = book.styles([TEXT, Look(POUNDS)])
    head = book.styles([HEAD] * len(columns))

    def rows() -> Iterator[Row]:
        yield Row(list(columns), head)
        for line in lines:
            yield Row(line, [money if isinstance(one, Decimal) else text for one in line])

    page = book.sheet(title, list(columns.values()), rows())
    define_table(page, list(columns), len(lines), description=DESCRIPTIONS[title])
    last = f"{get_column_letter(len(columns))}{len(lines) + 1}"
    _finish(page, f"A1:{last}", content, edition)
    page.freeze_panes = "A2"


def _priorities(content: Content) -> Iterator[tuple[Value, ...]]:
    for priority in content["priorities"]:
        owner = Owner(priority["owner"])
        serving = serving_bids(content, priority)
        yield (
            owner.label,
            priority["code"],
            priority["title"],
            priority["lead"],
            sum(row["Recommended"] > 0 for row in serving),
            to_pounds(sum(row["Recommended"] for row in serving)),
        )


def _tactical(content: Content, money: Balances) -> Iterator[tuple[Value, ...]]:
    pot = money.pots[Pot.TACTICAL]
    yield ("Kept back for initiatives that come up in the year", to_pounds(pot["allocation_pence"]))
    yield ("Committed to projects so far", to_pounds(pot["committed_pence"]))
    yield ("Of that, paid", to_pounds(pot["paid_pence"]))
    yield ("Still available", to_pounds(pot["available_pence"]))
    if content["route"] == Pot.TACTICAL:
        yield ("Recommended in this submission", to_pounds(recommended_pence(content)))


def _finish(
    page: Worksheet,
    area: str,
    content: Content,
    edition: Edition,
    *,
    repeated: str = "1:1",
    pages: int = 0,
) -> None:
    protect(page)
    words = f"{content['title']}: {page.title} ({edition.mark})"
    set_out(page, area, words=words, repeated=repeated, pages=pages)
