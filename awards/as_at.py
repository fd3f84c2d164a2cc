"""The day that a statement or a list is asked for: what had happened by its end, in London."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.dates import format_date, in_london
from ui.fields import TextField
from ui.forms import Form

AS_AT = "as-at"
"""The name in the address: ``?as-at=2019-12-31``."""


class DayField(TextField):
    """A day in one box, as the browser's own calendar writes it: ``2019-12-31``."""

    widget = forms.DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(most=20, width="10", **options)
        self.widget.input_type = "date"

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]  # of a text field, for its widget
        """The day; nothing where the box is empty. Raises ``ValidationError`` for one to come."""
        text = super().to_python(value).strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"[\d-]{10}", text, re.ASCII) else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(gettext("Enter a real date, like 2019-12-31"))
        if day > in_london(timezone.now()).date():
            raise ValidationError(
                gettext("%(day)s has not come yet: enter today or a day before it")
                % {"day": format_date(day)}
            )
        return day


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
