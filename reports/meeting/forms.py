"""What people write on the way to the committee's meeting."""

from django.utils.translation import gettext_lazy as _

from ui.fields import DateField, EmailField, LongTextField, TextField, YesNoField
from ui.forms import Form

DAY = _("For example, 17 9 2019")


class MeetingForm(Form):
    """The day of the meeting."""

    day = DateField(
        label=_("When the committee meets"),
        help_text=DAY,
        missing=_("Enter the day of the meeting"),
    )


class AskToSignForm(Form):
    """Who is to sign a row, and by when."""

    name = TextField(label=_("Who is to sign"), missing=_("Enter the officer’s name"))
    email = EmailField(label=_("Their email address"), missing=_("Enter their email address"))
    due = DateField(label=_("By when"), help_text=DAY, missing=_("Enter the day"))


class AnswerForm(Form):
    """An officer's answer about a row."""

    agreed = YesNoField(label=_("Do you agree to these words?"), missing=_("Choose yes or no"))
    reply = LongTextField(
        label=_("What should change, or what you want to add"), rows=4, most=2000, required=False
    )
    name = TextField(
        label=_("Your name"),
        help_text=_("It stands under the row, with the date"),
        missing=_("Enter your name"),
    )


class QuestionForm(Form):
    """What a member asked."""

    asked_by = TextField(label=_("Who asked"), missing=_("Enter the member’s name"))
    asked_on = DateField(
        label=_("When"), help_text=DAY, missing=_("Enter the day on which it was asked")
    )
    question = LongTextField(
        label=_("Question"), rows=4, most=2000, missing=_("Enter the question")
    )
    owner = TextField(label=_("Who is to answer"), missing=_("Enter who is to answer"))
    due = DateField(
        label=_("By when"), help_text=DAY, missing=_("Enter the day by which it is answered")
    )


class QuestionAnswerForm(Form):
    """The answer."""

    answer = LongTextField(label=_("Answer"), rows=6, most=4000, missing=_("Enter the answer"))
    answered_on = DateField(
        label=_("When it was answered"), help_text=DAY, missing=_("Enter the day")
    )
