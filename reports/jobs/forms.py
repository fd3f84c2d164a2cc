"""Asking for a file."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from awards.as_at import AS_AT, DayField
from reports.jobs.kinds import KINDS
from ui.fields import ChoiceField
from ui.forms import Form


class AskForm(Form):
    """Which file, and as at which day."""

    kind = ChoiceField(label=_("Which file"), missing=_("Choose which file to make"))

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(code, kind.words) for code, kind in KINDS.items()]  # type: ignore[attr-defined]  # a choice field
        self.fields[AS_AT] = DayField(
            label=_("As at the end of"),
            help_text=_("Only for the statement and the list of awards. Empty means now."),
            required=False,
        )
