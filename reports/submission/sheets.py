"""The PCC submission as a workbook: six sheets, ours protected, the PCC's three columns open."""

import io
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from awards.answers import NOT_PROPOSED, OUR_COLUMNS, PCC_COLUMNS, PROPOSALS, SUMMARY
from awards.models import Answer
from awards.submissions import Content
from base.writing import Value, write
from funds.balances import Balances
from people.models import User
from reports.submission.content import MONEY
from rounds.models import Owner, Pot
from ui.dates import format_moment, in_london
from ui.money import to_pounds

POUNDS = '"£"#,##0.00'
DATE = "dd/mm/yyyy"
SCORE = "0.00"
FORMATS = {**dict.fromkeys((*MONEY, "PCC amount"), POUNDS), "Score": SCORE}
FORMATS |= dict.fromkeys(("Start date", "End date"), DATE)

WIDTHS = {
    "Rank": 6,
    "Reference": 11,
    "Organisation": 21,
    "Project": 25,
    "PCC priorities": 10,
    "Partnership priorities": 12,
    "Score": 7,
    "Requested": 11.5,
    "Recommended": 14,
    "Running total": 12,
    "Start date": 11,
    "End date": 11,
    "Outcomes": 38,
    "Reason": 44,
    "PCC decision": 11,
    "PCC amount": 11.5,
    "PCC comment": 28,
}
FONT = "Calibri"
LINE_HEIGHT = 15.0
"""Points for a line of text: a spreadsheet does not fit heights to wrapped text by itself."""

HEAD = PatternFill("solid", start_color="1D3557")
OPEN = PatternFill("solid", start_color="FFF7D6")
LINE = Side(style="thin", color="B1B4B6")
BOX = Border(top=LINE, bottom=LINE, left=LINE, right=LINE)
TOP = Alignment(vertical="top", wrap_text=True)

HOW_TO_ANSWER = (
    "Please fill in the three yellow columns of “Proposals” and send this file back. PCC decision: "
    "approve, decline or query. PCC amount: only with approve, and only where it is not the amount "
    "recommended (a bid on reserve needs one). PCC comment: the reason or the question. A row left "
    "empty stays open. A bid under “Not proposed” that is left empty is declined."
)


def workbook(
    content: Content,
    *,
    version: int | str,
    checksum: str,
    at: datetime,
    by: User | None,
    money: Balances,
    decided: Mapping[str, str],
) -> bytes:
    """The submission's file. ``version`` is a number, or ``DRAFT``.

    ``money`` is the balances now, and ``decided`` what was decided already, in words by reference: both
    are for the reader, and not part of the content.
    """
    book = Workbook()
    book.properties.title = f"{content['title']}: {content['route']} proposals, version {version}"
    book.properties.creator = content["partnership"]
    book.properties.language = "en-GB"
    book.properties.created = book.properties.modified = in_london(at).replace(tzinfo=None)
    summary: Worksheet = book.active  # type: ignore[assignment]
    summary.title = SUMMARY
    _summary(summary, _heading(content, version, checksum, at, by, money, decided), content)
    ours = OUR_COLUMNS[PROPOSALS]
    _answerable(book.create_sheet(PROPOSALS), ours, content["proposals"])
    _answerable(book.create_sheet(NOT_PROPOSED), OUR_COLUMNS[NOT_PROPOSED], content["not_proposed"])
    _priorities(book.create_sheet("Priorities"), content)
    _tactical(book.create_sheet("Tactical pot"), content, money)
    _notes(book.create_sheet("Notes"), content)
    for sheet in book.worksheets:
        _page(sheet, content, version)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(
    content: Content,
    version: int | str,
    checksum: str,
    at: datetime,
    by: User | None,
    money: Balances,
    decided: Mapping[str, str],
) -> list[tuple[str, Value]]:
    """What the sheet Summary says, line by line."""
    proposals = content["proposals"]
    waiting = sum(row["Recommended"] for row in proposals if row["Reference"] not in decided)
    left = money.pots[Pot(content["route"])]["available_pence"] - waiting
    lines: list[tuple[str, Value]] = [
        ("Grant", content["title"]),
        ("Partnership", content["partnership"]),
        ("Funder", content["funder"]),
        ("Financial year", content["financial_year"]),
        ("Round", content["round"]),
        ("Route", content["route"]),
        ("Version", version),
        ("Checksum", checksum),
        ("Made at", format_moment(at)),
        ("Sent by", by.name or by.email if by else "not sent: this is a draft"),
        ("Allocation of this pot", to_pounds(content["allocation_pence"])),
        ("Bids proposed", sum(row["Recommended"] > 0 for row in proposals)),
        ("Bids on reserve", sum(row["Recommended"] == 0 for row in proposals)),
        ("Bids not proposed", len(content["not_proposed"])),
        ("Total requested", to_pounds(sum(row["Requested"] for row in proposals))),
        ("Total recommended", to_pounds(sum(row["Recommended"] for row in proposals))),
        ("Left in the pot", to_pounds(left)),
    ]
    if decided:
        words = "; ".join(f"{reference} {what}" for reference, what in sorted(decided.items()))
        lines.append(("Decided already", f"{words}. Leave these rows empty."))
    return [*lines, ("", None), ("How to answer", HOW_TO_ANSWER)]


