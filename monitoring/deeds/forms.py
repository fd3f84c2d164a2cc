"""What an officer writes before something is done with a bid."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ui.dates import in_london
from ui.fields import DateField, LongTextField, MomentField, TextField
from ui.forms import Form


class SendBackForm(Form):
    """What to change, and by when."""

    reason = LongTextField(
        label=_("What must be changed"),
        help_text=_("The applicant reads this in an email and on the page of the bid."),
        missing=_("Write what must be changed"),
        rows=6,
        most=5_000,
    )
    change_by = MomentField(
        label=_("Changed by"),
        help_text=_("For example, 27 3 2027 at midday"),
        missing=_("Enter the date by which it must be changed"),
    )

    def clean_change_by(self) -> datetime:
        """A moment that is still to come."""
        return _still_to_come(self.cleaned_data["change_by"])


class AskForm(Form):
    """A question, and by when it is to be answered."""

    question = LongTextField(
        label=_("Your question"),
        help_text=_("The applicant reads it in an email and answers on the page of the bid."),
        missing=_("Write the question"),
        rows=6,
        most=5_000,
    )
    due = MomentField(
        label=_("Answered by"),
        help_text=_("For example, 27 3 2027 at midday"),
        missing=_("Enter the date by which it must be answered"),
    )

    def clean_due(self) -> datetime:
        """A moment that is still to come."""
        return _still_to_come(self.cleaned_data["due"])


def _still_to_come(moment: datetime) -> datetime:
    if moment <= timezone.now():
        raise ValidationError(_("Enter a date that is still to come"))
    return moment


class AcceptLateForm(Form):
    """Why a bid is accepted after the deadline."""

    reason = LongTextField(
        label=_("Why it is accepted late"),
        help_text=_("It stands in the history of the bid."),
        missing=_("Write why it is accepted late"),
        rows=4,
        most=2_000,
    )


class StartMonitoringForm(Form):
    """Who accepted the agreement, and when."""

    accepted_by = TextField(
        label=_("Who accepted the agreement for the organisation"),
        missing=_("Enter the name of the person who accepted it"),
    )
    accepted_on = DateField(
        label=_("When they accepted it"),
        help_text=_("The date on the signed paper, for example 8 4 2019"),
        missing=_("Enter the date on which they accepted it"),
    )

    def clean_accepted_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["accepted_on"]
        if day > in_london(timezone.now()).date():
            raise ValidationError(_("Enter a date that is not still to come"))
        return day


class WriteForm(Form):
    """An email in the officer's own words."""

    subject = TextField(label=_("Subject"), missing=_("Enter the subject"), most=150)
    body = LongTextField(
        label=_("Message"),
        help_text=_(
            "((reference)), ((project)), ((organisation)) and ((link)) are filled in for each bid."
        ),
        missing=_("Write the message"),
        rows=10,
        most=10_000,
    )
