"""Forms of the parts of a round that are rows: one form a row."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.models import Criterion, Owner, Priority
from rounds.part_forms import LONG_MOST, NumberField
from rounds.questions import EXTRA_WORDS, STANDARD
from ui.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MoneyField,
    TextField,
    TickField,
    WholeNumberField,
    YesNoField,
)
from ui.forms import Form


class CodedForm(Form):
    """A row with a code; where it is left empty the title gives one."""

    code_from: str = "title"

    def clean(self) -> dict[str, Any]:
        """The code: as it was typed, else from the words."""
        data = self.cleaned_data
        typed = str(data.get("code") or "").strip()
        if typed and not re.fullmatch(r"[A-Za-z0-9_-]{1,50}", typed):
            self.add_error("code", _("Use only letters, digits, - and _"))
        data["code"] = (
            typed or slugify(str(data.get(self.code_from, "")))[:50].strip("-") or "extra"
        )
        return data


class PriorityForm(Form):
    """A priority of either owner."""

    owner = ChoiceField(
        label=_("Whose priority"), choices=Owner.choices, select=True, initial=Owner.PCC.value
    )
    code = TextField(
        label=_("Code"),
        help_text=_("Short, like PCC1. Applicants see it."),
        missing=_("Enter the priority's code"),
        most=20,
        width="10",
    )
    title = TextField(label=_("Title"), missing=_("Enter the priority's title"), most=300)
    lead = TextField(label=_("The group that leads on it"), required=False)
    status = ChoiceField(
        label=_("Status"),
        help_text=_("The title of a draft may be amended; the old wording is kept."),
        choices=Priority.Status.choices,
        select=True,
        initial=Priority.Status.DRAFT.value,
    )

    def clean_code(self) -> str:
        """A code that a workbook can hold."""
        code: str = self.cleaned_data["code"].strip()
        if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
            raise ValidationError(_("Use only letters, digits, - and _"))
        return code


class CriterionForm(CodedForm):
    """A criterion."""

    title = TextField(label=_("What is scored"), missing=_("Enter what is scored"), most=300)
    code = TextField(
        label=_("Code in workbooks"),
        help_text=_("Left empty, it is made from the words."),
        required=False,
        most=50,
        width="20",
    )
    kind = ChoiceField(
        label=_("Kind"),
        choices=Criterion.Kind.choices,
        select=True,
        initial=Criterion.Kind.PCC.value,
    )
    weight = WholeNumberField(
        label=_("Weight"),
        help_text=_("Its part of the score, beside the other weights."),
        missing=_("Enter the weight"),
        most_number=1000,
    )
    floor = NumberField(
        label=_("Fewest points"),
        help_text=_("A bid with fewer points here is recommended for decline."),
        required=False,
        most_number=Criterion.MOST_POINTS,
    )
    descriptors = LongTextField(
        label=_("What 0 to 5 points mean"),
        help_text=_("Six lines, one for each of 0, 1, 2, 3, 4 and 5 points."),
        required=False,
        most=6000,
        rows=6,
    )

    guidance = LongTextField(
        label=_("What to look for"),
        help_text=_("The panel reads it beside the points, and applicants before they write."),
        required=False,
        most=LONG_MOST,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        if isinstance(initial.get("descriptors"), list):
            kwargs["initial"] = {**initial, "descriptors": "\n".join(initial["descriptors"])}
        super().__init__(*args, **kwargs)

    def clean_floor(self) -> Decimal:
        """No floor is nought."""
        return self.cleaned_data["floor"] or Decimal(0)

    def clean_descriptors(self) -> list[str]:
        """One for each point, or none at all."""
        lines = [line.strip() for line in self.cleaned_data["descriptors"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) not in (0, Criterion.MOST_POINTS + 1):
            raise ValidationError(
                gettext("Write six lines, one for each of 0 to 5 points; there are %(count)s.")
                % {"count": len(lines)}
            )
        return lines


class GateForm(CodedForm):
    """A gate."""

    title = TextField(
        label=_("What must be true of a bid"),
        missing=_("Enter what must be true"),
        most=300,
    )
    code = TextField(
        label=_("Code in workbooks"),
        help_text=_("Left empty, it is made from the words."),
        required=False,
        most=50,
        width="20",
    )


class EligibilityRowForm(Form):
    """A yes or no question before a bid is written."""

    title = TextField(label=_("Question"), missing=_("Enter the question"), most=300)
    good_answer = YesNoField(
        label=_("The answer that lets a bid go on"), missing=_("Choose yes or no")
    )
    why_not = LongTextField(
        label=_("What is said after the other answer"),
        help_text=_("Why not, and what to do."),
        missing=_("Enter what is said after the other answer"),
        most=LONG_MOST,
        rows=3,
    )


EXTRA = "extra"


class QuestionForm(Form):
    """A standard question in the round's own words, or an extra one."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=50)
    asks = ChoiceField(
        label=_("Which question"),
        choices=[
            (EXTRA, _("An extra question")),
            *((asked.code, asked.title) for asked in STANDARD.values()),
        ],
        select=True,
        initial=EXTRA,
    )
    title = TextField(
        label=_("Its words"),
        help_text=_("Left empty, a standard question keeps its own."),
        required=False,
        most=300,
    )
    hint = LongTextField(
        label=_("Its hint"),
        help_text=_("Left empty, a standard question keeps its own."),
        required=False,
        most=LONG_MOST,
        rows=3,
    )
    word_limit = WholeNumberField(
        label=_("At most how many words"),
        help_text=_("Left empty, the usual: %(most)s for an extra question.")
        % {"most": EXTRA_WORDS},
        required=False,
        least=1,
        most_number=5000,
    )
    required = TickField(label=_("It must be answered"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        if "code" in initial:
            asks = initial["code"] if initial["code"] in STANDARD else EXTRA
            kwargs["initial"] = {**initial, "asks": asks}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The code: the standard question's, the extra one's own, or one made from its words."""
        data = self.cleaned_data
        asks, code = data.pop("asks", EXTRA), str(data.get("code") or "")
        if asks in STANDARD:
            data["code"] = asks
            return data
        if not str(data.get("title") or "").strip() and "title" not in self.errors:
            self.add_error("title", _("Enter the words of the extra question"))
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,50}", code) or code in STANDARD:
            code = slugify(str(data.get("title", "")))[:50].strip("-") or EXTRA
        data["code"] = f"{code[:44]}-extra" if code in STANDARD else code
        return data


class DocumentForm(CodedForm):
    """A file that bids, or awarded projects, are asked for."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=50)
    title = TextField(label=_("File"), missing=_("Enter what file is asked for"))
    hint = LongTextField(label=_("Hint"), required=False, most=LONG_MOST, rows=3)
    required = TickField(label=_("It must be there"), required=False)
    before_payment = TickField(
        label=_("It is asked of awarded projects, before money moves"),
        help_text=_("Not of bids. Ask for a statement of DBS checks, never for certificates."),
        required=False,
    )


class PeriodForm(Form):
    """A return period."""

    name = TextField(label=_("Name"), missing=_("Enter the period's name"), most=100)
    ends = DateField(label=_("It ends on"), missing=_("Enter when the period ends"))
    due = DateField(label=_("Returns are due on"), missing=_("Enter when returns are due"))
    final = TickField(label=_("It is the final one"), required=False)


class IncomeForm(Form):
    """An instalment that the PCC is expected to pay."""

    due = DateField(label=_("Expected on"), missing=_("Enter when it is expected"))
    amount_pence = MoneyField(label=_("Amount"), missing=_("Enter the amount"))
