"""What pages are put together from: links, tags, facts and tables, as plain values.

Presenters make them and ``ui.templatetags.page`` draws them, so that every table of the service has
the same roles, labels and behaviour on a narrow screen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise
"""A text, or one that is translated when it is shown."""


@dataclass(frozen=True)
class Badge:
    """A word in a coloured box. The colour is one of the design system's, or its default blue."""

    text: Words
    colour: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True)
class Tick:
    """A box to tick in a form, with its label for those who cannot see where it stands."""

    name: str
    value: str
    label: str
    checked: bool = False


Part = str | Badge | Link | Tick


@dataclass(frozen=True)
class Lines:
    """Several parts, each on a line of its own, and perhaps a quieter line below them."""

    parts: Sequence[Part]
    hint: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self.hint and all(part == "" for part in self.parts)


Content = Part | Lines


def lines(content: Content) -> Lines:
    """Any content as lines."""
    return content if isinstance(content, Lines) else Lines([content])


@dataclass(frozen=True)
class Fact:
    """A row of a summary list: what it is, and what is known."""

    key: str
    content: Content

    @property
    def value(self) -> Lines:
        """The content as lines."""
        return lines(self.content)


@dataclass(frozen=True)
class Column:
    """A column's heading; numbers are set to the right. With an address it leads to another order."""

    title: str
    numeric: bool = False
    href: str = ""
    order: str = ""
    """``ascending`` or ``descending``, where the rows are sorted by it."""


@dataclass(frozen=True)
class Cell:
    """What stands in a column of a row."""

    column: Column
    value: Lines


@dataclass(frozen=True)
class Mark:
    """A row that says one thing across the whole table."""

    text: str


@dataclass(frozen=True)
class Total:
    """A last row of sums."""

    contents: Sequence[Content]


Row = Sequence[Content] | Mark | Total


@dataclass(frozen=True)
class Table:
    """A table. The first cell of each row names the row; the caption is for those who cannot see it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=list)
    wide: bool = False
    """Whether it has so many columns that its rows are stacked on a tablet too."""

    def drawn(self) -> Iterator[dict[str, object]]:
        """Each row as the template draws it."""
        for row in self.rows:
            if isinstance(row, Mark):
                yield {"mark": row.text}
                continue
            contents = row.contents if isinstance(row, Total) else row
            pairs = zip(self.columns, contents, strict=True)
            cells = [Cell(column, lines(content)) for column, content in pairs]
            yield {"cells": cells, "total": isinstance(row, Total)}