def _summary(sheet: Worksheet, lines: list[tuple[str, Value]], content: Content) -> None:
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 76
    write(sheet["A1"], f"{content['title']}: proposals to the funder")
    sheet["A1"].font = Font(name=FONT, bold=True, size=16, color="1D3557")
    for number, (label, value) in enumerate(lines, 3):
        write(sheet.cell(number, 1), label or None)
        write(sheet.cell(number, 2), value)
        sheet.cell(number, 1).font = Font(name=FONT, bold=True)
        sheet.cell(number, 1).alignment = TOP
        sheet.cell(number, 2).alignment = Alignment(
            horizontal="left", vertical="top", wrap_text=True
        )
        if label.startswith(("Allocation", "Total", "Left")):
            sheet.cell(number, 2).number_format = POUNDS
        _fit_height(sheet, number)


def _answerable(sheet: Worksheet, ours: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """A sheet of bids, with the three columns in which the PCC's office answers."""
    columns = (*ours, *PCC_COLUMNS)
    _head(sheet, columns, WIDTHS)
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            cell = sheet.cell(number, place)
            if column in PCC_COLUMNS:
                cell.protection = Protection(locked=False)
                cell.fill = OPEN
            else:
                write(cell, cell_value(column, row[column]))
            cell.number_format = FORMATS.get(column, "General")
            cell.alignment = TOP
            cell.border = BOX
        _fit_height(sheet, number)
    last = len(rows) + 1
    if rows:
        _totals(sheet, columns, last)
        _answers(sheet, columns, last)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.freeze_panes = "E2"
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(sheet.protection, allowed, False)  # in the format, false means: not forbidden


def cell_value(column: str, value: Any) -> Value:
    """A value of the content as the file's cell holds it."""
    if column in MONEY:
        return to_pounds(value)
    if column in ("Start date", "End date") and value:
        return date.fromisoformat(value)
    if column == "Score" and value is not None:
        return float(value)
    return value  # type: ignore[no-any-return]


def _fit_height(sheet: Worksheet, number: int) -> None:
    """Make a row as high as its longest wrapped text needs."""
    lines = 1
    for place, cell in enumerate(sheet[number], 1):
        width = sheet.column_dimensions[get_column_letter(place)].width
        if isinstance(cell.value, str) and not cell.value.startswith("="):
            parts = cell.value.split("\n")
            lines = max(lines, sum(math.ceil((len(part) + 1) * 1.1 / width) for part in parts))
    sheet.row_dimensions[number].height = min(lines * LINE_HEIGHT + 3, 409)


def _totals(sheet: Worksheet, columns: tuple[str, ...], last: int) -> None:
    """The totals row: the only formulas of the file."""
    write(sheet.cell(last + 1, columns.index("Project") + 1), "Total")
    for column in ("Requested", "Recommended"):
        if column in columns:
            letter = get_column_letter(columns.index(column) + 1)
            cell = sheet[f"{letter}{last + 1}"]
            cell.value = f"=SUM({letter}2:{letter}{last})"
            cell.number_format = POUNDS
    for cell in sheet[last + 1][: len(columns)]:
        cell.font = Font(name=FONT, bold=True)
        cell.border = Border(top=Side(style="medium", color="1D3557"))


def _answers(sheet: Worksheet, columns: tuple[str, ...], last: int) -> None:
    """The drop-down of decisions, and amounts that are amounts."""
    decision = get_column_letter(columns.index("PCC decision") + 1)
    amount = get_column_letter(columns.index("PCC amount") + 1)
    choices = DataValidation(
        type="list",
        formula1=f'"{",".join(Answer.Decision.values)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="PCC decision",
        error="Choose approve, decline or query, or leave the cell empty.",
    )
    pounds = DataValidation(
        type="decimal",
        operator="greaterThan",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="PCC amount",
        error="Write an amount in pounds above zero, or leave the cell empty.",
    )
    for rule, letter in ((choices, decision), (pounds, amount)):
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{last}")


def _head(sheet: Worksheet, columns: Iterable[str], widths: Mapping[str, float]) -> None:
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(1, place)
        write(cell, column)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF")
        cell.fill = HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = BOX
        sheet.column_dimensions[get_column_letter(place)].width = widths[column]
    _fit_height(sheet, 1)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _table(sheet: Worksheet, columns: Mapping[str, float], rows: list[tuple[Value, ...]]) -> None:
    """A plain table under its header: columns by width, money where the value is a decimal."""
    _head(sheet, columns, columns)
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            write(cell, value)
            cell.alignment = TOP
            cell.border = BOX
            if not isinstance(value, str | int) and value is not None:
                cell.number_format = POUNDS
        _fit_height(sheet, number)


def _priorities(sheet: Worksheet, content: Content) -> None:
    rows: list[tuple[Value, ...]] = []
    for priority in content["priorities"]:
        owner = Owner(priority["owner"])
        column = "PCC priorities" if owner == Owner.PCC else "Partnership priorities"
        serving = [
            row for row in content["proposals"] if priority["code"] in row[column].split(";")
        ]
        rows.append(
            (
                owner.label,
                priority["code"],
                priority["title"],
                priority["lead"],
                sum(row["Recommended"] > 0 for row in serving),
                to_pounds(sum(row["Recommended"] for row in serving)),
            )
        )
    columns = {
        "Owner": 14,
        "Code": 9,
        "Priority": 60,
        "Led by": 34,
        "Bids proposed": 14,
        "Recommended": 14,
    }
    _table(sheet, columns, rows)


def _tactical(sheet: Worksheet, content: Content, money: Balances) -> None:
    pot = money.pots[Pot.TACTICAL]
    rows: list[tuple[Value, ...]] = [
        ("Kept back for initiatives that come up in the year", to_pounds(pot["allocation_pence"])),
        ("Committed to projects so far", to_pounds(pot["committed_pence"])),
        ("Of that, paid", to_pounds(pot["paid_pence"])),
        ("Still available", to_pounds(pot["available_pence"])),
    ]
    if content["route"] == Pot.TACTICAL:
        proposed = sum(row["Recommended"] for row in content["proposals"])
        rows.append(("Recommended in this submission", to_pounds(proposed)))
    _table(sheet, {"The tactical pot": 60, "Amount": 16}, rows)


def _notes(sheet: Worksheet, content: Content) -> None:
    threshold = f"{float(content['threshold']):g}"
    rows: list[tuple[Value, ...]] = [
        (
            "How bids were scored",
            "Each panel member without an interest gave 0 to 5 points for each criterion. The score is "
            "the weighted mean out of 100; an agreed score stands for the panel's mean where the "
            f"panel moderated one. Bids below {threshold} are not proposed.",
        ),
        (
            "Priorities",
            "A project that serves several priorities counts in full under each, so the amounts by "
            "priority add up to more than the total.",
        ),
    ]
    rows += [
        (
            f"{row['Reference']} failed a gate",
            f"{row['Organisation']}: {row['Project']}. {row['Reason']}",
        )
        for row in content["failed"]
    ]
    rows += [
        (f"{row['Reference']} was withdrawn", f"{row['Organisation']}, after the sift.")
        for row in content["withdrawn"]
    ]
    _table(sheet, {"Note": 32, "Details": 90}, rows)


def _page(sheet: Worksheet, content: Content, version: int | str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    mark = "DRAFT, not sent" if version == "DRAFT" else f"version {version}"
    words = f"{content['title']}: {sheet.title} ({mark})".replace("&", "&&")
    for part, text in ((sheet.oddHeader, words), (sheet.oddFooter, "Page &P of &N")):
        if part is not None:
            part.center.text = text
