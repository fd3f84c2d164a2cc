"""Form fields in the service's own terms: texts, words, pounds, dates and choices.

``missing`` is what a person is told who left the field empty: “Enter the amount requested”.
"""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.dates import LONDON
from ui.money import format_pence, parse_pounds
from ui.texts import count_words, tidy
from ui.widgets import DateParts, MomentParts, SeveralFiles

Words = str | Promise

MEGABYTE = 1024 * 1024
MOST_CHARACTERS = 30_000
"""What a long text may hold; an Excel cell holds a little more."""


def _options(missing: Words | None, options: dict[str, Any]) -> dict[str, Any]:
    if missing:
        options["error_messages"] = {"required": missing, **options.get("error_messages", {})}
    return options


class TextField(forms.CharField):
    """A short text on one line."""

    def __init__(
        self,
        *,
        missing: Words | None = None,
        most: int = 200,
        autocomplete: str = "",
        width: str = "",
        **options: Any,
    ) -> None:
        super().__init__(max_length=None, **_options(missing, options))
        self.most = most
        attrs = {"autocomplete": autocomplete, "class": f"govuk-input--width-{width}"}
        self.widget.attrs.update({k: v for k, v in attrs.items() if v and not v.endswith("-")})

    def to_python(self, value: Any) -> str:
        """The text, tidied."""
        text = tidy(super().to_python(value) or "")
        if len(text) > self.most:
            raise ValidationError(
                gettext("This has %(count)s characters, and %(most)s fit. Make it shorter.")
                % {"count": f"{len(text):,}", "most": f"{self.most:,}"}
            )
        return text


class LongTextField(TextField):
    """A text of several lines; with ``most_words`` the words are counted on the page and here."""

    widget = forms.Textarea

    def __init__(
        self,
        *,
        most_words: int | None = None,
        rows: int = 8,
        most: int = MOST_CHARACTERS,
        **options: Any,
    ) -> None:
        super().__init__(most=most, **options)
        self.most_words = most_words
        self.widget.attrs["rows"] = rows

    def validate(self, value: str) -> None:
        """Refuse more words than fit, and say by how many."""
        super().validate(value)
        over = count_words(value) - (self.most_words or 0)
        if self.most_words and over > 0:
            raise ValidationError(
                gettext("This is %(over)s words too long: %(most)s fit. Make it shorter.")
                % {"over": f"{over:,}", "most": f"{self.most_words:,}"},
                code="words",
            )


