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
BUTTON = "rows-do"
TOTAL = f"{PREFIX}-TOTAL_FORMS"
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
    ) -> None:
        self.form = form
        self.title = title
        """What a row is called, with its number: “Priority %(number)s”."""
        self.max_num = MOST
        data = _counted(data) if data is not None else None
        order = _pressed(data) if data is not None else None
        self.moved = order is not None
        if data is not None and order is not None:
            data = rearranged(data, order)
        super().__init__(data=data, prefix=PREFIX, initial=None if data is not None else initial)
        if self.moved:
            self._keep_quiet()

    def _keep_quiet(self) -> None:
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


def _counted(data: QueryDict) -> QueryDict:
    """What was posted; where the number of rows was lost on the way, with that of the rows that came."""
    found = (re.match(rf"{PREFIX}-(\d{{1,4}})-", key, re.ASCII) for key in data)
    rows = [int(match[1]) for match in found if match]
    if not rows or re.fullmatch(r"\d{1,4}", data.get(TOTAL, ""), re.ASCII):
        return data
    mended = data.copy()
    mended[TOTAL] = str(min(max(rows) + 1, MOST))
    mended.setdefault(f"{PREFIX}-INITIAL_FORMS", "0")
    return mended


def _pressed(data: QueryDict) -> list[int] | None:
    """The rows in their new order, after a button; nothing where the form was sent to be saved.

    A row that is new has a number that no row had.
    """
    total = data.get(TOTAL, "")
    count = min(int(total), MOST) if re.fullmatch(r"\d{1,4}", total, re.ASCII) else 0
    order = list(range(count))
    match = re.fullmatch(r"(add|up|down|remove)(?:-(\d{1,4}))?", data.get(BUTTON, ""), re.ASCII)
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


def rearranged(data: QueryDict, order: Sequence[int]) -> QueryDict:
    """What was posted, with its rows in another order; those that are not in it are left out."""
    made = QueryDict(mutable=True)
    for key, values in data.lists():
        match = re.fullmatch(rf"{PREFIX}-(\d{{1,4}})-(.*)", key, re.ASCII | re.DOTALL)
        if match is None:
            made.setlist(key, values)
        elif int(match[1]) in order:
            made.setlist(f"{PREFIX}-{order.index(int(match[1]))}-{match[2]}", values)
    made[TOTAL] = str(len(order))
    return made
