"""What an officer writes on the pages of the PCC's forms."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.models import Bid
from reports.models import PccForm
from reports.pcc_forms.package import FORM
from rounds.models import Period, Pot
from rounds.presenters import ROUTES
from ui.fields import ChoiceField, DateField, FileField, TextField
from ui.forms import Form

BOTH = "both"


class FileForm(Form):
    """A spreadsheet."""

    file = FileField(
        label=gettext_lazy("The spreadsheet"),
        help_text=gettext_lazy(
            "An .xlsx file of up to 10 MB, as the PCC’s office gives it out, not filled in. "
            "Protected sheets are no trouble; macros and a password to open it are."
        ),
        missing=gettext_lazy("Choose the spreadsheet"),
        accept=".xlsx",
        most_mb=FORM.most_mb,
    )


class UploadForm(FileForm):
    """A spreadsheet, and what it is."""

    title = TextField(
        label=gettext_lazy("What you call it"),
        help_text=gettext_lazy("For example, “PCC quarterly return”"),
        missing=gettext_lazy("Enter what you call the form"),
    )
    kind = ChoiceField(
        label=gettext_lazy("Which kind of form it is"),
        missing=gettext_lazy("Choose which kind of form it is"),
        choices=PccForm.Kind.choices,
    )
    field_order = ("title", "kind", "file")


class FillForm(Form):
    """What a form is filled about: a route, a period or a project; and what is put on it."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        routes: list[Pot] | None,
        periods: Sequence[Period] | None,
        bids: list[Bid] | None,
        keys: set[str],
        likely: Period | None = None,
    ) -> None:
        super().__init__(data)
        self.periods = {str(one.pk): one for one in periods or ()}
        self.bids = {one.reference: one for one in bids or ()}
        if bids is not None:
            names = [(key, f"{key} {one.project}") for key, one in self.bids.items()]
            self.fields["project"] = ChoiceField(
                label=_("Project"),
                choices=[("", "–"), *names],
                missing=_("Choose the project"),
                select=True,
            )
        if periods is not None:
            self.fields["period"] = ChoiceField(
                label=_("Period"),
                choices=[(key, one.name) for key, one in self.periods.items()],
                missing=_("Choose the period"),
                initial=str(likely.pk) if likely else None,
            )
        if routes is not None:
            both = [(BOTH, _("Both routes"))] if periods is not None else []
            self.fields["route"] = ChoiceField(
                label=_("Route"),
                choices=[*both, *((one.value, ROUTES[one]) for one in routes)],
                missing=_("Choose the route"),
                initial=BOTH if both else None,
            )
        if "round-on" in keys:
            self.fields["on"] = DateField(label=_("Date to put on the form"), required=False)
        if "round-by" in keys:
            self.fields["by"] = TextField(
                label=_("Name to put on the form"),
                help_text=_("Of the person who signs or completes it. It is not kept."),
                required=False,
            )

    def asked(self) -> dict[str, Any]:
        """What was chosen, as ``facts.gather`` takes it."""
        said = self.cleaned_data
        return {
            "route": Pot(said["route"]) if said.get("route") in Pot.values else None,
            "period": self.periods.get(said.get("period", "")),
            "bid": self.bids.get(said.get("project", "")),
            "on": said.get("on"),
            "by": said.get("by", ""),
        }
