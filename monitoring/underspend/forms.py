"""What an officer types to ask a project to give an underspend back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.fields import LongTextField, MoneyField
from ui.forms import Form


class AskReleaseForm(Form):
    """How much, and why."""

    amount_pence: Any = MoneyField(
        label=_("How much to release"), missing=_("Enter how much to release")
    )
    reason: Any = LongTextField(
        label=_("Reason"),
        help_text=_("The organisation reads it"),
        missing=_("Enter the reason, which the organisation reads"),
        rows=4,
        most=2000,
    )
