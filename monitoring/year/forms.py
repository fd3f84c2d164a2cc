"""What finance writes at the year's end."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.dates import in_london
from ui.fields import ChoiceField, DateField, LongTextField, MoneyField, TextField
from ui.forms import Form


class SignOffForm(Form):
    """Who signed the statement off, and when."""

    signed_by = TextField(
        label=_("Name of the section 151 officer"),
        help_text=_("The officer responsible for the council's finances"),
        missing=_("Enter the name of the section 151 officer"),
    )
    signed_on = DateField(
        label=_("When they signed it off"),
        help_text=_("For example, 12 5 2020"),
        missing=_("Enter the day when it was signed off"),
    )

    def clean_signed_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["signed_on"]
        if day > in_london(timezone.now()).date():
            raise ValidationError(_("Enter a day that has come"))
        return day


class CarryForm(Form):
    """How much of which pot goes into which round, and where it stands that it may."""

    into = ChoiceField(label=_("Into which round?"), missing=_("Choose the round"))
    pot = ChoiceField(
        label=_("From which pot?"),
        choices=[(pot.value, POTS[pot]) for pot in Pot],
        missing=_("Choose the pot"),
    )
    amount_pence = MoneyField(label=_("Amount"), missing=_("Enter the amount"))
    reason = LongTextField(
        label=_("Where it stands that the grant may be carried forward"),
        help_text=_("For example, the date of the PCC's letter"),
        missing=_("Enter where it stands that the grant may be carried forward"),
        rows=3,
        most=2000,
    )

    def __init__(self, *args: Any, rounds: list[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.choices = [(str(round.pk), round.title) for round in rounds]
