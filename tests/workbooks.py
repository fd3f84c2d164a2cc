"""Makes the workbooks that people send: good ones, and ones with a fault put in."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook

from awards.answers import NOT_PROPOSED, PCC_COLUMNS, PROPOSALS
from bids.workbook import BUDGET, MEASURES
from scoring.workbook_file import SHEETS

Rows = Iterable[Sequence[Any]]


def workbook(sheets: Mapping[str, tuple[Sequence[Any], Rows]]) -> bytes:
    """An Excel workbook: by the title of each sheet, its header and its rows."""
    book = Workbook(write_only=True)
    for title, (header, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(list(header))
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BID = {
    "Reference": "CSP19-001",
    "Route": "main",
    "Organisation": "Youth Works",
    "Organisation type": "charity",
    "Charity number": 1999001,
    "Company number": None,
    "Contact name": "Ann",
    "Contact email": "ann@youth.example",
    "Project": "Night café",
    "Summary": "A café that is open at night.",
    "Need": "Nowhere to go.",
    "Activities": "Coffee and talk.",
    "Outcomes": "Fewer calls to the police.",
    "Start date": datetime(2019, 4, 29),  # noqa: DTZ001  # a spreadsheet's dates have no zone
    "End date": datetime(2020, 3, 31),  # noqa: DTZ001
    "Area": "High Street",
    "PCC priorities": "PCC1",
    "Partnership priorities": "CSP1",
    "Amount requested": 5000,
    "Match funding": 250.5,
    "Safeguarding policy": "yes",
    "Least workable amount": 3500,
    "People to be reached": 120,
}
"""A bid's row that has no fault, by column."""


def bid_row(**changes: Any) -> dict[str, Any]:
    """A bid's row. Changes are named as columns, ``_`` for a space, in any case."""
    names = {column.casefold().replace(" ", "_"): column for column in BID}
    return BID | {names[name.casefold()]: value for name, value in changes.items()}


def bids_workbook(
    *rows: Mapping[str, Any], budget: Rows = (), measures: Rows = (), more: Any = None
) -> bytes:
    """A bids workbook. Columns that no row has are left out."""
    columns = [column for column in BID if any(column in row for row in rows)] or list(BID)
    columns += [column for row in rows for column in row if column not in columns]
    sheets: dict[str, tuple[Sequence[Any], Rows]] = {
        "Bids": (columns, [[row.get(column) for column in columns] for row in rows])
    }
    if budget:
        sheets["Budget"] = ([column.name for column in BUDGET], budget)
    if measures:
        sheets["Measures"] = ([column.name for column in MEASURES], measures)
    return workbook(sheets | (more or {}))


def many_bids(count: int, *, pounds: int = 100, prefix: str = "CSP19-") -> bytes:
    """A bids workbook of so many bids, each with a budget of two lines."""
    references = [f"{prefix}{number:03d}" for number in range(1, count + 1)]
    return bids_workbook(
        *(
            bid_row(
                reference=reference,
                organisation=f"Organisation of {reference}",
                charity_number=None,
                amount_requested=pounds,
                least_workable_amount=None,
            )
            for reference in references
        ),
        budget=[
            (reference, category, "A part of it", pounds / 2)
            for reference in references
            for category in ("staffing", "venues")
        ],
    )


def scores_workbook(
    scores: Rows,
    *,
    interests: Rows = (),
    agreed: Rows = (),
    gates: Rows = (),
) -> bytes:
    """A scores workbook. Scores may leave out the comment, and gates the note."""
    given = {"Scores": scores, "Interests": interests, "Agreed": agreed, "Gates": gates}
    return workbook(
        {
            title: ([column.name for column in SHEETS[title]], rows)
            for title, rows in given.items()
            if rows or title in ("Scores", "Interests")
        }
    )


def answered_by_the_pcc(content: bytes, answers: Mapping[str, Sequence[Any] | str]) -> bytes:
    """A submission with its three columns filled in: by reference a decision, or all three."""
    book = load_workbook(io.BytesIO(content))
    for title in (PROPOSALS, NOT_PROPOSED):
        sheet: Any = book[title]
        place = next(cell.column for cell in sheet[1] if cell.value == PCC_COLUMNS[0])
        for row in sheet.iter_rows(min_row=2):
            said = answers.get(row[1].value)
            for offset, value in enumerate([said] if isinstance(said, str) else said or ()):
                sheet.cell(row[0].row, place + offset).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    """The same package with a text of one part replaced, as no spreadsheet program would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                text = data.decode()
                assert old in text, f"{old} is not in {part}"
                data = text.replace(old, new, 1).encode()
            after.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
