"""The rows of a form's table that can be filled: those that are free, until something of the form's own."""

from dataclasses import dataclass, field

from reports.pcc_forms.mapping import Cell, Rows
from reports.pcc_forms.places import Spot
from reports.pcc_forms.reading import Sheet, Table

MOST_ROWS = 5_000
"""Of one table, where the form sets no end."""
_TOTALS = ("total", "totals", "subtotal", "sum", "overall")


@dataclass(frozen=True)
class Free:
    """The rows to fill, and what comes after them."""

    rows: list[int] = field(default_factory=list)
    stops_at: int | None = None
    """The first row that the form keeps for itself."""
    grows: Table | None = None
    """The table of Excel's own that must cover rows below it as well."""


def free_rows(table: Rows, sheet: Sheet, others: list[Cell]) -> Free:
    """The rows of a table that can be filled, in their order.

    Without a last row they end before a row that holds something in a filled column, a formula or a
    total, and before a single cell of the map. Where several rows are merged into one it counts once,
    and a row in which columns are merged, such as one for a text under each project, is passed over.
    A row under another, where columns are filled there, goes with it.
    """
    under = any(one.under for one in table.columns)
    taken = {one.where.row for one in others if one.where.row >= table.first}
    excel = _excel_table(table, sheet)
    end = _end(excel)
    found: list[int] = []
    stops = None
    for row in range(table.first, (table.last or table.first + MOST_ROWS - 1) + 1 - under):
        if under and found and row == found[-1] + 1:
            continue
        spots = [one.at(row) for one in table.columns]
        if table.last is None and (
            (end is not None and row > end) or taken & {row, row + under} or _is_kept(spots, sheet)
        ):
            stops = row
            break
        if all(sheet.top_left(spot) == spot for spot in spots):
            found.append(row)
    return Free(found, stops, excel if excel and end is None else None)


def _is_kept(spots: list[Spot], sheet: Sheet) -> bool:
    """Whether cells, or their rows, hold something of the form's own."""
    if any(not sheet.at(spot).is_empty or sheet.has_formula(spot) for spot in spots):
        return True
    rows = {spot.row for spot in spots}
    beside = (Spot(row, column) for row in rows for column in sheet.rows.get(row, ()))
    return any(is_total(sheet.at(spot).text) for spot in beside)


def is_total(text: str) -> bool:
    """Whether words say that numbers are added up beside them."""
    words = text.casefold().replace(":", " ").split()
    return bool(words) and (words[0] in _TOTALS or words[-1] in _TOTALS) and len(words) <= 4


def _excel_table(table: Rows, sheet: Sheet) -> Table | None:
    where = [Spot(table.first, one.column) for one in table.columns]
    return next((one for one in sheet.tables if any(spot in one.area for spot in where)), None)


def _end(excel: Table | None) -> int | None:
    """The last row of a table of Excel's own that cannot grow; nothing for one that can."""
    if excel is None or not (excel.totals or excel.calculated):
        return None
    return excel.area.last.row - (1 if excel.totals else 0)
