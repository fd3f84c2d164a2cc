"""The forms of money's pages."""

from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, MoneyField, TextField
from ui.forms import Form


class ReceiveForm(Form):
    """Money that came from the PCC."""

    amount_pence = MoneyField(label=_("Amount received"), missing=_("Enter the amount received"))
    reference = TextField(
        label=_("Reference of the payment"),
        help_text=_("As on the bank statement. Each receipt has a reference of its own."),
        missing=_("Enter the reference of the payment"),
    )
    on = DateField(label=_("When it came"), missing=_("Enter when it came"))
