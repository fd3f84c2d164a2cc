"""Spreadsheets as a PCC's office makes them: with a logo, a chart, protection, merged cells, formulas."""

import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from tests.workbooks import edited

MONEY = "£#,##0.00"
DATE = "dd/mm/yyyy"
FIRST, LAST, TOTAL = 8, 12, 13
"""The rows of the quarterly form's projects, and of its total."""
HEADINGS = [
    "No.",
    "Project title",
    "Lead organisation",
    "Start date",
    "Grant awarded (£)",
    "Spend to date (£)",
    "Remaining (£)",
    "RAG status",
    "Progress update",
]


def saved(book: Any) -> bytes:
    """A workbook of openpyxl's as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes, *, values: bool = False) -> Any:
    """A file as openpyxl reads it."""
    return load_workbook(io.BytesIO(content), data_only=values)


def parts(content: bytes) -> dict[str, bytes]:
    """What each part of a package holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def logo() -> Image:
    """A small picture."""
    out = io.BytesIO()
    Picture.new("RGB", (40, 20), "navy").save(out, "PNG")
    return Image(out)


def quarterly() -> bytes:
    """A quarterly return with five rows for projects above a total, on a protected sheet."""
    book: Any = Workbook()
    summary = book.active
    summary.title = "Summary"
    for letter in "AB":
        summary.column_dimensions[letter].width = 28
    summary["A1"] = "Office of the Police and Crime Commissioner"
    summary["A1"].font = Font(bold=True, size=16)
    summary.merge_cells("A1:D1")
    summary["A3"], summary["A4"], summary["A5"] = "Name of CSP:", "Total allocation", "Quarter"
    summary["A6"], summary["A7"] = "Date completed", "Grant received to date"
    summary.merge_cells("B3:D3")
    for cell in ("B4", "B7"):
        summary[cell].number_format = MONEY
    summary["B6"].number_format = DATE
    summary["A9"], summary["B9"] = "Awarded in all", f"=Projects!E{TOTAL}"
    summary.add_image(logo(), "F1")

    sheet = book.create_sheet("Projects")
    sheet["A1"] = "Quarterly monitoring return"
    sheet["A2"] = "Please complete every white cell. Do not change the grey ones."
    for place, words in enumerate(HEADINGS, start=1):
        sheet.cell(FIRST - 1, place, words).font = Font(bold=True)
    for row in range(FIRST, LAST + 1):
        sheet.cell(row, 1, row - FIRST + 1)
        sheet.cell(row, 4).number_format = DATE
        for column in (5, 6, 7):
            sheet.cell(row, column).number_format = MONEY
        sheet.cell(row, 7, f"=E{row}-F{row}")
        for column in (2, 3, 4, 5, 6, 8, 9):
            sheet.cell(row, column).protection = Protection(locked=False)
    sheet.cell(TOTAL, 1, "Total")
    for letter in "EFG":
        sheet[f"{letter}{TOTAL}"] = f"=SUM({letter}{FIRST}:{letter}{LAST})"
        sheet[f"{letter}{TOTAL}"].number_format = MONEY
    rag = DataValidation(type="list", formula1='"Green,Amber,Red"')
    rag.add(f"H{FIRST}:H{LAST}")
    sheet.add_data_validation(rag)
    rule: Any = CellIsRule
    red = rule(operator="equal", formula=['"Red"'], fill=PatternFill("solid", bgColor="FFC7CE"))
    sheet.conditional_formatting.add(f"H{FIRST}:H{LAST}", red)
    for letter in "BCDEFGI":
        sheet.column_dimensions[letter].width = 20
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=FIRST - 1, max_row=LAST), True)
    sheet.add_chart(chart, "K2")
    sheet.protection.sheet = True
    sheet.protection.password = "office"
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    lists["A1"] = "Project title"
    content = edited(saved(book), "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    return calculated(content, "xl/worksheets/sheet1.xml", f"<f>Projects!E{TOTAL}</f>", "999")


def calculated(content: bytes, part: str, formula: str, result: str) -> bytes:
    """The same form with what a formula gave when it was saved."""
    blank = next(v for v in ("<v></v>", "<v />", "<v/>") if f"{formula}{v}" in text(content, part))
    return edited(content, part, f"{formula}{blank}", f"{formula}<v>{result}</v>")


def with_array(area: str) -> bytes:
    """The quarterly form with a formula that fills several cells of its projects."""
    first, held = area.partition(":")[0], '<f t="array" ref="{}">Lists!A1:A2</f><v>0</v></c>'
    content = quarterly()
    cell = re.search(
        rf'<c r="{first}"([^>/]*)(/>|></c>)', text(content, "xl/worksheets/sheet2.xml")
    )
    assert cell, f"{first} is not empty"
    whole = f'<c r="{first}"{cell[1]}>{held.format(area)}'
    return edited(content, "xl/worksheets/sheet2.xml", cell[0], whole)


def text(content: bytes, part: str) -> str:
    """A part as text."""
    return parts(content)[part].decode()


def stories() -> bytes:
    """Commissioned projects as the September appendix has them: each with its story under it; three fit."""
    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Projects"
    sheet.append(["Organisation funded", "Project name", "Total funding"])
    for row in (3, 5, 7):
        sheet.merge_cells(f"A{row}:C{row}")
        for column in (1, 2, 3):
            sheet.cell(row - 1, column).protection = Protection(locked=False)
        sheet.cell(row, 1).protection = Protection(locked=False)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True)
    sheet["B8"], sheet["C8"] = "Total", "=SUM(C2:C7)"
    sheet.protection.sheet = True
    return saved(book)


def business_case() -> bytes:
    """A business case for one project: labels on the left, a table of costs, merged answers."""
    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Business case"
    labels = [
        ("A3", "Project title:"),
        ("A4", "Lead organisation:"),
        ("A5", "Contact name:"),
        ("A6", "Contact email:"),
        ("A7", "Amount requested:"),
        ("A8", "Start date:"),
    ]
    for cell, words in labels:
        sheet[cell] = words
    sheet["A10"] = "Brief description of the project"
    sheet.merge_cells("A11:D14")
    for place, words in enumerate(("Item", "Details", "Cost (£)"), start=1):
        sheet.cell(16, place, words)
    sheet["A22"], sheet["C22"] = "Total", "=SUM(C17:C21)"
    return saved(book)


def with_table(rows: int = 2, *, totals: bool = False) -> bytes:
    """Projects in a table of Excel's own, of so many rows."""
    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Projects"
    sheet.append(["Reference", "Amount requested"])
    last = rows + 1 + (1 if totals else 0)
    table = Table(displayName="Projects", ref=f"A1:B{last}")
    if totals:
        sheet.cell(last, 1, "Sum of all")
        table.totalsRowCount = 1
    sheet.add_table(table)
    return saved(book)
