"""Inputs that Django does not have: a date in three boxes, and a moment in four."""

from datetime import date, datetime
from typing import Any

from django import forms

from ui.dates import in_london


class DateParts(forms.MultiWidget):
    """Day, month and year, each in a box: ``starts_on_day`` and so on."""

    parts: tuple[str, ...] = ("day", "month", "year")
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A date as the texts of its boxes."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [""] * len(self.parts)


class MomentParts(DateParts):
    """The same, and a time of day in London."""

    parts = ("day", "month", "year", "time")

    def decompress(self, value: Any) -> list[Any]:
        """A moment as the texts of its boxes."""
        if isinstance(value, datetime):
            local = in_london(value)
            return [*super().decompress(local.date()), f"{local:%H:%M}"]
        return [""] * len(self.parts)


class SeveralFiles(forms.FileInput):
    """A box that takes several files at once."""

    allow_multiple_selected = True
