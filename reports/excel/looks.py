"""How cells look: a few plain facts, of which the workbook makes its styles."""

from dataclasses import dataclass
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

FONT = "Calibri"
NAVY, WHITE, LINE, YELLOW = "12436D", "FFFFFF", "B1B4B6", "FFF7D6"
POUNDS, DATE, SCORE = '"£"#,##0.00', "dd/mm/yyyy", "0.00"

_THIN, _THICK = Side(style="thin", color=LINE), Side(style="medium", color=NAVY)
_BORDERS = {
    "": Border(),
    "box": Border(top=_THIN, bottom=_THIN, left=_THIN, right=_THIN),
    "total": Border(top=_THICK),
}


@dataclass(frozen=True)
class Look:
    """How a cell looks, and whether it may be written in while its sheet is protected."""

    number_format: str = "General"
    bold: bool = False
    size: int = 11
    ink: str = ""
    fill: str = ""
    border: str = "box"
    across: str | None = None
    """``left``, ``center`` or ``right``; else numbers stand to the right and texts to the left."""
    wrap: bool = True
    middle: bool = False
    open: bool = False

    def register(self, sheet: Any, *, quoted: bool) -> int:
        """The number of this look in the workbook of a sheet.

        ``quoted`` is for a text that begins like a formula: a program that edits it keeps it a text.
        """
        cell = WriteOnlyCell(sheet)
        cell.font = Font(name=FONT, size=self.size, bold=self.bold, color=self.ink or None)
        if self.fill:
            cell.fill = PatternFill("solid", start_color=self.fill)
        cell.border = _BORDERS[self.border]
        vertical = "center" if self.middle else "top"
        cell.alignment = Alignment(self.across, vertical, wrap_text=self.wrap)
        cell.protection = Protection(locked=not self.open)
        cell.number_format = self.number_format
        if quoted:
            cell.quotePrefix = True
        return cell.style_id


HEAD = Look(bold=True, ink=WHITE, fill=NAVY, middle=True)
TEXT = Look()
TITLE = Look(bold=True, size=16, ink=NAVY, border="", wrap=False)
TITLE_HEIGHT = 22.0
"""Points for a line of a title."""
PLAIN = Look(border="", wrap=False)
