"""A day in one box."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from ui.dates import format_date, in_london
from ui.fields import TextField


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
