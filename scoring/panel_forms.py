"""What an officer says of the panel."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import User
from rounds.models import Pot
from ui.fields import ChoiceField, LongTextField, WholeNumberField
from ui.forms import Form

EVERYBODY, SOME = "everybody", "some"


class AssignForm(Form):
    """Who scores the bids of a route."""

    route = ChoiceField(choices=Pot.choices, missing=_("Choose the route"), select=True)
    how = ChoiceField(
        label=_("Who scores each bid"),
        choices=[
            (EVERYBODY, _("Everybody on the panel")),
            (SOME, _("Some members each, spread evenly")),
        ],
        missing=_("Choose who scores each bid"),
    )
    each = WholeNumberField(
        label=_("How many members for each bid"),
        help_text=_("Where you spread them. Nobody who has begun or sent loses a bid."),
        required=False,
        least=1,
        most_number=100,
    )

    def __init__(self, data: Any = None, *, route: str = "", quorum: int = 1) -> None:
        self.of = Pot(route) if route in Pot.values else Pot.MAIN
        initial = {"how": EVERYBODY, "each": quorum}
        super().__init__(data, initial=initial, auto_id=f"{self.of}-%s")
        self.fields["route"].widget = self.fields["route"].hidden_widget()
        self.fields["route"].initial = self.of.value

    def clean(self) -> dict[str, Any]:
        """Ask for the number where bids are spread."""
        given = self.cleaned_data
        if given.get("how") == SOME and not given.get("each") and "each" not in self.errors:
            self.add_error("each", _("Enter how many members score each bid"))
        return given


class AskLateForm(Form):
    """Who is asked for scores after the reveal, and why."""

    member = ChoiceField(label=_("Whom to ask"), missing=_("Choose whom to ask"))
    reason = LongTextField(
        label=_("Why"),
        help_text=_("The member reads this in an email, and it stands with the bid’s scores."),
        missing=_("Write why a member is asked now"),
        rows=4,
        most=2_000,
    )

    def __init__(self, data: Any = None, *, members: list[User]) -> None:
        super().__init__(data)
        choices = [(str(member.pk), str(member)) for member in members]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]  # a choice field
