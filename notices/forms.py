"""The forms of the emails' pages."""

from django.utils.translation import gettext_lazy as _

from ui.fields import ChoiceField, LongTextField, TextField
from ui.forms import Form


class WordingForm(Form):
    """An email's words."""

    subject = TextField(label=_("Subject"), missing=_("Enter the subject"))
    body = LongTextField(label=_("Text"), missing=_("Enter the text"), rows=14, most=10_000)


class OutboxForm(Form):
    """Which messages are shown."""

    marks_optional = False

    show = ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All messages")),
            ("waiting", _("Waiting to be sent")),
            ("held", _("Held back until a publicity hold ends")),
            ("failed", _("Not sent after several tries")),
            ("sent", _("Sent")),
        ],
        select=True,
    )
