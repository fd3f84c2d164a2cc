"""The forms of subsidy control: assistance from elsewhere, and the notice of it."""

from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, MoneyField, TextField
from ui.forms import Form


class AssistanceForm(Form):
    """Something that the organisation was given elsewhere."""

    giver = TextField(
        label=_("Who gave it?"),
        help_text=_("Such as a council, a department or a public fund"),
        missing=_("Enter who gave it"),
    )
    amount_pence = MoneyField(label=_("How much was it?"), missing=_("Enter the amount"))
    given_on = DateField(
        label=_("When was it given?"),
        help_text=_("The day on which it was promised. For example, 7 5 2019"),
        missing=_("Enter the day on which it was given"),
    )


class NoticeForm(Form):
    """The notice that was given to the organisation, and its confirmation."""

    amount_pence = MoneyField(
        label=_("The award that the notice is about"),
        help_text=_("The total that stands in the notice is worked out with it."),
        missing=_("Enter the amount of the award"),
    )
    notice_on = DateField(
        label=_("When was the organisation given notice?"),
        missing=_("Enter the day of the notice"),
    )
    confirmed_on = DateField(
        label=_("When did it confirm?"),
        help_text=_("Leave this and the name empty until it has confirmed in writing."),
        required=False,
    )
    confirmed_by = TextField(label=_("Who confirmed it for the organisation?"), required=False)