class EmailField(TextField):
    """An email address, in lower case."""

    widget = forms.EmailInput
    default_validators = forms.EmailField.default_validators

    def __init__(self, *, autocomplete: str = "email", **options: Any) -> None:
        messages = {"invalid": _("Enter an email address like name@example.org")}
        super().__init__(most=254, autocomplete=autocomplete, error_messages=messages, **options)

    def to_python(self, value: Any) -> str:
        """The address in lower case."""
        return super().to_python(value).lower()

    def run_validators(self, value: Any) -> None:
        """Say it in our words, whatever the validator's."""
        try:
            super().run_validators(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


MINUS = "-−"
"""The hyphen and the sign: what stands before an amount below zero."""


class MoneyField(TextField):
    """An amount in pounds, as pence. ``least_pence`` is the smallest that will do."""

    prefix = "£"

    def __init__(self, *, least_pence: int = 1, **options: Any) -> None:
        super().__init__(most=30, width="10", **options)
        self.least_pence = least_pence
        self.widget.attrs.update(inputmode="decimal", spellcheck="false")

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # of a text field, for its widget
        """Pence; nothing where the box is empty."""
        text = super().to_python(value)
        if not text.strip():
            return None
        below_zero = text.strip()[0] in MINUS
        try:
            pence = parse_pounds(text.strip()[1:] if below_zero else text)
        except ValueError:
            raise ValidationError(
                gettext("“%(text)s” is not an amount. Write it in pounds, like 1200 or 1200.50")
                % {"text": text[:30]}
            ) from None
        if below_zero or pence < self.least_pence:
            raise ValidationError(
                gettext("Enter %(least)s or more") % {"least": format_pence(self.least_pence)}
            )
        return pence

    def prepare_value(self, value: Any) -> Any:
        """Pence as it is typed: ``1200.50``."""
        return format_pence(value)[1:] if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, however they were typed."""
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


class WholeNumberField(TextField):
    """A whole number within bounds; commas are allowed."""

    def __init__(self, *, least: int = 0, most_number: int = 1_000_000_000, **options: Any) -> None:
        super().__init__(most=20, width="5", **options)
        self.least, self.most_number = least, most_number
        self.widget.attrs.update(inputmode="numeric", spellcheck="false")

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # of a text field, for its widget
        """The number; nothing where the box is empty."""
        text = super().to_python("" if value is None else str(value)).replace(",", "").strip()
        if not text:
            return None
        bounds = {"least": f"{self.least:,}", "most": f"{self.most_number:,}"}
        if (
            not re.fullmatch(r"\d+", text, re.ASCII)
            or not self.least <= int(text) <= self.most_number
        ):
            raise ValidationError(
                gettext("Enter a whole number from %(least)s to %(most)s") % bounds
            )
        return int(text)


class DateField(forms.MultiValueField):
    """A date in three boxes; the month may be a number or a name."""

    widget: Any = DateParts
    _MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

    def __init__(self, *, missing: Words | None = None, **options: Any) -> None:
        parts = [forms.CharField(required=False) for _part in self.widget.parts]
        super().__init__(parts, require_all_fields=False, **_options(missing, options))

    def compress(self, data_list: list[str]) -> Any:
        """The date. Raises ``ValidationError`` naming the box that is empty."""
        boxes = [tidy(text).strip() for text in data_list]
        if not any(boxes):
            if self.required and data_list:  # nothing but spaces
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        names = (gettext("a day"), gettext("a month"), gettext("a year"), gettext("a time"))
        if empty := [name for name, text in zip(names, boxes, strict=False) if not text]:
            said = gettext(" and ").join(empty)
            words = {"date": self._name(), "parts": said}
            raise ValidationError(gettext("%(date)s must include %(parts)s") % words)
        return self.read(boxes)

    def _name(self) -> str:
        """What the date is called: a page may have several that are wrong."""
        return gettext("“%(label)s”") % {"label": self.label} if self.label else gettext("This")

    def read(self, boxes: list[str]) -> date:
        """The date in boxes that are all filled."""
        day, month, year = boxes[:3]
        try:
            if not re.fullmatch(r"(19|20|21)\d\d", year, re.ASCII):
                raise ValueError
            return date(int(year), self._month(month), int(day))
        except (ValueError, OverflowError):
            words = gettext("%(date)s must be a real date, like 27 3 2019")
            raise ValidationError(words % {"date": self._name()}, code="date") from None

    def _month(self, text: str) -> int:
        named = text[:3].lower()
        return self._MONTHS.index(named) + 1 if named in self._MONTHS else int(text)


class MomentField(DateField):
    """A date and a time of day in London, such as ``12:00``, ``5pm`` or ``midday``."""

    widget: Any = MomentParts

    def read(self, boxes: list[str]) -> datetime:
        """The moment in boxes that are all filled."""
        return datetime.combine(super().read(boxes), read_time(boxes[3]), tzinfo=LONDON)


def read_time(text: str) -> time:
    """A time of day as people write it. Raises ``ValidationError`` for anything else."""
    words = text.strip().lower().replace(".", ":")
    words = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}.get(words, words)
    match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?", words, re.ASCII)
    if match and (match[2] or match[3]):
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if match[3] == "pm" else 0)
        elif match[3]:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValidationError(
        gettext("This must include a time, like 12:00, 5pm or midday"), code="time"
    )


class ChoiceField(forms.ChoiceField):
    """One of a few, as radio buttons; ``select=True`` makes it a drop-down list."""

    def __init__(
        self,
        *,
        missing: Words | None = None,
        select: bool = False,
        inline: bool = False,
        small: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("widget", forms.Select if select else forms.RadioSelect)
        options.setdefault("error_messages", {})["invalid_choice"] = _("Choose one of the answers")
        super().__init__(**_options(missing, options))
        self.inline, self.small = inline, small


class YesNoField(ChoiceField):
    """Yes or no, as a ``bool``; ``None`` where it was not answered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("yes", _("Yes")), ("no", _("No"))], inline=True, **options)

    def to_python(self, value: Any) -> Any:
        """The word that was chosen."""
        return {True: "yes", False: "no"}.get(value, super().to_python(value))

    def clean(self, value: Any) -> Any:
        """The answer as a ``bool``."""
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """The word for an answer."""
        return {True: "yes", False: "no"}.get(value, value)


class ManyField(forms.MultipleChoiceField):
    """Some of a few, as checkboxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, missing: Words | None = None, **options: Any) -> None:
        options.setdefault("error_messages", {})["invalid_choice"] = _("Choose among the answers")
        super().__init__(**_options(missing, options))


class TickField(forms.BooleanField):
    """One box to tick; required unless it is said otherwise."""

    def __init__(self, *, missing: Words | None = None, **options: Any) -> None:
        super().__init__(**_options(missing, options))


class FileField(forms.FileField):
    """A file to upload, of so many megabytes at most. What is in it is for the app that keeps it to check."""

    def __init__(
        self,
        *,
        missing: Words | None = None,
        accept: str = "",
        most_mb: int | None = None,
        **options: Any,
    ) -> None:
        self.most_mb = most_mb
        options["error_messages"] = {
            "empty": _("The file is empty. Choose another one."),
            **options.get("error_messages", {}),
        }
        super().__init__(**_options(missing, options))
        if accept:
            self.widget.attrs["accept"] = accept

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, unless it is too large."""
        file = super().clean(data, initial)
        if self.most_mb and file and file.size > self.most_mb * MEGABYTE:
            raise ValidationError(
                gettext("The file is larger than %(most)s MB, too large to be read.")
                % {"most": self.most_mb}
            )
        return file


class FilesField(FileField):
    """Several files at once, as a list."""

    widget = SeveralFiles

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most
        self.widget.attrs["multiple"] = "multiple"

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of the files, as one would be."""
        given = [one for one in data or [] if one]
        if len(given) > self.most:
            raise ValidationError(
                gettext("There are %(count)s files, and %(most)s fit.")
                % {"count": len(given), "most": self.most}
            )
        if not given:
            super().clean(None)
        return [super(FilesField, self).clean(one) for one in given]


class SecretField(forms.CharField):
    """A password."""

    widget = forms.PasswordInput

    def __init__(self, *, missing: Words | None = None, autocomplete: str, **options: Any) -> None:
        super().__init__(strip=False, max_length=1000, **_options(missing, options))
        self.widget.attrs["autocomplete"] = autocomplete
