"""What is typed to ask for a change, to decide it and to accept it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from awards.models import Award, Terms
from awards.terms import Heading
from awards.terms_forms import HeadingForm
from ui.fields import ChoiceField, DateField, LongTextField, MoneyField, TextField, TickField
from ui.forms import Form
from ui.rows import Rows


class ChangeForm(Form):
    """What is to be different; it begins with what stands now."""

    amount_pence: Any = MoneyField(label=_("Grant"), missing=_("Enter the grant"))
    starts_on: Any = DateField(label=_("Start"), required=False)
    ends_on: Any = DateField(label=_("End"), required=False)
    outcomes: Any = LongTextField(label=_("What must come of it"), required=False, rows=5)
    signatory: Any = TextField(
        label=_("Who signs for the organisation"), help_text=_("Full name"), required=False
    )
    reason: Any = LongTextField(
        label=_("Why does it change?"), missing=_("Enter the reason for the change"), rows=4
    )


class ChangePage:
    """The two forms of the page that asks for a change: all but the budget, and the budget."""

    def __init__(self, data: QueryDict | None, award: Award, now: Terms) -> None:
        initial = {name: getattr(now, name) for name in ("starts_on", "ends_on", "outcomes")}
        initial |= {"amount_pence": now.amount_pence, "signatory": award.signatory}
        self.now = now
        self.form = ChangeForm(data, initial=initial)
        self.headings = Rows(
            HeadingForm,
            title=_now("Part %(number)s"),
            data=data,
            initial=[dict(one) for one in now.headings],
            prefix="budget",
        )
        if self.headings.moved:
            for one in (self.form, self.headings):
                one.be_quiet()

    def is_valid(self) -> bool:
        """Whether it was sent to be asked for, and can be read."""
        if self.headings.moved:
            return False
        return all([self.form.is_valid(), self.headings.is_valid()])

    def said(self) -> dict[str, Any]:
        """What was typed, by the names of ``ask_variation``. A budget left as it is follows the amount."""
        headings = [
            Heading(name=row["name"], amount_pence=row["amount_pence"])
            for row in self.headings.filled()
        ]
        kept = headings == self.now.headings
        return {**self.form.cleaned_data, "headings": None if kept else headings}


class DecideVariationForm(Form):
    """Agree, or refuse with the reason."""

    decision: Any = ChoiceField(
        label=_("What do you decide?"),
        choices=[("agree", _("Agree")), ("refuse", _("Refuse"))],
        missing=_("Choose what you decide"),
    )
    why: Any = LongTextField(
        label=_("Reason"),
        help_text=_("Needed where you refuse. The organisation reads it."),
        required=False,
        rows=3,
        most=2000,
    )


class AcceptVariationForm(Form):
    """Who accepts the new version, and the checksum of what they read."""

    signatory: Any = TextField(
        label=_("Full name of the person who accepts it"),
        missing=_("Enter the name of the person who accepts it"),
        autocomplete="name",
    )
    agreed: Any = TickField(
        label=_("I have read it all, and the organisation accepts it"),
        missing=_("Tick the box to accept what is on this page"),
    )
    seen: Any = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, signs: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _now("It is accepted by %(name)s. Type the name as it stands here.")
        self.fields["signatory"].help_text = words % {"name": signs}


class SayNoForm(Form):
    """Why it is taken back, or not agreed to."""

    why: Any = LongTextField(label=_("Why?"), required=False, rows=2, most=2000)
