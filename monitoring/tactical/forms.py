"""The short form of a tactical bid: everything on one page."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bids.actions import Answers
from bids.apply_forms import FEW
from bids.versions import Declaration
from people.models import Organisation
from rounds.models import Owner, Priority
from ui.fields import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    ManyField,
    MoneyField,
    TextField,
    TickField,
    WholeNumberField,
    YesNoField,
)
from ui.forms import Form
from ui.rows import Rows

TEXTS = ("contact_name", "contact_email", "project", "summary", "need", "activities", "outcomes")
OTHERS = ("area", "starts_on", "ends_on", "people_to_reach", "safeguarding_policy")


class CostForm(Form):
    """What part of the money is for."""

    category: Any = TextField(
        label=_("Kind of cost"), missing=_("Enter the kind of cost, such as staff"), most=100
    )
    description: Any = TextField(label=_("What it pays for"), missing=_("Enter what it pays for"))
    amount_pence: Any = MoneyField(label=_("Amount"), missing=_("Enter the amount"))


class ShortForm(Form):
    """All that a tactical bid says, beside what it costs."""

    project: Any = TextField(label=_("What is it called?"), missing=_("Enter what it is called"))
    summary: Any = LongTextField(
        label=_("What is it, in a few sentences?"), missing=_("Say what it is"), rows=3
    )
    need: Any = LongTextField(
        label=_("What has come up, and why now?"),
        missing=_("Say what has come up and why it cannot wait"),
        rows=4,
    )
    activities: Any = LongTextField(
        label=_("What will be done?"), missing=_("Say what will be done"), rows=4
    )
    outcomes: Any = LongTextField(
        label=_("What will be better?"), missing=_("Say what will be better"), rows=3
    )
    area: Any = TextField(label=_("Where?"), required=False)
    starts_on: Any = DateField(label=_("Start"), missing=_("Enter the day when it starts"))
    ends_on: Any = DateField(label=_("End"), missing=_("Enter the day when it ends"))
    people_to_reach: Any = WholeNumberField(
        label=_("How many people will it reach?"), required=False, most_number=10_000_000
    )
    safeguarding_policy: Any = YesNoField(
        label=_("Is there a safeguarding policy?"), missing=_("Choose yes or no")
    )
    contact_name: Any = TextField(
        label=_("Who is the contact?"), missing=_("Enter the contact's name"), autocomplete="name"
    )
    contact_email: Any = EmailField(
        label=_("Their email"), missing=_("Enter the contact's email address")
    )
    invited: Any = YesNoField(
        label=_("Were others invited to do this?"), missing=_("Choose yes or no")
    )
    no_competition: Any = LongTextField(
        label=_("If not, why not?"),
        help_text=_("An award without competition needs its reason on record."),
        required=False,
        rows=3,
        most=2000,
    )
    true: Any = TickField(
        label=_("I may send this bid, what it says is true, and it may be shared"),
        missing=_("Tick the box to send the bid"),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        organisations: Sequence[Organisation],
        priorities: Sequence[Priority],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.organisations = {str(one.pk): one for one in organisations}
        self.priorities = {str(one.pk): one for one in priorities}
        choices = [(key, one.name) for key, one in self.organisations.items()]
        many = len(choices) > FEW
        self.fields["organisation"] = ChoiceField(
            label=gettext("Which organisation is it from?"),
            missing=gettext("Choose the organisation"),
            choices=[("", gettext("Choose an organisation")), *choices] if many else choices,
            select=many,
            initial=choices[0][0] if len(choices) == 1 else None,
        )
        self.fields["serves"] = ManyField(
            label=gettext("Which priorities does it serve?"),
            help_text=gettext("At least one of the PCC's and one of the partnership's."),
            missing=gettext("Choose the priorities that it serves"),
            choices=[(key, str(one)) for key, one in self.priorities.items()],
        )
        self.order_fields(
            ["organisation", "project", "summary", "need", "activities", "outcomes", "serves"]
        )

    def clean(self) -> dict[str, Any]:
        """Both owners are served, it ends after it starts, and without competition there is a reason."""
        said = super().clean() or self.cleaned_data
        served = {self.priorities[key].owner for key in said.get("serves") or []}
        if served and served != set(Owner.values):
            self.add_error(
                "serves", gettext("Choose at least one of the PCC's and one of the partnership's")
            )
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", gettext("The end must be on or after the start"))
        if said.get("invited") is False and not (said.get("no_competition") or "").strip():
            self.add_error("no_competition", gettext("Enter why nobody else was invited"))
        return said

    @property
    def organisation(self) -> Organisation:
        """The one that was chosen."""
        return self.organisations[self.cleaned_data["organisation"]]


class ShortPage:
    """The form and its costs: as they begin, or as they were typed."""

    def __init__(self, data: QueryDict | None, **given: Any) -> None:
        self.form = ShortForm(data, **given)
        self.costs = Rows(
            CostForm, title=gettext("Cost %(number)s"), data=data, initial=[{}], prefix="costs"
        )
        if self.costs.moved:
            for one in (self.form, self.costs):
                one.be_quiet()

    def is_valid(self) -> bool:
        """Whether it was sent, can be read, and costs something."""
        if self.costs.moved:
            return False
        valid = all([self.form.is_valid(), self.costs.is_valid()])
        if self.form.is_bound and self.costs.is_valid() and not self.costs.filled():
            self.form.add_error(None, gettext("Enter at least one cost"))
            return False
        return valid

    def answers(self) -> Answers:
        """What the bid says."""
        said = self.form.cleaned_data
        budget = [(c["category"], c["description"], c["amount_pence"]) for c in self.costs.filled()]
        fields: dict[str, object] = {name: said[name] for name in (*TEXTS, *OTHERS)}
        fields["requested_pence"] = sum(pence for _category, _words, pence in budget)
        fields["no_competition"] = "" if said["invited"] else said["no_competition"].strip()
        return Answers(fields, [self.form.priorities[key] for key in said["serves"]], budget)


DECLARED = Declaration(authorised=True, true=True, consent=True)
"""What the one box of the short form says."""
