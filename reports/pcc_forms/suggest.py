"""Where a form wants something written, and what that is likely to be.

A table is found by its row of headings, with empty cells below. A single cell is found by the words to
the left of it or above it. On a protected sheet the cells that are not locked are those to fill.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.pcc_forms.field import NUMERIC, Field, Holds
from reports.pcc_forms.fields import fields, of_cells, of_columns
from reports.pcc_forms.likeness import best
from reports.pcc_forms.places import MOST_COLUMNS, MOST_ROWS, Spot
from reports.pcc_forms.reading import Book, Sheet, Styles
from reports.pcc_forms.rows import is_total
from ui.texts import plain

MOST_LABELS = 80
LONGEST = 120
"""Characters of a label; what is longer explains something."""
SHORT = 60
STORIES = ("project-progress", "project-summary")
"""What is told in a row under each project, where the kind of form has it."""
FAR = 3
"""How many columns to the right of its label a cell may stand."""


@dataclass(frozen=True)
class Label:
    """A single cell to fill, the words beside it, and the field that they are likely to mean."""

    sheet: str
    where: Spot
    words: str
    field: str = ""


@dataclass(frozen=True)
class Heading:
    """A column to fill."""

    column: int
    words: str
    field: str = ""
    under: bool = False
    """Whether it is filled in the row under each one's own."""


@dataclass(frozen=True)
class Headings:
    """A table to fill."""

    sheet: str
    row: int
    columns: tuple[Heading, ...]


@dataclass(frozen=True)
class Suggestions:
    """What was found in a form."""

    labels: list[Label]
    tables: list[Headings]


def suggest(book: Book, kind: str) -> Suggestions:
    """Look through the sheets that people see."""
    known = fields(kind)
    single = [one for one in known if one.of in of_cells(kind)]
    rows = [one for one in known if one.of in of_columns(kind)]
    labels: list[Label] = []
    tables: list[Headings] = []
    for sheet in book.sheets:
        if not sheet.hidden:
            looker = _Looker(sheet, book.styles)
            here = list(looker.tables(rows))
            tables += here
            labels += looker.labels(single, here)
    return Suggestions(labels[:MOST_LABELS], tables)


