"""The workbook in which a panel member scores away from the service, to be sent back by email.

What is there to read is protected, what is there to fill in is yellow and open. It comes back through
``scoring.workbook``.
"""

import io
import math
from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from base.writing import Value, write
from bids.blind import shown_organisation
from bids.models import Bid
from bids.presenters import title
from people.models import User
from rounds.models import Criterion, Round
from scoring.models import Score
from scoring.workbook_file import GUIDE, OWNER, SHEETS
from ui.dates import format_date
from ui.money import format_pence

FONT = "Calibri"
NAVY = "12436D"
HEAD = PatternFill("solid", start_color=NAVY)
OPEN = PatternFill("solid", start_color="FFF7D6")
LINE = Side(style="thin", color="B1B4B6")
THICK = Side(style="medium", color=NAVY)
TOP = Alignment(vertical="top", wrap_text=True)
WIDTHS = {
    "Reference": 15,
    "Panel member": 32,
    "Criterion": 18,
    "Score": 9,
    "Comment": 80,
    "Interest": 80,
}
TO_FILL_IN = ("Score", "Comment")
MOST_INTERESTS = 30
"""Rows that are open for interests."""
LINE_HEIGHT = 15.0
MOST_PROMPT = 255
"""What a spreadsheet shows beside a cell."""


