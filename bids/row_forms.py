"""The sections that are rows: the lines of the budget, and what will be measured.

A row that is empty throughout is left out. Each box is named after its column and row: ``amount_0``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.cells import squeeze
from bids.models import BudgetLine, Measure
from bids.section_forms import SectionForm
from rounds.questions import Asked
from ui.fields import MoneyField, TextField
from ui.money import format_pence

if TYPE_CHECKING:
    from bids.sections import Paper

MOST_ROWS = 60
"""How many rows the page offers; more that are there already stay."""
MOST_SENT = 340
"""How many rows fit into a request."""


@dataclass(frozen=True)
class ColumnOf:
    """A column: the label of its boxes, how long a text fits, and what is said where it is empty."""

    label: str | Promise
    most: int
    missing: str | Promise = ""
    """Empty where the box may be left empty."""


class RowsForm(SectionForm):
    """A section of rows, each an object that hangs on the bid."""

    columns: ClassVar[dict[str, ColumnOf]]
    needed: ClassVar[str]
    """The column without which a row cannot be stored."""
    nothing: ClassVar[str | Promise]
    """What is said where at least one row is required."""
    row_title: ClassVar[str | Promise]
    total_pence: int | None = None
    """The sum of the rows, where they are amounts."""

    def __init__(
        self, paper: "Paper", asked: Sequence[Asked], data: QueryDict | None = None, rows: int = 0
    ) -> None:
        self.count = max(rows, _rows_in(data) if data else 0)
        super().__init__(paper, asked, data)

    def make_fields(self) -> dict[str, forms.Field]:
        """A box for each column of each row."""
        return {
            f"{name}_{row}": self.make_field(name, column, self._missing(column, row))
            for row in range(self.count)
            for name, column in self.columns.items()
        }

    def make_field(self, name: str, column: ColumnOf, missing: str) -> forms.Field:
        """A box. In an empty row nothing is missing (``clean``)."""
        return TextField(
            label=column.label, most=column.most, required=bool(missing), missing=missing
        )

    def _missing(self, column: ColumnOf, row: int) -> str:
        if not column.missing:
            return ""
        words = {"row": str(self.row_title) % {"number": row + 1}, "what": column.missing}
        return _("%(row)s: %(what)s") % words

    @property
    def is_full(self) -> bool:
        """Whether no more rows are offered."""
        return self.count >= MOST_ROWS

    def rows(self) -> Iterator[list[BoundField]]:
        """The boxes, row by row."""
        for row in range(self.count):
            yield [self[f"{name}_{row}"] for name in self.columns]

    def titled_rows(self) -> list[tuple[str, int, list[BoundField]]]:
        """Each row with its title and number, as the page shows them."""
        return [
            (str(self.row_title) % {"number": number + 1}, number, row)
            for number, row in enumerate(self.rows())
        ]

    def filled(self) -> list[int]:
        """The rows in which anything was typed."""
        typed = self.typed()
        return [
            row
            for row in range(self.count)
            if any("".join(typed.get(f"{name}_{row}", [])).strip() for name in self.columns)
        ]

    def clean(self) -> dict[str, Any]:
        """A row that says something must say all that its columns need; an empty one need not."""
        filled = self.filled()
        if not filled and self.asked[0].required:
            self.add_error(None, ValidationError(str(self.nothing), code="required"))
        for row in set(range(self.count)) - set(filled):
            for name in self.columns:
                self.errors.pop(f"{name}_{row}", None)
        return self.cleaned_data

    def fit(self) -> dict[str, Any]:
        """The rows that can be stored, each a dictionary by column."""
        errors, rows = self.errors.as_data(), []
        for row in self.filled():
            keys = {name: f"{name}_{row}" for name in self.columns}
            found = {error.code for key in keys.values() for error in errors.get(key, [])}
            values = {name: self.cleaned_data.get(key) or "" for name, key in keys.items()}
            if found <= {"required"} and values[self.needed]:
                rows.append(values)
        return {"rows": rows}

    def is_rough(self) -> bool:
        """Whether some row cannot be stored."""
        return super().is_rough() or len(self.fit()["rows"]) < len(self.filled())

    def stored_rows(self) -> list[dict[str, Any]]:
        """The rows of the bid now."""
        raise NotImplementedError

    def stored(self) -> dict[str, Any]:
        """The rows of the bid now, by box."""
        return {
            f"{name}_{row}": value
            for row, values in enumerate(self.stored_rows())
            for name, value in values.items()
        }

    def boxes(self) -> QueryDict:
        """The rows of the bid now, as the form would send them."""
        every = type(self)(self.paper, self.asked, rows=len(self.stored_rows()))
        return super(RowsForm, every).boxes()

    def with_rows(self, count: int, *, focus: bool = False) -> "RowsForm":
        """The same form with room for more rows; ``focus`` puts the cursor into the last one."""
        shown = type(self)(self.paper, self.asked, self.sent, rows=count)
        kept = {name: errors for name, errors in self.errors.items() if name in shown.fields}
        shown.full_clean()
        for name in list(shown.errors):
            if name not in kept:
                del shown.errors[name]
        if focus:
            first = next(iter(self.columns))
            shown.fields[f"{first}_{count - 1}"].widget.attrs["autofocus"] = "autofocus"
        return shown

    def keep(self, rows: Sequence[int]) -> QueryDict:
        """What was typed in some of the rows, moved up to the top, as the form would send it."""
        data = QueryDict(mutable=True)
        for place, row in enumerate(rows):
            for name in self.columns:
                data.setlist(f"{name}_{place}", self.sent.getlist(f"{name}_{row}"))
        return data


def _rows_in(data: QueryDict) -> int:
    """One more than the highest row that was sent."""
    found = [int(m[1]) for key in data if (m := re.fullmatch(r"[a-z]+_(\d{1,3})", key, re.ASCII))]
    return max((row for row in found if row < MOST_SENT), default=-1) + 1


class BudgetForm(RowsForm):
    """The lines of the budget. They add up to the amount requested."""

    columns: ClassVar[dict[str, ColumnOf]] = {
        "description": ColumnOf(
            gettext_lazy("What it pays for"), 300, gettext_lazy("enter what it pays for")
        ),
        "category": ColumnOf(
            gettext_lazy("Kind of cost"), 100, gettext_lazy("enter the kind of cost")
        ),
        "amount": ColumnOf(gettext_lazy("Amount"), 30, gettext_lazy("enter the amount")),
    }
    needed = "amount"
    nothing = gettext_lazy("Enter at least one line of the budget")
    row_title = gettext_lazy("Line %(number)s")

    def make_field(self, name: str, column: ColumnOf, missing: str) -> forms.Field:
        """Amounts are money."""
        if name == "amount":
            field = MoneyField(label=column.label, missing=missing)
            field.widget.attrs["data-amount"] = ""
            return field
        return super().make_field(name, column, missing)

    def stored_rows(self) -> list[dict[str, Any]]:
        """The lines of the bid."""
        return [
            {"description": row.description, "category": row.category, "amount": row.amount_pence}
            for row in self.paper.bid.budget_lines.all()
        ]

    def write(self, values: dict[str, Any]) -> None:
        """Put these lines in place of those before."""
        bid = self.paper.bid
        bid.budget_lines.all().delete()
        BudgetLine.objects.bulk_create(
            BudgetLine(
                bid=bid,
                description=row["description"],
                category=row["category"],
                amount_pence=row["amount"],
            )
            for row in values["rows"]
        )

    def clean(self) -> dict[str, Any]:
        """The lines add up to the amount requested, once there is one."""
        super().clean()
        amounts = [self.cleaned_data.get(f"amount_{row}") for row in range(self.count)]
        self.total_pence = sum(amount for amount in amounts if amount)
        requested = self.paper.bid.requested_pence
        apart = bool(requested) and self.total_pence != requested
        if apart and self.filled() and not self.is_rough_so_far():
            words = difference(self.total_pence, requested)
            self.add_error(None, ValidationError(words, code="sum"))
        return self.cleaned_data

    def is_rough_so_far(self) -> bool:
        """Whether a line cannot be read, so that there is no sum yet."""
        return any(key.startswith("amount_") for key in self.errors)


def difference(total: int, requested: int | None) -> str:
    """How the lines stand to the amount requested, in words."""
    words = difference_templates(requested)
    if not requested:
        found = words["unknown"]
    else:
        found = words["same" if total == requested else "less" if total < requested else "more"]
    return found.format(
        total=format_pence(total), apart=format_pence(abs(total - (requested or 0)))
    )


def difference_templates(requested: int | None) -> dict[str, str]:
    """What is said of a sum, with ``{total}`` and ``{apart}`` to be filled in; the page's script does too."""
    words = {
        "total": "{total}",
        "apart": "{apart}",
        "requested": format_pence(requested or 0),
    }
    return {
        "unknown": _(
            "The lines add up to %(total)s. You have not entered the amount requested yet."
        )
        % words,
        "same": _("The lines add up to %(total)s, which is the amount requested.") % words,
        "less": _(
            "The lines add up to %(total)s. That is %(apart)s less than the %(requested)s requested."
        )
        % words,
        "more": _(
            "The lines add up to %(total)s. That is %(apart)s more than the %(requested)s requested."
        )
        % words,
    }


