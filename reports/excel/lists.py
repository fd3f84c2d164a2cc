"""Sheets that are plain lists: a header, rows, a defined table, set out to be printed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from base.writing import Value
from reports.excel.book import Book
from reports.excel.cells import Row
from reports.excel.looks import HEAD, TEXT, Look
from reports.excel.table import define_table, set_out


class ListColumn(NamedTuple):
    """A column: what it is called, how wide it is in characters, and how its cells look."""

    title: str
    width: float
    look: Look = TEXT


def add_list(
    book: Book,
    title: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[Value]],
    count: int,
    *,
    description: str,
    above: str,
    pages: int = 1,
) -> None:
    """Add a sheet of ``count`` rows, which are taken when the file is saved.

    ``description`` is for who cannot see it; ``above`` stands on every printed page. A sheet with many
    columns is printed ``pages`` wide, the first column on each.
    """
    titles = [column.title for column in columns]
    head = book.styles([HEAD] * len(columns))
    looks = book.styles([column.look for column in columns])

    def lines() -> Iterator[Row]:
        yield Row(titles, head)
        for row in rows:
            yield Row(row, looks)
        if not count:
            yield Row([None] * len(titles), looks)

    page = book.sheet(title, [column.width for column in columns], lines())
    define_table(page, titles, count, description=description)
    page.freeze_panes = "B2"
    last = f"{get_column_letter(len(columns))}{max(count, 1) + 1}"
    set_out(page, f"A1:{last}", words=f"{above}: {title}", repeated="1:1")
    if pages > 1:
        page.page_setup.fitToWidth, page.print_title_cols = pages, "A:A"
