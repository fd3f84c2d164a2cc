"""Where something stands in a sheet: ``C4``, ``B8:D8``. Rows and columns are counted from 1."""

import re
from dataclasses import dataclass

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


def letters(column: int) -> str:
    """The letters of a column: 1 is ``A``, 27 is ``AA``, 16384 is ``XFD``."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def number(words: str) -> int:
    """The number of a column's letters. Raises ``ValueError`` for anything else, and beyond ``XFD``."""
    if not re.fullmatch("[A-Za-z]{1,3}", words):
        raise ValueError(f"“{words}” is not a column")
    found = 0
    for letter in words.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    if found > MOST_COLUMNS:
        raise ValueError(f"a sheet has no column “{words}”")
    return found


@dataclass(frozen=True, order=True)
class Spot:
    """One cell, in the order in which a sheet's file holds them."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{letters(self.column)}{self.row}"


def spot(words: str) -> Spot:
    """The cell that ``C4`` or ``$C$4`` means. Raises ``ValueError`` for anything else."""
    match = _CELL.fullmatch(words.strip())
    if match is None or int(match[2]) > MOST_ROWS:
        raise ValueError(f"“{words}” is not a cell")
    return Spot(int(match[2]), number(match[1]))


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, both corners counted."""

    first: Spot
    last: Spot

    def __contains__(self, where: Spot) -> bool:
        return (
            self.first.row <= where.row <= self.last.row
            and self.first.column <= where.column <= self.last.column
        )

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"


def area(words: str) -> Area:
    """The rectangle that ``B8:D8`` or ``B8`` means. Raises ``ValueError`` for anything else."""
    first, _, last = words.partition(":")
    one, other = spot(first), spot(last or first)
    return Area(
        Spot(min(one.row, other.row), min(one.column, other.column)),
        Spot(max(one.row, other.row), max(one.column, other.column)),
    )