class MeasuresForm(RowsForm):
    """What will be counted, from where to where."""

    columns: ClassVar[dict[str, ColumnOf]] = {
        "name": ColumnOf(
            gettext_lazy("What you will measure"), 200, gettext_lazy("enter what you will measure")
        ),
        "baseline": ColumnOf(gettext_lazy("How it is now"), 100),
        "target": ColumnOf(
            gettext_lazy("What you aim for"), 100, gettext_lazy("enter what you aim for")
        ),
        "evidence": ColumnOf(gettext_lazy("How you will know"), 300),
    }
    needed = "name"
    nothing = gettext_lazy("Enter at least one thing that you will measure")
    row_title = gettext_lazy("Measure %(number)s")

    def clean(self) -> dict[str, Any]:
        """Each thing is measured once."""
        super().clean()
        seen: set[str] = set()
        for row in self.filled():
            name = squeeze(self.cleaned_data.get(f"name_{row}") or "")
            if name and name in seen:
                words = _("Measure %(number)s: this is already above") % {"number": row + 1}
                self.add_error(f"name_{row}", words)
            seen.add(name)
        return self.cleaned_data

    def stored_rows(self) -> list[dict[str, Any]]:
        """The measures of the bid."""
        return [
            {name: getattr(row, name) for name in self.columns}
            for row in self.paper.bid.measures.all()
        ]

    def write(self, values: dict[str, Any]) -> None:
        """Put these measures in place of those before."""
        bid = self.paper.bid
        bid.measures.all().delete()
        Measure.objects.bulk_create(Measure(bid=bid, **row) for row in values["rows"])
