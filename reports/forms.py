"""What people write on the pages of what leaves."""

from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, LongTextField, TextField
from ui.forms import Form


class AgreementForm(Form):
    """The partnership's agreement to its proposals."""

    agreed_by = TextField(
        label=_("Who agreed"),
        help_text=_("A body or a person, such as the partnership's strategic board"),
        missing=_("Enter the body or person that agreed"),
    )
    agreed_on = DateField(
        label=_("When"),
        help_text=_("For example, 26 3 2019"),
        missing=_("Enter the date of the agreement"),
    )
    minute = LongTextField(
        label=_("Minute"),
        help_text=_("The minute's number, or its words"),
        rows=3,
        most=2000,
        missing=_("Enter the minute: its number, or its words"),
    )
