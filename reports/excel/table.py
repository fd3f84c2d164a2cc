"""What stands around a sheet's rows: the defined table, what is protected, and how it is printed."""

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import Element, SubElement

MOST_ABOVE = 120
"""Characters above a page: Excel refuses more than 255 with its codes, where each "&" counts twice."""
_TABLE_MORE = "{504A1905-F514-4f6f-8877-14C23A59335A}"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


class _Described(Table):
    """A table with words for who cannot see it, which openpyxl leaves out."""

    __attrs__, __elements__ = (
        Table.__attrs__,
        Table.__elements__,
    )  # or they would be this class's own
    description = ""

    def to_tree(self, *args: Any, **kwargs: Any) -> Any:
        tree: Any = super().to_tree()
        more = SubElement(SubElement(tree, "extLst"), "ext", {"uri": _TABLE_MORE})
        words = {"altText": str(self.displayName), "altTextSummary": self.description}
        more.append(Element(f"{{{_X14}}}table", words))
        return tree


def define_table(
    page: Worksheet,
    columns: Sequence[str],
    rows: int,
    *,
    description: str,
    head: int = 1,
    filtered: bool = True,
) -> None:
    """Make a defined table of some rows below their header, which stands in the row ``head``.

    Its name is the sheet's, without spaces. A table has at least one row, be it an empty one.
    """
    area = f"A{head}:{get_column_letter(len(columns))}{head + max(rows, 1)}"
    table = _Described(
        displayName="".join(word.capitalize() for word in page.title.split()),
        ref=area,
        tableColumns=[TableColumn(id=place, name=name) for place, name in enumerate(columns, 1)],
        tableStyleInfo=TableStyleInfo(showRowStripes=False),
        autoFilter=AutoFilter(ref=area) if filtered else None,
    )
    table.description = description
    page.add_table(table)


def protect(page: Worksheet) -> None:
    """Lock every cell that is not open. No password: it keeps from slips, and anybody may lift it."""
    page.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(page.protection, allowed, False)  # in the format, false means: not forbidden


def set_out(page: Worksheet, area: str, *, words: str, repeated: str, pages: int = 0) -> None:
    """Print an area on A4 landscape, as wide as the page, with the repeated rows on every one.

    ``words`` stand above each page. ``pages`` is how many there may be; 0 is as many as it takes.
    """
    page.print_area = area
    page.print_title_rows = repeated
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = int(page.PAPERSIZE_A4)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, pages
    page.page_margins = PageMargins(
        left=0.4, right=0.4, top=0.7, bottom=0.7, header=0.3, footer=0.3
    )
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    above = words[:MOST_ABOVE].replace("&", "&&")
    for part, text in ((page.oddHeader, above), (page.oddFooter, "Page &P of &N")):
        if part is not None:
            part.center.text = text
