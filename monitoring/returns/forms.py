"""The form of a return. A draft keeps what was typed, finished or not; only sending asks for it all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.stale import digest
from bids.file_checks import ACCEPT
from bids.models import Measure
from monitoring.returns.figures import Given, Spent, wrong_with
from monitoring.returns.paper import Paper
from monitoring.returns.personal_details import Passage, passages
from ui.dates import format_date
from ui.fields import (
    MOST_CHARACTERS,
    FileField,
    LongTextField,
    MoneyField,
    TextField,
    TickField,
    WholeNumberField,
)
from ui.forms import Form
from ui.money import format_pence

ACTUAL, SPENT, FORECAST, REASON, NOBODY = "actual-", "spent-", "forecast-", "reason-", "nobody-"
NOT_KEPT = frozenset({"declared", "file"})
"""What has to be given anew each time."""
MOST_PASSAGES = 40


@dataclass(frozen=True)
class Marked:
    """A passage that may name somebody, which box it stands in, and the box that says it does not."""

    label: str
    passage: Passage
    tick: BoundField


class ReturnForm(Form):
    """A project's answers for a period."""

    progress = LongTextField(
        label=gettext_lazy("What has the project done in this period?"),
        missing=gettext_lazy("Say what the project has done in this period"),
    )
    outcomes = LongTextField(
        label=gettext_lazy("What has changed because of it?"),
        missing=gettext_lazy("Say what has changed because of the project"),
    )
    underspend_reason = LongTextField(
        label=gettext_lazy("Will some of the grant not be spent?"),
        help_text=gettext_lazy(
            "If the forecast is less than the grant, say why, and what could be given back now"
        ),
        required=False,
        rows=3,
    )
    people_reached = WholeNumberField(
        label=gettext_lazy("People reached so far"),
        help_text=gettext_lazy("Since the project began; 0 if nobody yet"),
        missing=gettext_lazy("Enter how many people were reached, or 0"),
        most_number=10_000_000,
    )
    issues = LongTextField(
        label=gettext_lazy("Is anything in the way, or different from the plan?"),
        required=False,
        rows=5,
    )
    case_study = LongTextField(
        label=gettext_lazy("An example of what the project did"),
        help_text=gettext_lazy("Without names, and so that nobody can tell who it is about"),
        required=False,
    )
    file = FileField(
        label=gettext_lazy("Add a file"),
        help_text=gettext_lazy(
            "pdf, docx, xlsx, jpg or png, up to 10 MB, without the names or faces of people helped"
        ),
        required=False,
        accept=ACCEPT,
    )
    declared_by = TextField(
        label=gettext_lazy("Full name of the person who declares that this return is true"),
        missing=gettext_lazy("Enter the full name of the person who declares that this is true"),
        autocomplete="name",
    )
    declared = TickField(
        label=gettext_lazy(
            "This return is true and complete, the grant was spent only on the project, and it names "
            "nobody whom the project helped"
        ),
        missing=gettext_lazy("Tick the box to declare that the return is true"),
    )

    def __init__(
        self, paper: Paper, data: QueryDict | None = None, files: Any = None, typed: Any = None
    ) -> None:
        said: Mapping[str, Any] = data if data is not None else (typed or {})
        super().__init__(data, files, initial=typed or {})
        self.paper = paper
        self.budget = paper.terms.headings
        self.signs = {one["name"]: digest(one["name"])[:10] for one in self.budget}
        self._make_fields()
        self._texts = [
            name
            for name, field in self.fields.items()
            if isinstance(field, LongTextField) or name.startswith(ACTUAL)
        ]
        self._marked = self._mark(said)
        if paper.terms.outcomes:
            words = _("What was agreed: %(outcomes)s") % {"outcomes": paper.terms.outcomes}
            self.fields["outcomes"].help_text = words

    # The boxes

    def _make_fields(self) -> None:
        before, spent = self.paper.last_actuals(), self.paper.last_headings()
        for measure in self.paper.measures:
            name = f"{ACTUAL}{measure.pk}"
            self.fields[name] = _actual(measure, before.get(measure.pk, ""))
        for one in self.budget:
            heading, sign = one["name"], self.signs[one["name"]]
            last = spent.get(heading)
            self.fields[SPENT + sign] = _money(
                _("Spent up to %(day)s") % {"day": format_date(self.paper.period.ends)},
                _("Enter what was spent on “%(heading)s”, or 0") % {"heading": heading},
                _("Last time: %(spent)s") % {"spent": format_pence(last.spent_pence)}
                if last
                else "",
            )
            if not self.paper.period.final:
                self.fields[FORECAST + sign] = _money(
                    _("Will have been spent by the end of the year, in all"),
                    _("Enter what will be spent on “%(heading)s” by the end of the year")
                    % {"heading": heading},
                    "",
                )
            self.fields[REASON + sign] = LongTextField(
                label=gettext_lazy("If it differs from the budget, why?"), required=False, rows=2
            )

    def measured(self) -> list[BoundField]:
        """The box of each measure."""
        return [self[f"{ACTUAL}{measure.pk}"] for measure in self.paper.measures]

    def headings(self) -> list[tuple[str, str, list[BoundField]]]:
        """Each heading of the budget, what it was given, and its boxes."""
        boxes = (SPENT, FORECAST, REASON)
        return [
            (
                one["name"],
                format_pence(one["amount_pence"]),
                [self[box + sign] for box in boxes if box + sign in self.fields],
            )
            for one in self.budget
            for sign in [self.signs[one["name"]]]
        ]

    # What may name somebody

    def _mark(self, said: Mapping[str, Any]) -> list[tuple[str, Passage]]:
        """The passages of what was typed that may name somebody, each with a box to tick."""
        found: dict[str, tuple[str, Passage]] = {}
        for name in self._texts:
            for passage in passages(_plain(said.get(name))[:MOST_CHARACTERS], self._year):
                found.setdefault(passage.sign, (name, passage))
        kept = dict(list(found.items())[:MOST_PASSAGES])
        for sign in kept:
            label = gettext_lazy("This names nobody whom the project helped")
            self.fields[NOBODY + sign] = TickField(label=label, required=False)
        return list(kept.values())

    @property
    def _year(self) -> int:
        return self.paper.period.ends.year

    def marked(self) -> list[Marked]:
        """Each passage as the page asks about it."""
        return [
            Marked(self._label(name), passage, self[NOBODY + passage.sign])
            for name, passage in self._marked
        ]

    def _label(self, name: str) -> str:
        label = str(self.fields[name].label)
        if not name.startswith(REASON):
            return label
        heading = next(one for one, sign in self.signs.items() if name == REASON + sign)
        return f"{heading}: {label}"

    def confirmed(self) -> list[dict[str, str]]:
        """The passages that were ticked, as they are kept with the return."""
        return [
            {"box": self._label(name), "what": passage.what, "text": passage.text}
            for name, passage in self._marked
            if self.cleaned_data.get(NOBODY + passage.sign)
        ]

    # Reading

    def typed(self) -> dict[str, str]:
        """What was typed, box by box, as a draft keeps it."""
        data = {name: _plain(self.data.get(name)) for name in self.fields if name not in NOT_KEPT}
        return {name: text for name, text in data.items() if text}

    def clean(self) -> dict[str, Any]:
        """The figures fit together, and what may name somebody was changed or ticked."""
        if not any(name.startswith((SPENT, FORECAST)) for name in self.errors):
            for wrong in wrong_with(self.given(), self.budget, final=self.paper.period.final):
                sign = self.signs.get(wrong.heading, "")
                box = f"{wrong.box}-{sign}" if sign else wrong.box
                if box not in self.errors:
                    final = box.startswith(FORECAST) and box not in self.fields
                    self.add_error(SPENT + sign if final else box or None, wrong.words)
        for _name, passage in self._marked:
            if not self.cleaned_data.get(NOBODY + passage.sign):
                words = _("“%(text)s” may name somebody: change it, or tick that it does not")
                self.add_error(NOBODY + passage.sign, words % {"text": passage.text})
        return self.cleaned_data

    def given(self) -> Given:
        """The answers."""
        data = self.cleaned_data
        return Given(
            progress=data.get("progress", ""),
            outcomes=data.get("outcomes", ""),
            people_reached=data.get("people_reached") or 0,
            issues=data.get("issues", ""),
            case_study=data.get("case_study", ""),
            underspend_reason=data.get("underspend_reason", "").strip(),
            headings=list(self._spent(data)),
            actuals={one.pk: data.get(f"{ACTUAL}{one.pk}", "") for one in self.paper.measures},
        )

    def _spent(self, data: Mapping[str, Any]) -> Iterator[Spent]:
        for name, sign in self.signs.items():
            spent = data.get(SPENT + sign) or 0
            forecast = spent if self.paper.period.final else data.get(FORECAST + sign) or 0
            yield Spent(name, spent, forecast, (data.get(REASON + sign) or "").strip())


def labels(form: ReturnForm) -> dict[str, str]:
    """What each box is called, alone."""
    found = {name: str(field.label) for name, field in form.fields.items()}
    for heading, sign in form.signs.items():
        for box in (SPENT, FORECAST, REASON):
            if box + sign in found:
                found[box + sign] = f"{heading}: {found[box + sign]}"
    return found


def _actual(measure: Measure, last: str) -> forms.Field:
    hints = [_("Aim: %(target)s") % {"target": measure.target}]
    if measure.baseline:
        hints.append(_("before the project: %(baseline)s") % {"baseline": measure.baseline})
    if last:
        hints.append(_("last time: %(last)s") % {"last": last})
    return TextField(
        label=measure.name,
        help_text="; ".join(hints),
        missing=_("Enter what “%(measure)s” has come to so far") % {"measure": measure.name},
        most=100,
        width="20",
    )


def _money(label: str, missing: str, hint: str) -> MoneyField:
    return MoneyField(label=label, missing=missing, help_text=hint, least_pence=0)


def _plain(text: Any) -> str:
    """With one kind of line end, and without what no database keeps."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
