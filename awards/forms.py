"""What people write on the pages of the decision."""

from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, TextField
from ui.forms import Form


class HoldForm(Form):
    """A publicity hold."""

    until = DateField(
        label=_("Nothing is announced before"),
        help_text=_("For example, 3 5 2019. What waits goes at the first moment of that day."),
        missing=_("Enter the day on which announcements may go again"),
    )
    reason = TextField(
        label=_("Reason"),
        help_text=_("For example, borough council election on 2 May 2019"),
        missing=_("Enter the reason, such as the election that it is for"),
    )
