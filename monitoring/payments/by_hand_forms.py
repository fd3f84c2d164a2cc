"""The forms by which finance moves one award's money by hand."""

from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, LongTextField, MoneyField, TextField
from ui.forms import Form


class PayForm(Form):
    """A payment that was made outside a batch."""

    amount_pence = MoneyField(label=_("Amount paid"), missing=_("Enter the amount paid"))
    on = DateField(label=_("When it was paid"), missing=_("Enter when it was paid"))
    reference = TextField(
        label=_("Reference of the payment"),
        help_text=_("As in the council’s payment system. Each payment has a reference of its own."),
        most=60,
        missing=_("Enter the reference of the payment"),
    )


class RecoverForm(Form):
    """Money that came back."""

    amount_pence = MoneyField(label=_("Amount recovered"), missing=_("Enter the amount recovered"))
    on = DateField(label=_("When it came back"), missing=_("Enter when it came back"))
    reason = LongTextField(
        label=_("Reason"), rows=3, most=2000, missing=_("Enter the reason for the recovery")
    )


class ReleaseForm(Form):
    """Money that will not be claimed."""

    amount_pence = MoneyField(label=_("Amount released"), missing=_("Enter the amount released"))
    on = DateField(label=_("From when"), missing=_("Enter from when"))
    reason = LongTextField(
        label=_("Reason"), rows=3, most=2000, missing=_("Enter the reason for the release")
    )
