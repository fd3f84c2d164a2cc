"""The form that starts a bid."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import Organisation
from rounds.models import Pot
from ui.fields import ChoiceField
from ui.forms import Form

FEW = 6
"""Up to so many organisations are radio buttons; more are a list."""
ROUTE_WORDS = {
    Pot.MAIN: (_("The main round"), _("Bids are compared with each other after the deadline.")),
    Pot.TACTICAL: (
        _("The tactical pot"),
        _("For something that came up during the year and cannot wait for the next round."),
    ),
}


class ApplyForm(Form):
    """Which organisation bids, and on which route where there is a choice."""

    def __init__(
        self,
        organisations: Sequence[Organisation],
        routes: Sequence[Pot],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.organisations = {str(one.pk): one for one in organisations}
        choices = [(key, one.name) for key, one in self.organisations.items()]
        many = len(choices) > FEW
        self.fields["organisation"] = ChoiceField(
            label=_("Which organisation is the bid from?"),
            missing=_("Choose the organisation that the bid is from"),
            choices=[("", _("Choose an organisation")), *choices] if many else choices,
            select=many,
            initial=choices[0][0] if len(choices) == 1 else None,
        )
        if len(routes) > 1:
            field = ChoiceField(
                label=_("What are you applying to?"),
                missing=_("Choose what you are applying to"),
                choices=[(route.value, ROUTE_WORDS[route][0]) for route in routes],
            )
            field.hints = {route.value: ROUTE_WORDS[route][1] for route in routes}  # type: ignore[attr-defined]  # the drawing reads it
            self.fields["route"] = field
        self.routes = routes

    @property
    def organisation(self) -> Organisation:
        """The one that was chosen."""
        return self.organisations[self.cleaned_data["organisation"]]

    @property
    def route(self) -> Pot:
        """The one that was chosen, or the only one there is."""
        return Pot(self.cleaned_data.get("route", self.routes[0]))
