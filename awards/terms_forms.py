"""What an officer types of an offer, and finance of who is paid."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from awards.models import Plan
from awards.offering import Offer
from awards.payees import Payee
from awards.terms import Heading, Instalment
from ui.fields import ChoiceField, DateField, LongTextField, MoneyField, TextField, YesNoField
from ui.forms import Form
from ui.rows import Rows


class TermsForm(Form):
    """The terms of an offer, beside its budget and its instalments."""

    starts_on: Any = DateField(
        label=_("Start"),
        help_text=_("For example, 29 4 2019"),
        missing=_("Enter the day when it starts"),
    )
    ends_on: Any = DateField(
        label=_("End"),
        help_text=_("For example, 31 3 2020"),
        missing=_("Enter the day when it ends"),
    )
    outcomes: Any = LongTextField(
        label=_("What must come of it"), missing=_("Say what must come of it"), rows=6
    )
    plan: Any = ChoiceField(
        label=_("How is it paid?"), choices=Plan.choices, missing=_("Choose how it is paid")
    )
    special_conditions: Any = LongTextField(
        label=_("Conditions of this award alone"),
        help_text=_("One a line. The round's conditions stand beside them."),
        required=False,
        rows=4,
        most=10_000,
    )
    signatory: Any = TextField(
        label=_("Who signs for the organisation"),
        help_text=_("Full name. Left empty, whoever accepts it first signs."),
        required=False,
    )
    seen: Any = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class HeadingForm(Form):
    """A part of the budget."""

    name: Any = TextField(
        label=_("Part of the budget"), missing=_("Enter what this part is for"), most=100
    )
    amount_pence: Any = MoneyField(label=_("Amount"), missing=_("Enter the amount of this part"))


class InstalmentForm(Form):
    """A part of the payment plan."""

    due: Any = DateField(label=_("Due"), missing=_("Enter the day when this instalment is due"))
    amount_pence: Any = MoneyField(
        label=_("Amount"), missing=_("Enter the amount of this instalment")
    )


class TermsPage:
    """The three forms of the page of the terms: as they stand, or as they were typed."""

    def __init__(self, data: QueryDict | None, offer: Offer, seen: str) -> None:
        values = {name: getattr(offer, name) for name in TermsForm.base_fields if name != "seen"}
        self.form = TermsForm(data, initial={**values, "seen": seen})
        self.headings = Rows(
            HeadingForm,
            title=_("Part %(number)s"),
            data=data,
            initial=[dict(one) for one in offer.headings],
            prefix="budget",
        )
        self.instalments = Rows(
            InstalmentForm,
            title=_("Instalment %(number)s"),
            data=data,
            initial=[
                {"due": date.fromisoformat(one["due"]), "amount_pence": one["amount_pence"]}
                for one in offer.instalments
            ],
            prefix="plan",
        )
        if self.moved:
            for one in (self.form, self.headings, self.instalments):
                one.be_quiet()

    @property
    def moved(self) -> bool:
        """Whether a row was only added, moved or taken out."""
        return self.headings.moved or self.instalments.moved

    def is_valid(self) -> bool:
        """Whether it was sent to be saved, and can be read."""
        if self.moved:
            return False
        valid = [one.is_valid() for one in (self.form, self.headings, self.instalments)]
        return all(valid)

    def offer(self) -> Offer:
        """What was typed, its instalments in the order of their dates."""
        said = {name: value for name, value in self.form.cleaned_data.items() if name != "seen"}
        headings: list[Heading] = [
            {"name": row["name"], "amount_pence": row["amount_pence"]}
            for row in self.headings.filled()
        ]
        instalments: list[Instalment] = [
            {"due": row["due"].isoformat(), "amount_pence": row["amount_pence"]}
            for row in sorted(self.instalments.filled(), key=lambda row: row["due"])
        ]
        return Offer(**{**said, "headings": headings, "instalments": instalments})

    def context(self) -> Mapping[str, Any]:
        """What the template draws."""
        return {"form": self.form, "headings": self.headings, "instalments": self.instalments}


class PayeeForm(Form):
    """To whom an award is paid."""

    supplier_number: Any = TextField(
        label=_("Supplier number"),
        help_text=_(
            "By which the council's payment system knows the payee. Bank details do not belong here."
        ),
        required=False,
        most=40,
        width="20",
    )
    internal: Any = YesNoField(
        label=_("Does it go to the council itself?"),
        help_text=_("Then a memo is accepted by the budget holder, and it is paid by journal."),
        missing=_("Choose whether it goes to the council itself"),
    )
    budget_holder: Any = TextField(
        label=_("Budget holder"),
        help_text=_("Full name, for an award to the council itself"),
        required=False,
    )
    cost_centre: Any = TextField(label=_("Cost centre"), required=False, most=40, width="10")
    account_code: Any = TextField(label=_("Account code"), required=False, most=40, width="10")
    seen: Any = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def payee(self) -> Payee:
        """What was typed."""
        said: dict[str, Any] = dict(self.cleaned_data)
        del said["seen"]
        return Payee(**said)