class _Looker:
    """Looks through one sheet."""

    def __init__(self, sheet: Sheet, styles: Styles) -> None:
        self.sheet = sheet
        self.styles = styles
        unlocked = any(seen.style in styles.unlocked for seen in sheet.cells.values())
        self.guarded = sheet.protected and unlocked
        totals = (where.row for where, seen in sheet.cells.items() if is_total(seen.text))
        self.totals = sorted(set(totals))

    def tables(self, known: list[Field]) -> Iterator[Headings]:
        """The rows of headings: several side by side, of which some are known, with room below."""
        for row in self.sheet.rows:
            found = self.headings(row, known)
            sure = sum(1 for one in found if one.field)
            if sure >= 2 or (sure and any(row == one.area.first.row for one in self.sheet.tables)):
                yield Headings(self.sheet.title, row, (*found, *self._under(row, found, known)))

    def _under(self, row: int, found: list[Heading], known: list[Field]) -> Iterator[Heading]:
        """The cell under the first project that is merged over several columns: its story goes there."""
        told = {one.field for one in found}
        story = next((one for one in STORIES if one in {field.key for field in known}), "")
        for heading in found:
            where = Spot(row + 2, heading.column)
            merged = self.sheet.merge_of(where)
            one_row = merged and merged.first.row == merged.last.row
            if one_row and self._is_free(where):
                yield Heading(heading.column, "", "" if story in told else story, under=True)
                return

    def headings(self, row: int, known: list[Field]) -> list[Heading]:
        """The headings in a row; each field is suggested once, where it is surest."""
        texts = self._side_by_side(row)
        scored = [
            (column, words, *self._means(row, column, words, known)) for column, words in texts
        ]
        surest: dict[str, float] = {}
        for _column, _words, sure, key in scored:
            surest[key] = max(sure, surest.get(key, 0))
        found = []
        for column, words, sure, key in scored:
            first = bool(key) and surest.get(key) == sure
            if first:
                surest.pop(key)
            found.append(Heading(column, words, key if first else ""))
        return found

    def _means(self, row: int, column: int, words: str, known: list[Field]) -> tuple[float, str]:
        """What a heading means, alone or with the one above that it is a part of."""
        known = [one for one in known if self._suits(one, Spot(row + 1, column))]
        found = best(words, known)
        above = self.sheet.merge_of(Spot(max(row - 1, 1), column))
        if found[1] or above is None or above.last.row >= row:
            return found
        return best(f"{self.sheet.at(above.first).text} {words}", known)

    def _suits(self, field: Field, where: Spot) -> bool:
        """Whether a cell shows values as the field has them: money is not put where dates are shown."""
        style = self.sheet.at(where).style
        if style in self.styles.dates:
            return field.holds is Holds.DATE
        return style not in self.styles.numbers or field.holds in NUMERIC

    def _side_by_side(self, row: int) -> list[tuple[int, str]]:
        """The texts of a row that have room below and another text next to them."""
        texts = {
            column: words
            for column in self._columns(row)
            if (words := self._words(self.sheet.top_left(Spot(row, column))))
        }
        found = []
        for column, words in texts.items():
            where = Spot(row, column)
            merged = self.sheet.merge_of(where)
            right = (merged.last.column if merged else column) + 1
            left = column - 1
            beside = right in texts or self._reaches(row, left) in texts
            if beside and not words.endswith(":") and self._is_free(Spot(row + 1, column)):
                found.append((column, words))
        return found if len(found) > 1 else []

    def _columns(self, row: int) -> list[int]:
        """The columns with something to see in a row, those of cells merged from above counted."""
        tall = [
            one.first.column for one in self.sheet.merged if one.first.row < row == one.last.row
        ]
        return sorted({*self.sheet.rows.get(row, []), *tall})

    def _reaches(self, row: int, column: int) -> int:
        """The column in which the cell begins that covers a place."""
        return self.sheet.top_left(Spot(row, column)).column if column > 0 else 0

    def labels(self, known: list[Field], tables: list[Headings]) -> list[Label]:
        """The single cells, each with the words that are surest about it."""
        rows = {table.row for table in tables}
        found: dict[Spot, tuple[float, Label]] = {}
        for row, columns in self.sheet.rows.items():
            for column in columns if row not in rows else ():
                where = Spot(row, column)
                words, place = self._words(where), self._beside(where)
                if not words or place is None or self._is_in(place, tables):
                    continue
                fitting = [one for one in known if self._suits(one, place)]
                sure, key = best(words, fitting)
                if not key and not self._asks(words, place):
                    continue
                if place not in found or sure > found[place][0]:
                    found[place] = (sure, Label(self.sheet.title, place, words, key))
        return [label for _sure, label in found.values()]

    def _is_in(self, place: Spot, tables: list[Headings]) -> bool:
        """Whether a place stands below a table's headings, and above its total where it has one."""
        return any(
            table.row < place.row < self._end(table)
            and any(place.column == one.column for one in table.columns)
            for table in tables
        )

    def _end(self, table: Headings) -> int:
        return next((row for row in self.totals if row > table.row), MOST_ROWS + 1)

    def _words(self, where: Spot) -> str:
        """A label's words; nothing where there is a number, a formula or a long text."""
        seen = self.sheet.at(where)
        text = " ".join(plain(seen.text).split())
        letters = any(letter.isalpha() for letter in text)
        return text if letters and not seen.formula and len(text) <= LONGEST else ""

    def _asks(self, words: str, place: Spot) -> bool:
        """Whether words that mean no field of ours ask for something all the same."""
        return words.endswith((":", "?")) or (len(words) <= SHORT and self._is_box(place))

    def _beside(self, where: Spot) -> Spot | None:
        """The cell that a label asks to be filled: a box to its right or below it, else one that is free.

        A label over several columns is a title where there is no box, and one that has something beside
        it is answered.
        """
        merged = self.sheet.merge_of(where)
        last = merged.last if merged else where
        right = [
            Spot(where.row, column)
            for column in range(last.column + 1, min(last.column + FAR, MOST_COLUMNS) + 1)
        ]
        near = list(self._free_run(right))
        below = Spot(last.row + 1, where.column)
        places = [*near, *([below] if self._is_free(below) else [])]
        box = next((one for one in places if self._is_box(one)), None)
        answered = bool(right) and not self.sheet.at(right[0]).is_empty
        if box or answered or last.column > where.column:
            return box
        return next(iter(places), None)

    def _free_run(self, places: list[Spot]) -> Iterator[Spot]:
        """The free places up to the first that is not."""
        for one in places:
            if not self.sheet.at(one).is_empty:
                return
            if self._is_free(one):
                yield one

    def _is_free(self, where: Spot) -> bool:
        """Whether a cell is there to be filled."""
        if self.sheet.top_left(where) != where or not self.sheet.at(where).is_empty:
            return False
        return not self.sheet.has_formula(where) and (not self.guarded or self._is_open(where))

    def _is_open(self, where: Spot) -> bool:
        return self.sheet.at(where).style in self.styles.unlocked

    def _is_box(self, where: Spot) -> bool:
        """Whether a cell looks as if something was to be written there."""
        boxed = self.sheet.at(where).style in self.styles.boxed
        return boxed or self.guarded or self.sheet.merge_of(where) is not None
