"""A field that a form can be filled with: what it is called, what kind of value, and where from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from reports.models import PccForm
from reports.pcc_forms.cells import Value
from ui.money import to_pounds

Kind = PccForm.Kind


class Of(StrEnum):
    """What a field is about."""

    ROUND = "round"
    PROJECT = "project"
    MEASURE = "measure"
    COST = "cost"


class Holds(StrEnum):
    """What kind of value a field has."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    NUMBER = "number"


NUMERIC = (Holds.MONEY, Holds.NUMBER)


@dataclass(frozen=True)
class Field:
    """Something that a cell or a column can be filled with."""

    key: str
    label: str | Promise
    holds: Holds
    of: Of
    value: Callable[[Any], Value]
    """Money in pence."""
    words: tuple[str, ...] = ()
    """What forms call it, for finding it by its label."""
    kinds: tuple[str, ...] = tuple(Kind)
    """The kinds of form that may hold it."""

    def read(self, facts: Any) -> Value:
        """What goes into the cell: money in pounds."""
        found = self.value(facts)
        if self.holds is Holds.MONEY and isinstance(found, int):
            return to_pounds(found)
        return found


def made(
    of: Of, prefix: str, rows: Iterable[tuple[Any, ...]], kinds: tuple[str, ...] = tuple(Kind)
) -> list[Field]:
    """Fields about one thing: key, label, kind of value, where from, and what forms call it."""
    return [
        Field(f"{prefix}{key}", label, holds, of, value, tuple(words), kinds)
        for key, label, holds, value, *words in rows
    ]


TEXT, MONEY, DATE, NUMBER = Holds.TEXT, Holds.MONEY, Holds.DATE, Holds.NUMBER
