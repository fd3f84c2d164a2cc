"""The forms of the reconciliation."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from base.tables import MOST_MB
from funds.models import Movement
from monitoring.reconciliation.reconciling import reference_of
from ui.dates import format_date, in_london
from ui.fields import ChoiceField, FileField
from ui.forms import Form

THERE, HERE, MATCHED = "", "here", "matched"


class ShowForm(Form):
    """Which part is shown."""

    marks_optional = False

    show = ChoiceField(
        label=gettext_lazy("Show"),
        choices=[
            (THERE, gettext_lazy("Only in the council’s books")),
            (HERE, gettext_lazy("Only in the ledger")),
            (MATCHED, gettext_lazy("Matched")),
        ],
        required=False,
        select=True,
    )


class TransactionsForm(Form):
    """The finance system's file."""

    file = FileField(
        label=gettext_lazy("The council’s transactions"),
        help_text=gettext_lazy(
            "A CSV file or an Excel workbook with the columns Date, Reference, Description and Amount. "
            "Payments are below zero, money in is above zero."
        ),
        missing=gettext_lazy("Choose the file of the finance system"),
        accept=".csv,.xlsx",
        most_mb=MOST_MB,
    )


class MatchForm(Form):
    """Which movement a transaction is."""

    movement = ChoiceField(
        label=gettext_lazy("Which movement is it?"),
        missing=gettext_lazy("Choose the movement"),
    )

    def __init__(self, *args: Any, ours: Sequence[Movement]) -> None:
        super().__init__(*args)
        field: Any = self.fields["movement"]
        field.choices = [(str(one.pk), _words(one)) for one in ours]


def _words(moved: Movement) -> str:
    day, kind = format_date(in_london(moved.at).date()), moved.get_kind_display()
    return ", ".join(part for part in (day, kind, reference_of(moved)) if part)
