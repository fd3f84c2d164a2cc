"""The day that a statement or a list is asked for: what had happened by its end, in London."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.dates import format_date
from ui.days import DayField
from ui.forms import Form

__all__ = ["AS_AT", "AsAtForm", "DayField"]

AS_AT = "as-at"
"""The name in the address: ``?as-at=2019-12-31``."""


class AsAtForm(Form):
    """As at which day; now, where the box is empty."""

    marks_optional = False

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields[AS_AT] = DayField(
            label=_("As at the end of"),
            help_text=_("What had happened by the end of that day. Empty shows what stands now."),
            required=False,
        )

    @property
    def day(self) -> date | None:
        """The day that was asked for; nothing for now, or where it could not be read."""
        return self.cleaned_data.get(AS_AT) if self.is_valid() else None

    @property
    def asked(self) -> str:
        """The day as it goes on in an address, with its question mark; empty for now."""
        return f"?{AS_AT}={self.day.isoformat()}" if self.day else ""

    @property
    def words(self) -> str:
        """The day in words."""
        return format_date(self.day) if self.day else gettext("now")
