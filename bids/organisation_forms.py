"""The forms of the organisations' pages."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Policy
from people.organisations import CHARITY_NUMBER, COMPANY_NUMBER, Details
from ui.fields import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    TextField,
    TickField,
    YesNoField,
)
from ui.forms import Form

KINDS = [
    ("charity", _("Charity")),
    ("cic", _("Community interest company (CIC)")),
    ("company", _("Company, such as one limited by guarantee")),
    ("community group", _("Community group without a registered number")),
    ("public body", _("Public body, such as a council, school or the police")),
    ("other", _("Something else")),
]


class NumberField(TextField):
    """A registered number of a form; spaces do not count, and lost zeros come back."""

    def __init__(self, *, form: str, zeros: int = 0, wrong: Any, **options: Any) -> None:
        super().__init__(most=20, width="10", required=False, **options)
        self.form, self.zeros, self.wrong = form, zeros, wrong
        self.widget.attrs["spellcheck"] = "false"

    def to_python(self, value: Any) -> str:
        """The number as it is kept."""
        number = "".join(super().to_python(value).split()).upper()
        if not number:
            return ""
        if number.isdigit():
            number = number.zfill(self.zeros)
        if not re.fullmatch(self.form, number, re.ASCII):
            raise ValidationError(self.wrong)
        return number


class DetailsForm(Form):
    """What identifies an organisation, and where it is."""

    name = TextField(
        label=_("Name of the organisation"),
        help_text=_("As it stands in its constitution or register."),
        missing=_("Enter the name of the organisation"),
        autocomplete="organization",
    )
    kind = ChoiceField(
        label=_("What is it?"), missing=_("Choose what the organisation is"), choices=KINDS
    )
    charity_number = NumberField(
        label=_("Charity number"),
        help_text=_("6 or 7 digits; SC or NIC and 6 digits in Scotland or Northern Ireland."),
        form=CHARITY_NUMBER,
        wrong=_("Enter a charity number like 1999001 or SC012345, or leave it empty"),
    )
    company_number = NumberField(
        label=_("Company number"),
        help_text=_("8 characters, such as 09990002."),
        form=COMPANY_NUMBER,
        zeros=8,
        wrong=_("Enter a company number like 09990002 or SC123456, or leave it empty"),
    )
    address = LongTextField(
        label=_("Address"),
        missing=_("Enter the address"),
        rows=4,
        most=1_000,
        autocomplete="street-address",
    )
    another = TickField(
        label=_("Yes, it is another organisation with the same name"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.initial.get("kind")
        if kind and kind not in dict(KINDS):  # as it stood in a workbook
            field: Any = self.fields["kind"]
            field.choices = [(kind, kind), *KINDS]

    def details(self) -> Details:
        """What the form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "another"}
        return Details(**said)

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, str]:
        """What is known of an organisation."""
        names = ("name", "kind", "charity_number", "company_number", "address")
        return {name: getattr(organisation, name) for name in names}


class PolicyForm(Form):
    """Whether there is a policy, and when it must be looked at again."""

    has = YesNoField(label=_("Do you have it?"), missing=_("Say whether you have it"))
    expires_on = DateField(
        label=_("When must it be reviewed or renewed?"),
        help_text=_("For example, 31 3 2027. Leave it empty where there is no such date."),
        required=False,
    )

    @staticmethod
    def initial_of(policy: Policy | None) -> dict[str, Any]:
        """What is known of a policy."""
        return {"has": True, "expires_on": policy.expires_on} if policy else {}


class EmailForm(Form):
    """Whom to invite or let in."""

    email = EmailField(
        label=_("Their email address"), missing=_("Enter their email address"), autocomplete="off"
    )


class SearchForm(Form):
    """Which organisations are shown."""

    marks_optional = False

    q = TextField(label=_("Name or number"), required=False, width="20")


class MergeForm(Form):
    """Which of two is kept."""

    kept = ChoiceField(
        label=_("Which name is kept?"), missing=_("Choose the organisation that is kept")
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kept"]
        field.choices = [(str(one.pk), one.name) for one in organisations]
        numbers = {str(one.pk): one.charity_number or one.company_number for one in organisations}
        field.hints = {key: number for key, number in numbers.items() if number}
