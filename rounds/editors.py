"""The parts of a round as an officer edits them: the form of each, and the verb that saves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import User
from rounds import part_forms as forms
from rounds import parts, row_forms
from rounds.drafts import scoring_begun
from rounds.models import Round
from rounds.settings import save_settings
from ui.forms import Form

Words = str | Promise
Save = Callable[[Round, Any, User, str | None], Round]
"""Saves what a form says: the round, its values or rows, who, and the digest that they saw."""


@dataclass(frozen=True)
class Editor:
    """A part of the round that has a page of its own."""

    part: str
    title: Words
    help: Words
    form: type[Form]
    save: Save
    row: Words = ""
    """What a row is called, with its number; nothing where the part is settings."""
    notice: Callable[[Round], str] | None = None
    """What to know of the round before the part is changed, and after."""
    knows: Callable[[Round], dict[str, Any]] = lambda _round: {}
    """What the form is told of the round."""


def _settings(part: str) -> Save:
    def save(round: Round, values: Mapping[str, Any], by: User, seen: str | None) -> Round:
        return save_settings(round=round, values=values, by=by, part=part, seen=seen)

    return save


def _rows(verb: Callable[..., Round]) -> Save:
    def save(round: Round, rows: list[dict[str, Any]], by: User, seen: str | None) -> Round:
        return verb(round=round, rows=rows, by=by, seen=seen)

    return save


ABOUT = Editor("about", _("Title and purpose"), "", form=forms.AboutForm, save=_settings("about"))
DATES = Editor(
    "dates",
    _("Dates"),
    _("Times are those of the United Kingdom."),
    form=forms.DatesForm,
    save=_settings("dates"),
)
INCOME = Editor(
    "income",
    _("Income expected"),
    _("When the PCC is expected to pay. Money that came is recorded on its own page."),
    form=row_forms.IncomeForm,
    save=_rows(parts.save_income),
    row=_("Instalment %(number)s"),
)
PRIORITIES = Editor(
    "priorities",
    _("Priorities"),
    _("Every bid serves one of the PCC and one of the partnership. One that a bid serves stays."),
    form=row_forms.PriorityForm,
    save=_rows(parts.save_priorities),
    row=_("Priority %(number)s"),
)
CRITERIA = Editor(
    "criteria",
    _("Criteria"),
    _("Panel members give 0 to 5 points for each. Once a score is sent they no longer change."),
    form=row_forms.CriterionForm,
    save=_rows(parts.save_criteria),
    row=_("Criterion %(number)s"),
    notice=scoring_begun,
)
SCORING = Editor(
    "scoring", _("Scores needed"), "", form=forms.ScoringForm, save=_settings("scoring")
)
GATES = Editor(
    "gates",
    _("Checks before scoring"),
    _("A bid that fails one is turned down before any score. Bids checked against one keep it."),
    form=row_forms.GateForm,
    save=_rows(parts.save_gates),
    row=_("Check %(number)s"),
)
ELIGIBILITY = Editor(
    "eligibility",
    _("Questions before a bid is written"),
    _(
        "Yes or no. Where there are none, the usual ones are asked; the checks are always asked too."
    ),
    form=row_forms.EligibilityRowForm,
    save=_rows(parts.save_eligibility),
    row=_("Question %(number)s"),
)
QUESTIONS = Editor(
    "questions",
    _("Questions of the form"),
    _(
        "The standard questions are always asked. Add one here to give it your own words or limit, "
        "or add an extra question. Once a bid is submitted only hints change."
    ),
    form=row_forms.QuestionForm,
    save=_rows(parts.save_questions),
    row=_("Question %(number)s"),
)
DOCUMENTS = Editor(
    "documents",
    _("Files asked for"),
    _(
        "Such as the last accounts. Once a bid is submitted, only the hints of what bids are asked "
        "for change."
    ),
    form=row_forms.DocumentForm,
    save=_rows(parts.save_documents),
    row=_("File %(number)s"),
)
PERIODS = Editor(
    "periods",
    _("Returns"),
    _("When funded projects say how they stand. One that returns were sent for stays."),
    form=row_forms.PeriodForm,
    save=_rows(parts.save_periods),
    row=_("Period %(number)s"),
)
AGREEMENT = Editor(
    "agreement",
    _("Decision and agreement"),
    _("Offers that are not accepted yet say at once what you save here."),
    form=forms.AgreementForm,
    save=_settings("agreement"),
)
EQUALITY = Editor(
    "equality",
    _("Equality impact screening"),
    _("It is shown on the round's public page."),
    form=forms.EqualityForm,
    save=_settings("equality"),
)

EDITORS = {
    editor.part: editor
    for editor in (
        ABOUT,
        DATES,
        INCOME,
        PRIORITIES,
        CRITERIA,
        SCORING,
        GATES,
        ELIGIBILITY,
        QUESTIONS,
        DOCUMENTS,
        PERIODS,
        AGREEMENT,
        EQUALITY,
    )
}
"""By part. The money's stands with the ledger (``funds.editing``), and people have a page of their own."""
