"""The boxes of the money page: for each undecided bid whether it gets money, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.allotments import Allotment, why_wrong
from scoring.money import Place
from scoring.money_words import beside, over
from ui.fields import (
    ChoiceField,
    LongTextField,
    MoneyField,
    TextField,
    TickField,
    WholeNumberField,
)
from ui.forms import Form
from ui.money import format_pence

MOST_NAME = 100


@dataclass(frozen=True)
class Boxes:
    """A bid's boxes, and their names in the form."""

    tick: BoundField
    amount: BoundField


def names(place: Place) -> tuple[str, str]:
    """The names of a bid's tick and of its amount."""
    return f"bid{place.bid.pk}_funded", f"bid{place.bid.pk}_pence"


class AllotmentForm(Form):
    """Which undecided bids get money, and how much. An amount that is left empty is all of it."""

    marks_optional = False

    def __init__(
        self,
        places: Sequence[Place],
        available_pence: int,
        *args: Any,
        allotment: Allotment | None = None,
        **kwargs: Any,
    ) -> None:
        self.places, self.available_pence = places, available_pence
        super().__init__(*args, initial=_initial(places, allotment or {}), **kwargs)
        for place in places:
            tick, amount = names(place)
            words = {"bid": place.bid.reference}
            self.fields[tick] = TickField(required=False, label=_("Fund %(bid)s") % words)
            self.fields[amount] = MoneyField(
                required=False, label=_("Amount for %(bid)s, in pounds") % words
            )

    def clean(self) -> dict[str, Any]:
        """Refuse amounts that a bid cannot be given, and more than the pot has."""
        given = super().clean() or {}
        allotment = self.allotment()
        for place in self.places:
            one = place.contender
            if why := why_wrong(one, allotment.get(one.reference, 0)):
                self.add_error(names(place)[1], ValidationError(beside(why, one)))
        total = sum(self.allotment().values())
        if total > max(0, self.available_pence):
            self.add_error(None, ValidationError(over(total, self.available_pence)))
        return given

    def allotment(self) -> dict[str, int]:
        """What the ticked bids get. Where an amount is no amount, its bid is left out."""
        found = {}
        for place in self.places:
            tick, amount = names(place)
            if self.cleaned_data.get(tick) and amount in self.cleaned_data:
                pence = self.cleaned_data[amount]
                found[place.bid.reference] = (
                    place.contender.requested_pence if pence is None else pence
                )
        return found

    def boxes(self, place: Place) -> Boxes:
        """The boxes of a bid."""
        tick, amount = names(place)
        return Boxes(self[tick], self[amount])


def _initial(places: Sequence[Place], allotment: Allotment) -> dict[str, Any]:
    """A bid that gets nothing has what it requested in its box, so that a tick gives it that."""
    found: dict[str, Any] = {}
    for place in places:
        tick, amount = names(place)
        pence = allotment.get(place.bid.reference, 0)
        found |= {tick: bool(pence), amount: pence or place.contender.requested_pence}
    return found


def with_bid(data: QueryDict, place: Place, pence: int) -> QueryDict:
    """What was typed, with one bid ticked and given an amount."""
    tick, amount = names(place)
    changed = data.copy()
    changed[tick], changed[amount] = "on", format_pence(pence)[1:]
    return changed


class SaveForm(Form):
    """The name under which a scenario is kept, and whether one of that name is replaced."""

    name = TextField(
        label=gettext_lazy("Name"),
        most=MOST_NAME,
        help_text=gettext_lazy("For example: Part-fund the café"),
        missing=gettext_lazy("Enter a name for the scenario"),
        width="20",
    )
    replace = TickField(required=False, label=gettext_lazy("Replace it"))


class NameForm(Form):
    """A scenario's other name."""

    name = TextField(
        label=gettext_lazy("New name"),
        most=MOST_NAME,
        missing=gettext_lazy("Enter a name for the scenario"),
    )


class ChooseForm(Form):
    """Why a scenario is made the recommendation."""

    reason = LongTextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "It stands beside each bid whose recommendation changes. Write it as you would defend "
            "it in public."
        ),
        rows=4,
        most=2000,
        missing=gettext_lazy("Enter the reason for this recommendation"),
    )


class CompareForm(Form):
    """Two scenarios, or one and what is recommended now."""

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {"first": _("Compare"), "second": _("With")}
        for name, label in titles.items():
            missing = _("Choose two to compare")
            self.fields[name] = ChoiceField(
                label=label, choices=choices, select=True, missing=missing
            )


class BestForm(Form):
    """What an officer asks of the best set."""

    marks_optional = False
    cover = TickField(
        required=False, label=gettext_lazy("Every priority that a bid serves must be covered")
    )
    part_funding = TickField(
        required=False,
        label=gettext_lazy("A bid may be part-funded, down to its least workable amount"),
    )
    most_per_organisation = WholeNumberField(
        required=False,
        least=1,
        most_number=1000,
        label=gettext_lazy("Most bids for each organisation"),
        help_text=gettext_lazy("Leave it empty where there is no limit"),
    )
