"""What goes into each place of a form, as an officer chooses it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from reports.pcc_forms.fields import BY_KEY, fields, of_cells, of_columns
from reports.pcc_forms.mapping import Cell, Column, Map, Rows, faults, no_sheet, settled
from reports.pcc_forms.places import MOST_ROWS, Spot, spot
from reports.pcc_forms.reading import Book, Sheet
from reports.pcc_forms.sketch import Choice, Sketch, Table
from ui.fields import ChoiceField, TextField, WholeNumberField
from ui.forms import Form

EXTRA = range(3)
"""How many other cells can be added at once."""


@dataclass(frozen=True)
class Drawn:
    """A table as the page draws it."""

    table: Table
    rows: list[forms.BoundField]
    columns: list[forms.BoundField]


class MapForm(Form):
    """What goes into each place of a form; other cells and tables can be added."""

    marks_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: str, book: Book, places: Sketch, version: int
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.kind, self.book, self.places = kind, book, places
        self.mapped = Map()
        self.is_stale = False
        self._boxes: dict[Any, str] = {}
        single = [("", _("Leave it as it is")), *self._choices(of_cells(kind))]
        columns = [("", _("Leave it as it is")), *self._choices(of_columns(kind))]
        for one in places.cells:
            self.fields[one.name] = _choice(one, single)
        for table in places.tables:
            self._add_table(table, columns)
        self._add_more([("", "–"), *single[1:], *columns[1:]])

    def _choices(self, of: Any) -> list[tuple[str, Any]]:
        return [(one.key, one.label) for one in fields(self.kind) if one.of in of]

    def _add_table(self, table: Table, columns: list[tuple[str, Any]]) -> None:
        rows = {"least": 1, "most_number": MOST_ROWS}
        self.fields[f"{table.name}-first"] = WholeNumberField(
            label=_("First row to fill"),
            initial=table.first,
            missing=_("Enter the first row to fill"),
            **rows,
        )
        self.fields[f"{table.name}-last"] = WholeNumberField(
            label=_("Last row to fill"),
            help_text=_(
                "Leave it empty, and rows are filled until one that holds something already. "
                "With a last row, all rows up to it are ours: what they hold is replaced."
            ),
            initial=table.last,
            required=False,
            **rows,
        )
        for one in table.columns:
            self.fields[one.name] = _choice(one, columns)

    def _add_more(self, choices: list[tuple[str, Any]]) -> None:
        for place in EXTRA:
            self.fields[f"more-{place}-where"] = TextField(
                label=_("Sheet and cell"),
                help_text=_("Like %(sheet)s!C4") % {"sheet": self.book.sheets[0].title}
                if place == 0 and self.book.sheets
                else "",
                required=False,
                most=60,
            )
            self.fields[f"more-{place}-field"] = ChoiceField(
                label=_("What goes into it"), choices=choices, required=False, select=True
            )
        seen = [one.title for one in self.book.sheets if not one.hidden]
        self.fields["table-sheet"] = ChoiceField(
            label=_("Sheet"),
            choices=[("", "–"), *((title, title) for title in seen)],
            required=False,
            select=True,
        )
        self.fields["table-header"] = WholeNumberField(
            label=_("Row of its headings"), required=False, least=1, most_number=MOST_ROWS - 1
        )

    def be_stale(self, version: int) -> None:
        """Somebody else saved the map meanwhile: it is shown again, and saving writes over theirs."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = str(version)
        self.data, self.is_stale = data, True

    @property
    def is_bare(self) -> bool:
        """Whether nothing was found to choose for."""
        return not self.places.cells and not self.places.tables

    @property
    def cells(self) -> dict[str, list[forms.BoundField]]:
        """The boxes of single cells that are chosen for or suggested, by sheet."""
        return self._by_sheet(self._is_likely)

    @property
    def others(self) -> dict[str, list[forms.BoundField]]:
        """The boxes of the other cells that the form seems to ask for."""
        return self._by_sheet(lambda one: not self._is_likely(one))

    def _is_likely(self, one: Choice) -> bool:
        return bool(one.suggested or one.chosen or self[one.name].errors or self[one.name].value())

    def _by_sheet(self, wanted: Any) -> dict[str, list[forms.BoundField]]:
        found: dict[str, list[forms.BoundField]] = {}
        for one in self.places.cells:
            if wanted(one):
                found.setdefault(one.sheet, []).append(self[one.name])
        return found

    @property
    def tables(self) -> Iterator[Drawn]:
        """The tables with their boxes."""
        for table in self.places.tables:
            rows = [self[f"{table.name}-{part}"] for part in ("first", "last")]
            yield Drawn(table, rows, [self[one.name] for one in table.columns])

    @property
    def more(self) -> list[list[forms.BoundField]]:
        """The boxes for other cells."""
        return [[self[f"more-{place}-{part}"] for part in ("where", "field")] for place in EXTRA]

    @property
    def new_table(self) -> list[forms.BoundField]:
        """The boxes for another table."""
        return [self["table-sheet"], self["table-header"]]

    def clean(self) -> dict[str, Any]:
        """The map that was chosen; what does not fit the file is an error of its box."""
        said = self.cleaned_data
        if self.errors:
            return said
        cells = [self._cell(one) for one in self.places.cells if said[one.name]]
        tables = [self._rows(table) for table in self.places.tables]
        added = self._added_table()
        self._add_places(cells, tables)
        kept = tuple(one for one in tables if one.columns)
        self._check(Map(tuple(cells), kept))
        if added and not self.errors:
            self.mapped = replace(self.mapped, tables=(*self.mapped.tables, added))
        return said

    def _cell(self, one: Choice) -> Cell:
        cell = Cell(one.sheet, one.where, self.cleaned_data[one.name])
        self._boxes.setdefault(cell, one.name)
        return cell

    def _rows(self, table: Table) -> Rows:
        said = self.cleaned_data
        columns = tuple(
            Column(one.where.column, said[one.name], one.under)
            for one in table.columns
            if said[one.name]
        )
        first, last = said[f"{table.name}-first"], said[f"{table.name}-last"]
        return Rows(table.sheet, table.header, first, last, columns)

    def _added_table(self) -> Rows | None:
        """Another table, whose columns are chosen once it is there."""
        title, header = self.cleaned_data["table-sheet"], self.cleaned_data["table-header"]
        if bool(title) != bool(header):
            box = "table-header" if title else "table-sheet"
            self.add_error(box, _("Give both the sheet and the row of the table’s headings"))
        if not title or not header:
            return None
        known = ((one.sheet, one.header) for one in self.places.tables)
        if (title, header) in known:
            self.add_error("table-header", _("This table is on the page already"))
            return None
        return Rows(title, header, header + 1)

    def _add_places(self, cells: list[Cell], tables: list[Rows]) -> None:
        """The other cells and columns that were typed."""
        for place in EXTRA:
            name = f"more-{place}-where"
            words, key = self.cleaned_data[name], self.cleaned_data[f"more-{place}-field"]
            if not words and not key:
                continue
            try:
                if not words or not key:
                    raise ValueError(_("Give both the cell and what goes into it"))
                sheet, where = self._place(words)
                if BY_KEY[key].of in of_columns(self.kind):
                    self._add_column(sheet, where, key, tables)
                else:
                    cell = Cell(sheet.title, where, key)
                    self._boxes[cell] = name
                    cells.append(cell)
            except ValueError as error:
                self.add_error(name, str(error))

    def _place(self, words: str) -> tuple[Sheet, Spot]:
        """The cell that ``Sheet!C4`` means; the sheet may be left out where there is but one."""
        title, _mark, cell = words.rpartition("!" if "!" in words else ",")
        title = title.strip().removeprefix("'").removesuffix("'").replace("''", "'")
        seen = [one for one in self.book.sheets if not one.hidden]
        if not title and len(seen) == 1:
            title = seen[0].title
        sheet = self.book.sheet(title)
        if not title:
            raise ValueError(_("Say on which sheet: like Sheet1!C4"))
        if sheet is None:
            raise ValueError(no_sheet(title, self.book))
        try:
            return sheet, spot(cell)
        except ValueError:
            said = _("“%(cell)s” is not a cell. Write it like C4.") % {"cell": cell.strip()}
            raise ValueError(said) from None

    def _add_column(self, sheet: Sheet, where: Spot, key: str, tables: list[Rows]) -> None:
        """Fill another column of the table that has its headings in the row of a cell."""
        place = next(
            (
                number
                for number, one in enumerate(tables)
                if (one.sheet, one.header) == (sheet.title, where.row)
            ),
            None,
        )
        if place is None:
            words = _(
                "“%(field)s” fills a column. Give the cell of its heading, in the row of headings of "
                "a table on this page; add the table first where it is missing."
            )
            raise ValueError(words % {"field": BY_KEY[key].label})
        columns = (*tables[place].columns, Column(where.column, key))
        tables[place] = replace(tables[place], columns=columns)

    def _check(self, mapped: Map) -> None:
        moved, _said = settled(mapped, self.book)
        boxes = dict(zip(moved.cells, mapped.cells, strict=True))
        for part, words in faults(moved, self.book, self.kind):
            self.add_error(self._box_of(part, boxes), words)
        self.mapped = mapped

    def _box_of(self, part: Any, given: dict[Cell, Cell]) -> str | None:
        """The box whose answer does not fit."""
        if isinstance(part, Cell):
            return self._boxes.get(given.get(part, part))
        rows, column = part if isinstance(part, tuple) else (part, None)
        for table in self.places.tables:
            if (table.sheet, table.header) == (rows.sheet, rows.header):
                names = {(one.where.column, one.under): one.name for one in table.columns}
                wrong_end = rows.last is not None and rows.header < rows.first
                default = None if column else f"{table.name}-{'last' if wrong_end else 'first'}"
                return names.get((column.column, column.under), default) if column else default
        return None


def _choice(one: Choice, choices: list[tuple[str, Any]]) -> ChoiceField:
    """The box of a place: what stands beside it, where it is, and what it looks like."""
    label = BY_KEY[one.suggested].label if one.suggested and not one.chosen else ""
    is_column = not one.name.startswith("cell-")
    where = _("Column %(column)s") if is_column else _("Cell %(cell)s")
    if one.under:
        where = _("Column %(column)s, in the row under each project")
    hint = where % {"column": str(one.where).rstrip("0123456789"), "cell": one.where}
    if label:
        hint = _("%(where)s. Looks like “%(field)s”.") % {"where": hint, "field": label}
    return ChoiceField(
        label=one.words or hint,
        help_text=hint if one.words else "",
        choices=choices,
        initial=one.chosen,
        required=False,
        select=True,
    )
