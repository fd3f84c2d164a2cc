"""Rows of a form that are added, removed and moved by buttons, without JavaScript.

``{% include "ui/rows.html" with table=table %}`` draws them inside a form. A button sends everything that
was typed; the page shows it again in the new order, and says nothing of errors until it is saved. A row
that is left empty is left out.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.forms import BaseFormSet
from django.forms.utils import ErrorList
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.forms import Form

if TYPE_CHECKING:
    _Base = BaseFormSet[Form]
else:
    _Base = BaseFormSet

PREFIX = "rows"
MOST = 60
"""How many rows a page takes."""


class Rows(_Base):
    """The rows: of a form class, from what was posted or from what there is."""

    extra = 0
    min_num = max_num = 0
    absolute_max = MOST
    can_order = can_delete = False
    can_delete_extra = validate_min = validate_max = edit_only = False
    renderer: Any = None
    default_error_messages = {
        "missing_management_form": _("Nothing was sent. Fill in the form again.")
    }

    def __init__(
        self,
        form: type[Form],
        *,
        title: str | Promise,
        data: QueryDict | None = None,
        initial: Sequence[dict[str, Any]] = (),
        prefix: str = PREFIX,
    ) -> None:
        self.form = form
        self.title = title
        """What a row is called, with its number: “Priority %(number)s”."""
        self.max_num = MOST
        data = _counted(data, prefix) if data is not None else None
        order = _pressed(data, prefix) if data is not None else None
        self.moved = order is not None
        if data is not None and order is not None:
            data = rearranged(data, order, prefix)
        super().__init__(data=data, prefix=prefix, initial=None if data is not None else initial)
        if self.moved:
            self.be_quiet()

    def be_quiet(self) -> None:
        """Say nothing of errors: what was typed is only shown again."""
        self._errors: list[Any] = []
        self._non_form_errors = ErrorList()
        for form in self.forms:
            form.be_quiet()

    def filled(self) -> list[dict[str, Any]]:
        """What was typed, row by row, once it is valid."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def drawn(self) -> list[dict[str, Any]]:
        """Each row as the template draws it."""
        last = len(self.forms)
        return [
            {
                "form": form,
                "number": number,
                "title": str(self.title) % {"number": number},
                "up": number > 1,
                "down": number < last,
            }
            for number, form in enumerate(self.forms, 1)
        ]


def _counted(data: QueryDict, prefix: str) -> QueryDict:
    """What was posted; where the number of rows is missing or too low, with that of the rows that came."""
    found = (re.match(rf"{prefix}-(\d{{1,4}})-", key, re.ASCII) for key in data)
    rows = [int(match[1]) for match in found if match]
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    said = int(total) if re.fullmatch(r"\d{1,4}", total, re.ASCII) else 0
    if not rows or said > max(rows):
        return data
    mended = data.copy()
    mended[f"{prefix}-TOTAL_FORMS"] = str(min(max(rows) + 1, MOST))
    mended.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    return mended


def _pressed(data: QueryDict, prefix: str) -> list[int] | None:
    """The rows in their new order, after a button; nothing where the form was sent to be saved.

    A row that is new has a number that no row had.
    """
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), MOST) if re.fullmatch(r"\d{1,4}", total, re.ASCII) else 0
    order = list(range(count))
    match = re.fullmatch(
        r"(add|up|down|remove)(?:-(\d{1,4}))?", data.get(f"{prefix}-do", ""), re.ASCII
    )
    if match is None:
        return None
    what, row = match[1], int(match[2] or 0) - 1
    if what == "add":
        return [*order, count][:MOST]
    if row not in order:
        return order
    if what == "remove":
        order.remove(row)
    else:
        other = min(max(row + (-1 if what == "up" else 1), 0), count - 1)
        order[row], order[other] = order[other], order[row]
    return order


def rearranged(data: QueryDict, order: Sequence[int], prefix: str = PREFIX) -> QueryDict:
    """What was posted, with its rows in another order; those that are not in it are left out."""
    made = QueryDict(mutable=True)
    for key, values in data.lists():
        match = re.fullmatch(rf"{prefix}-(\d{{1,4}})-(.*)", key, re.ASCII | re.DOTALL)
        if match is None:
            made.setlist(key, values)
        elif int(match[1]) in order:
            made.setlist(f"{prefix}-{order.index(int(match[1]))}-{match[2]}", values)
    made[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    return made
