"""A document as text and as parts: what is shown, put into Word and kept is one and the same.

The text is the document. It begins with the title; a line ``# 1. Purpose`` is a heading, ``1.2 …`` a
clause, ``| a | b |`` a row of a table (the first names the columns), and any other line a paragraph. A
paragraph that looks like one of these begins with ``\\``, so what a person wrote never passes for a clause.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from ui.parts import Column, Table

_HEADING = re.compile(r"# (?:(\d+)\. )?(.+)")
_CLAUSE = re.compile(r"(\d+\.\d+) (.+)")
_MARKED = re.compile(r"[#|\\]|\d+\.")


@dataclass(frozen=True)
class Clause:
    """A paragraph with a number, such as 2.1."""

    number: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A table. A column of amounts is set to the right."""

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]

    def is_money(self, place: int) -> bool:
        """Whether every value of a column is an amount."""
        return bool(self.rows) and all(row[place].startswith("£") for row in self.rows)

    def table(self, caption: str) -> Table:
        """The table as a page draws it."""
        columns = [
            Column(title, numeric=self.is_money(place)) for place, title in enumerate(self.titles)
        ]
        return Table(caption=caption, columns=columns, rows=[list(row) for row in self.rows])


Block = str | Clause | Grid
"""A paragraph, a clause or a table."""


@dataclass(frozen=True)
class Section:
    """A heading, with a number where the document counts them, and what stands under it."""

    heading: str
    blocks: list[Block] = field(default_factory=list)
    number: int | None = None


@dataclass(frozen=True)
class Written:
    """A document: its title, what stands before the first heading, and its sections."""

    title: str
    opening: list[str]
    sections: list[Section]

    @property
    def text(self) -> str:
        """The document as it is kept."""
        opening = map(_block, self.opening)
        return "\n\n".join([self.title, *opening, *self._parts()]) + "\n"

    @property
    def is_counted(self) -> bool:
        """Whether its headings have numbers."""
        return any(section.number for section in self.sections)

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in UTF-8."""
        return checksum(self.text)

    def _parts(self) -> Iterator[str]:
        for section in self.sections:
            number = f"{section.number}. " if section.number else ""
            yield f"# {number}{section.heading}"
            yield from (_block(block) for block in section.blocks)


def checksum(text: str) -> str:
    """SHA-256 of a text, in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _block(block: Block) -> str:
    match block:
        case Clause():
            return f"{block.number} {block.text}"
        case Grid():
            return "\n".join(_row(row) for row in [block.titles, *block.rows])
        case _:
            return f"\\{block}" if _MARKED.match(block) else block


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def told(text: str) -> list[Block]:
    """What a person wrote, a paragraph for each line."""
    return [words for line in text.splitlines() if (words := " ".join(line.split()))]


def named(text: str) -> str:
    """What a person wrote, on one line, to stand within a sentence or a cell."""
    return " ".join(text.replace("|", "/").split())


def within(name: str) -> str:
    """A body's name inside a sentence: ``the Police and Crime Commissioner``."""
    words = named(name)
    return f"the {words[4:]}" if words[:4].casefold() == "the " else words


def counted(title: str, opening: list[str], sections: Iterable[tuple[str, list[Block]]]) -> Written:
    """A document whose headings count 1, 2, 3, and their clauses (``Clause("", …)``) 1.1, 1.2."""
    found = []
    for number, (heading, blocks) in enumerate(sections, 1):
        places = count(1)
        numbered: list[Block] = [
            Clause(f"{number}.{next(places)}", one.text) if isinstance(one, Clause) else one
            for one in blocks
        ]
        found.append(Section(heading, numbered, number))
    return Written(title, opening, found)


def read(text: str) -> Written:
    """The document in a text that was kept."""
    title, *parts = text.rstrip("\n").split("\n\n")
    opening: list[str] = []
    sections: list[Section] = []
    for part in parts:
        if head := _HEADING.fullmatch(part):
            sections.append(Section(head[2], number=int(head[1]) if head[1] else None))
        elif sections:
            sections[-1].blocks.append(_read_block(part))
        else:
            opening.append(part.removeprefix("\\"))
    return Written(title, opening, sections)


def _read_block(part: str) -> Block:
    if part.startswith("| "):
        titles, *rows = [line[2:-2].split(" | ") for line in part.split("\n")]
        return Grid(titles, rows)
    if clause := _CLAUSE.fullmatch(part):
        return Clause(clause[1], clause[2])
    return part.removeprefix("\\")
