"""What the report of bids and awards is narrowed to."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bids.models import Bid
from reports.overview.bids import AREA, ORGANISATION, PRIORITY, ROUND
from rounds.models import Round
from rounds.presenters import ROUTES
from ui.fields import ChoiceField, TextField
from ui.forms import Form

BY = {
    PRIORITY: _("Priority"),
    AREA: _("Area"),
    ORGANISATION: _("Organisation"),
    ROUND: _("Round"),
}
ALL = "all"


class OverviewForm(Form):
    """How bids are put together, and which. Whatever is left empty narrows nothing."""

    marks_optional = False

    by = ChoiceField(label=_("Added up by"), required=False, select=True, choices=[*BY.items()])
    over = ChoiceField(
        label=_("Rounds"),
        required=False,
        select=True,
        choices=[("", _("This round")), (ALL, _("All rounds of the partnership"))],
    )
    route = ChoiceField(label=_("Route"), required=False, select=True)
    priority = ChoiceField(label=_("Priority"), required=False, select=True)
    area = TextField(label=_("Area"), required=False, most=100)
    organisation = TextField(label=_("Organisation"), required=False, most=100)

    def __init__(self, data: Any, *, round: Round) -> None:
        super().__init__(data)
        self.round = round
        priorities = [(str(one.pk), f"{one.code} {one.title}") for one in round.priorities.all()]
        for name, choices in (("route", [*ROUTES.items()]), ("priority", priorities)):
            self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]  # a choice field
        self.is_valid()

    def get(self, name: str) -> str:
        """What was asked; an empty text where nothing was, or what was asked makes no sense."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def added_by(self) -> str:
        """By what bids are put together."""
        return self.get("by") or PRIORITY

    @property
    def kept(self) -> dict[str, str]:
        """What was asked and makes sense, for links."""
        return {name: self.get(name) for name in self.fields if self.get(name)}

    def rounds(self) -> list[Round]:
        """The round; or all of its partnership's."""
        if self.get("over") != ALL:
            return [self.round]
        return list(Round.objects.filter(partnership=self.round.partnership_id))

    def bids(self, rounds: list[Round]) -> QuerySet[Bid]:
        """The bids of rounds that were asked for."""
        found: QuerySet[Bid] = Bid.objects.filter(round__in=rounds)
        if self.get("route"):
            found = found.filter(route=self.get("route"))
        if self.get("priority"):
            found = found.filter(serves__priority=int(self.get("priority")))
        if self.get("area"):
            found = found.filter(area__icontains=self.get("area").strip())
        if self.get("organisation"):
            found = found.filter(organisation__name__icontains=self.get("organisation").strip())
        return found
