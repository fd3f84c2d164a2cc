"""What pages are put together from (``ui.parts``), in a Word file."""

from collections.abc import Iterator

from reports.word.document import Paper
from reports.word.styles import WIDTH_CM
from reports.word.table import Column, Row
from ui.parts import Badge, Lines, Link, Part, Table, Tick


def page_table(paper: Paper, table: Table, *, first_cm: float, caption: str = "") -> None:
    """A table of a page, its other columns alike in width; a last row of sums is bold."""
    count = len(table.columns)
    width = (WIDTH_CM - first_cm) / max(count - 1, 1)
    columns = [
        Column(one.title, first_cm if place == 0 else width, right=one.numeric)
        for place, one in enumerate(table.columns)
    ]
    rows = [Row(cells, bold=is_total) for cells, is_total in texts(table)]
    paper.table(caption, columns, rows, description=table.caption)


def texts(table: Table) -> Iterator[tuple[list[str], bool]]:
    """The rows of a table as texts, and whether each is one of sums."""
    for drawn in table.drawn():
        cells = drawn.get("cells")
        if isinstance(cells, list):
            yield [words(cell.value) for cell in cells], bool(drawn.get("total"))


def words(value: Lines) -> str:
    """What a cell says, line by line."""
    return "\n".join(part for part in [*map(_part, value.parts), value.hint] if part)


def _part(part: Part) -> str:
    match part:
        case Badge() | Link():
            return str(part.text)
        case Tick():
            return part.label
        case _:
            return part