def render(
    round: Round, member: User, bids: Sequence[Bid], *, hidden: Collection[int] = ()
) -> bytes:
    """The workbook of a member: a row for each criterion that they have not sent points for.

    ``hidden`` are the keys of bids of which they do not see who bids.
    """
    criteria = list(round.criteria.all())
    book = Workbook()
    book.properties.title = _("Scores of %(member)s: %(round)s") % {
        "member": member,
        "round": round.title,
    }
    book.properties.creator = round.partnership.name
    book.properties.language = "en-GB"
    guide: Worksheet = book.active  # type: ignore[assignment]
    guide.title = GUIDE
    _guide(guide, round, member, bids, criteria, hidden)
    _scores(book.create_sheet("Scores"), member, bids, criteria)
    _interests(book.create_sheet("Interests"))
    for sheet in book.worksheets:
        _page(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _scores(
    sheet: Worksheet, member: User, bids: Sequence[Bid], criteria: Sequence[Criterion]
) -> None:
    sent = Score.objects.filter(member=member, bid__in=[bid.pk for bid in bids])
    there = set(sent.values_list("bid", "criterion"))
    columns = [column.name for column in SHEETS["Scores"]]
    _head(sheet, columns)
    rules = {one.pk: _rule(one) for one in criteria}
    number = 1
    for bid in bids:
        for place, one in enumerate(c for c in criteria if (bid.pk, c.pk) not in there):
            number += 1
            values = [bid.reference, member.email, one.code, None, None]
            for column, (name, value) in enumerate(zip(columns, values, strict=True), 1):
                cell = sheet.cell(number, column)
                write(cell, value)
                _look(cell, is_open=name in TO_FILL_IN, first=place == 0)
            sheet.cell(number, 4).alignment = Alignment(horizontal="center", vertical="top")
            sheet.row_dimensions[number].height = 2 * LINE_HEIGHT + 3
            rules[one.pk].add(f"D{number}")
    for rule in rules.values():
        if rule.cells:
            sheet.add_data_validation(rule)
    _protect(sheet)


def _rule(one: Criterion) -> DataValidation:
    """A whole number from 0 to 5, with the criterion in words beside the cell."""
    words = [one.title, *(f"{points}: {said}" for points, said in enumerate(one.descriptors))]
    prompt = "\n".join(words)
    return DataValidation(
        type="whole",
        operator="between",
        formula1="0",
        formula2=str(Criterion.MOST_POINTS),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("Score"),
        error=_("Enter a whole number from 0 to 5, or leave the cell empty."),
        showInputMessage=True,
        promptTitle=_("Score, 0 to 5"),
        prompt=prompt if len(prompt) <= MOST_PROMPT else one.title[:MOST_PROMPT],
    )


def _interests(sheet: Worksheet) -> None:
    """Empty rows, for an interest that a member finds while they read."""
    columns = [column.name for column in SHEETS["Interests"]]
    _head(sheet, columns)
    for number in range(2, MOST_INTERESTS + 2):
        for place in range(1, len(columns) + 1):
            _look(sheet.cell(number, place), is_open=True)
    _protect(sheet)


def _guide(
    sheet: Worksheet,
    round: Round,
    member: User,
    bids: Sequence[Bid],
    criteria: Sequence[Criterion],
    hidden: Collection[int],
) -> None:
    """What a member must know: whose workbook it is, what to do, the bids, the criteria."""
    for letter, width in zip("ABCD", (18, 46, 46, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    write(sheet["A1"], _("How to score: %(round)s") % {"round": round.title})
    sheet["A1"].font = Font(name=FONT, bold=True, size=16, color=NAVY)
    sheet.row_dimensions[1].height = 24
    _line(sheet, [OWNER, member.email])
    _line(sheet, [_("Panel member"), str(member)])
    _line(sheet, [_("Panel meets"), format_date(round.panel)])
    _section(sheet, _("What to do"))
    for place, words in enumerate(_steps(), 1):
        _line(sheet, [str(place), words], across=True)
    _section(sheet, _("The bids"))
    _titles(sheet, [_("Reference"), _("Project"), _("Organisation"), _("Requested")])
    for bid in bids:
        who = shown_organisation(bid, blind=bid.pk in hidden)
        requested = format_pence(bid.requested_pence or 0)
        _line(sheet, [bid.reference, title(bid), who, requested])
    for one in criteria:
        _section(sheet, one.title)
        _line(sheet, [_("Criterion"), one.code])
        _line(sheet, [_("Weight"), str(one.weight)])
        if one.guidance:
            _line(sheet, [_("What to look for"), one.guidance], across=True)
        for points, words in enumerate(one.descriptors):
            _line(sheet, [_("%(points)s points") % {"points": points}, words], across=True)
    sheet.protection.sheet = True


def _steps() -> list[str]:
    return [
        _(
            "Score alone, in the sheet “Scores”: fill in the yellow cells. Each bid has a row for each "
            "criterion, by its short name (they are explained below)."
        ),
        _("Give 0 to 5 points, in whole numbers, and say why in a few words."),
        _(
            "You may leave a bid for later: leave all its rows empty. A bid that has a score needs "
            "one for every criterion."
        ),
        _(
            "If you find that you have an interest in a bid, stop. Leave its rows empty, and write "
            "it into the sheet “Interests”, with the bid’s reference and your email address."
        ),
        _("Leave everything else as it is, and send the file back to the officer by email."),
    ]


def _section(sheet: Worksheet, words: str) -> None:
    number = sheet.max_row + 2
    cell = sheet.cell(number, 1)
    write(cell, words)
    cell.font = Font(name=FONT, bold=True, size=13, color=NAVY)


def _titles(sheet: Worksheet, titles: Sequence[str]) -> None:
    number = sheet.max_row + 1
    for place, words in enumerate(titles, 1):
        cell = sheet.cell(number, place)
        write(cell, words)
        cell.font, cell.fill = Font(name=FONT, bold=True, color="FFFFFF"), HEAD


def _line(sheet: Worksheet, values: Sequence[Value], *, across: bool = False) -> None:
    """A row; ``across`` lets its second cell run over the others."""
    number = sheet.max_row + 1
    for place, value in enumerate(values, 1):
        cell = sheet.cell(number, place)
        write(cell, value)
        cell.alignment = TOP
        cell.font = Font(name=FONT, bold=place == 1 and not across)
    width = 44.0
    if across:
        sheet.merge_cells(start_row=number, end_row=number, start_column=2, end_column=4)
        width = 106.0
    longest = max((str(value) for value in values[1:]), key=len, default="")
    lines = sum(math.ceil((len(part) + 1) / width) or 1 for part in longest.split("\n"))
    sheet.row_dimensions[number].height = min(max(lines, 1) * LINE_HEIGHT + 3, 409)


def _head(sheet: Worksheet, columns: Sequence[str]) -> None:
    for place, name in enumerate(columns, 1):
        cell = sheet.cell(1, place)
        write(cell, name)
        cell.font, cell.fill = Font(name=FONT, bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[name]
    sheet.row_dimensions[1].height = 22
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _look(cell: Any, *, is_open: bool, first: bool = False) -> None:
    cell.font, cell.alignment = Font(name=FONT), TOP
    cell.border = Border(top=THICK if first else LINE, bottom=LINE, left=LINE, right=LINE)
    if is_open:
        cell.fill, cell.protection = OPEN, Protection(locked=False)


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows"):
        setattr(sheet.protection, allowed, False)  # in the format, false means: not forbidden


def _page(sheet: Worksheet) -> None:
    """Printed on A4, as wide as the paper."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.oddFooter.center.text = "&A – &P / &N"  # type: ignore[union-attr]  # it is always there
