"""The forms of a bid's sections: each knows what the bid says now, and how to write an answer into it.

A draft keeps answers that are not finished: one that is missing or too long is stored as it is, and the
form says what must be mended. A value that no column can hold (a date that is no date) is not lost
either: it is kept as it was typed (``SectionSave.rough``) until it is mended.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.models import Owner, Priority
from rounds.questions import Asked
from ui.fields import (
    DateField,
    EmailField,
    LongTextField,
    ManyField,
    MoneyField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from ui.forms import Form
from ui.widgets import DateParts

if TYPE_CHECKING:
    from bids.sections import Paper

STORABLE = {"required", "words", "more", "sum"}
"""The errors of answers that can be stored as they are."""

FIELDS: dict[str, tuple[type[forms.Field], dict[str, Any]]] = {
    "contact_name": (
        TextField,
        {
            "label": _("Full name"),
            "missing": _("Enter the contact’s name"),
            "autocomplete": "name",
        },
    ),
    "contact_email": (
        EmailField,
        {"label": _("Email address"), "missing": _("Enter the contact’s email address")},
    ),
    "project": (TextField, {"missing": _("Enter the name of your project")}),
    "summary": (LongTextField, {"missing": _("Write a short summary of your project")}),
    "area": (TextField, {"missing": _("Enter where the project will happen")}),
    "starts_on": (
        DateField,
        {
            "label": _("Start"),
            "help_text": _("For example, 29 4 2019"),
            "missing": _("Enter the day when it starts"),
        },
    ),
    "ends_on": (
        DateField,
        {
            "label": _("End"),
            "help_text": _("For example, 31 3 2020"),
            "missing": _("Enter the day when it ends"),
        },
    ),
    "need": (LongTextField, {"missing": _("Say why it is needed"), "rows": 12}),
    "activities": (LongTextField, {"missing": _("Say what you will do"), "rows": 12}),
    "outcomes": (LongTextField, {"missing": _("Say what will be different"), "rows": 12}),
    "requested_pence": (MoneyField, {"missing": _("Enter the amount requested")}),
    "least_pence": (MoneyField, {"missing": _("Enter the least workable amount")}),
    "match_funding_pence": (
        MoneyField,
        {"least_pence": 0, "missing": _("Enter the match funding, or 0")},
    ),
    "people_to_reach": (
        WholeNumberField,
        {"missing": _("Enter how many people it will reach")},
    ),
    "safeguarding_policy": (
        YesNoField,
        {"missing": _("Choose yes if you have a safeguarding policy")},
    ),
}
"""The field for each answer that is a column of the bid. One that is alone in its question has its words."""


class SectionForm(Form):
    """A section whose answers are columns of the bid."""

    def __init__(
        self, paper: "Paper", asked: Sequence[Asked], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.paper, self.asked = paper, asked
        self.sent = QueryDict() if data is None else data
        self.fields.update(self.make_fields())

    def make_fields(self) -> dict[str, forms.Field]:
        """The fields, in the words of the round's questions."""
        return {name: _field(asked, name) for asked in self.asked for name in asked.fields}

    def stored(self) -> dict[str, Any]:
        """What the bid says now, by field."""
        return {name: getattr(self.paper.bid, name) for name in self.fields}

    def write(self, values: dict[str, Any]) -> None:
        """Put values into the bid."""
        bid = self.paper.bid
        for name, value in values.items():
            setattr(bid, name, value)
        bid.save(update_fields=list(values))

    def fit(self) -> dict[str, Any]:
        """The values of a bound form that can be stored, finished or not."""
        errors = self.errors.as_data()
        return {
            name: self.cleaned_data[name] if name in self.cleaned_data else self._unfinished(name)
            for name in self.fields
            if all(error.code in STORABLE for error in errors.get(name, []))
        }

    def is_rough(self) -> bool:
        """Whether a bound form has a value that no column can hold."""
        return any(
            error.code not in STORABLE
            for errors in self.errors.as_data().values()
            for error in errors
        )

    def quiet(self, *, everything: bool = False) -> None:
        """Do not say what is missing, to somebody who did not try to finish the section.

        ``everything`` says nothing of other errors either.
        """
        for name, errors in list(self.errors.as_data().items()):
            if everything or all(error.code == "required" for error in errors):
                del self.errors[name]

    def _unfinished(self, name: str) -> Any:
        field = self.fields[name]
        if isinstance(field, TextField):
            return field.to_python(self[name].data)
        return [] if isinstance(field, ManyField) else None

    def boxes(self) -> QueryDict:
        """What the bid says now, as the form would send it."""
        data, stored = QueryDict(mutable=True), self.stored()
        for name, field in self.fields.items():
            value = field.prepare_value(stored.get(name))
            if isinstance(field.widget, DateParts):
                texts = field.widget.decompress(value)
                for part, text in zip(field.widget.parts, texts, strict=True):
                    data[f"{name}_{part}"] = text
            elif isinstance(value, list):
                data.setlist(name, value)
            else:
                data[name] = "" if value is None else str(value)
        return data

    def typed(self) -> dict[str, list[str]]:
        """What a bound form was given in its own boxes, with one kind of line end."""
        found: dict[str, list[str]] = {}
        for name, field in self.fields.items():
            parts = getattr(field.widget, "parts", None)
            for box in [f"{name}_{part}" for part in parts] if parts else [name]:
                texts = [_one_line_end(text) for text in self.sent.getlist(box)]
                if any(texts):
                    found[box] = texts
        return found

    def digest(self) -> str:
        """A short sign of what the bound form says: it differs where that differs."""
        text = json.dumps(self.typed(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _field(asked: Asked, name: str) -> forms.Field:
    kind, options = FIELDS[name]
    given = {"label": asked.title, "required": asked.required, **options}
    if len(asked.fields) == 1:
        given["help_text"] = asked.hint
    if issubclass(kind, LongTextField):
        given["most_words"] = asked.word_limit
    return kind(**given)


class DatesForm(SectionForm):
    """When the project starts and ends: stored together or not at all, because they must be in order."""

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        given = self.cleaned_data
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end must be on or after the day when it starts"))
        return given

    def fit(self) -> dict[str, Any]:
        """Both days, or none."""
        return {} if self.is_rough() else super().fit()


class MoneyForm(SectionForm):
    """The amounts, and how many people they are for."""

    def clean(self) -> dict[str, Any]:
        """Refuse a least workable amount above the one requested."""
        given = self.cleaned_data
        requested, least = given.get("requested_pence"), given.get("least_pence")
        if requested and least and least > requested:
            error = _("The least workable amount must be no more than the amount requested")
            self.add_error("least_pence", ValidationError(error, code="more"))
        return given

    def write(self, values: dict[str, Any]) -> None:
        """No match funding is £0."""
        if values.get("match_funding_pence", 0) is None:
            values["match_funding_pence"] = 0
        super().write(values)


class PrioritiesForm(SectionForm):
    """The priorities that the project serves, at least one of each owner."""

    OWNERS: ClassVar = {"pcc": Owner.PCC, "partnership": Owner.PARTNERSHIP}

    def make_fields(self) -> dict[str, forms.Field]:
        """A group of checkboxes for each owner."""
        funder = self.paper.bid.round.funder.short_name
        partnership = self.paper.bid.round.partnership.name
        return {
            "pcc": ManyField(
                label=gettext("Priorities of the %(owner)s") % {"owner": funder},
                missing=gettext("Choose at least one priority of the %(owner)s")
                % {"owner": funder},
                choices=self._choices(Owner.PCC),
            ),
            "partnership": ManyField(
                label=gettext("Priorities of the %(owner)s") % {"owner": partnership},
                missing=gettext("Choose at least one priority of the %(owner)s")
                % {"owner": partnership},
                choices=self._choices(Owner.PARTNERSHIP),
            ),
        }

    def _choices(self, owner: Owner) -> list[tuple[str, str]]:
        return [(p.code, p.title) for p in self.paper.priorities if p.owner == owner]

    def stored(self) -> dict[str, Any]:
        """The codes that are served, by owner."""
        served = {(p.owner, p.code) for p in self.paper.bid.priorities.all()}
        return {
            name: [code for code, _title in self._choices(owner) if (owner, code) in served]
            for name, owner in self.OWNERS.items()
        }

    def write(self, values: dict[str, Any]) -> None:
        """Serve those that were chosen; of an owner that is not among the values, as before."""
        chosen: list[Priority] = []
        for name, owner in self.OWNERS.items():
            codes = values.get(name, self.stored()[name])
            chosen += [p for p in self.paper.priorities if p.owner == owner and p.code in codes]
        self.paper.bid.priorities.set(chosen)


class ExtraForm(SectionForm):
    """A question of the round's own."""

    def make_fields(self) -> dict[str, forms.Field]:
        """One long text."""
        (asked,) = self.asked
        return {
            "text": LongTextField(
                label=asked.title,
                help_text=asked.hint,
                required=asked.required,
                missing=_("Answer this question"),
                most_words=asked.word_limit,
            )
        }

    def stored(self) -> dict[str, Any]:
        """The answer."""
        (asked,) = self.asked
        return {"text": self.paper.extra.get(asked.code, "")}

    def write(self, values: dict[str, Any]) -> None:
        """Put the answer beside the bid."""
        (asked,) = self.asked
        self.paper.bid.extra_answers.update_or_create(question=asked.row, defaults=values)
