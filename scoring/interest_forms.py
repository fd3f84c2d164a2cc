"""What a panel member declares of each organisation that bids, as a form."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Organisation
from scoring.interest_asked import Asked
from scoring.interest_presenters import why_asked
from scoring.interests import MOST, Answer, problem, says_the_same
from ui.fields import LongTextField, TextField, YesNoField
from ui.forms import Form

NONE = "none"
"""The button that says no to all that was not answered and where nothing was found."""


class InterestsForm(Form):
    """For each organisation yes or no, with words. Any may be left for later, but in a blind sift."""

    marks_optional = False

    def __init__(self, data: Any, *, asked: Iterable[Asked], vague: bool) -> None:
        """``vague`` is for a blind sift: it does not say what of a bid was found, and takes all answers at
        once. Either would tell whose a bid is; the other by the bids that appear after one answer.
        """
        super().__init__(data)
        self.vague = vague
        self.asked = list(asked)
        self.rows = {
            f"answer{one.organisation.pk}": one for one in self.asked if not one.is_settled
        }
        for name, one in self.rows.items():
            self._add(name, one, vague=vague)

    def _add(self, name: str, one: Asked, *, vague: bool) -> None:
        pk, standing = one.organisation.pk, one.standing
        said = standing.note.text if standing and standing.note else ""
        asks_why = one.is_proposed or bool(said)
        self.fields[name] = YesNoField(
            label=one.organisation.name,
            help_text=" ".join(why_asked(found, vague=vague) for found in one.found),
            required=False,
            small=True,
            initial=False if standing else None,
        )
        self.fields[f"words{pk}"] = _text(gettext_lazy("What is the interest?"))
        if asks_why:
            self.fields[f"why{pk}"] = _text(gettext_lazy("Why is it no interest?"), initial=said)

    def clean(self) -> dict[str, Any]:
        """Each row by the rules of the verb, said beside the row; words need an answer."""
        for name, one in self.rows.items():
            pk = one.organisation.pk
            answer = self._answer(name, one)
            if answer is None:
                if self.cleaned_data.get(f"words{pk}", "").strip() and not self.errors.get(name):
                    self.add_error(name, _("Choose yes or no"))
                continue
            if one.standing and says_the_same(one.standing, answer):
                continue
            if said := problem(one.organisation, answer, one.standing, one.found):
                words = f"words{pk}" if answer.has_interest else f"why{pk}"
                self.add_error(words if words in self.fields else name, said)
        self._say_what_stands()
        if self.vague and self.answers():
            self._ask_for_the_others()
        return self.cleaned_data

    def _ask_for_the_others(self) -> None:
        for name, one in self.rows.items():
            unread = {name, f"words{one.organisation.pk}", f"why{one.organisation.pk}"}
            left = self._answer(name, one) is None and one.standing is None
            if left and not unread & set(self.errors):
                self.add_error(name, _("Choose yes or no: this round takes all answers at once"))

    def _say_what_stands(self) -> None:
        """An older copy of the page may take back an interest that was declared on another."""
        for one in self.asked:
            if one.is_settled and self.data.get(f"answer{one.organisation.pk}") == "no":
                answer = Answer(has_interest=False)
                self.add_error(None, problem(one.organisation, answer, one.standing, one.found))

    def _answer(self, name: str, one: Asked) -> Answer | None:
        """What was answered; nothing where nothing was, or what was cannot be read."""
        pk = one.organisation.pk
        says = self.cleaned_data.get(name)
        words = self.cleaned_data.get(f"words{pk}" if says else f"why{pk}", "")
        unread = {name, f"words{pk}", f"why{pk}"} & set(self.errors)
        if says is None and not unread and NONE in self.data and not one.is_proposed:
            return Answer(has_interest=False)
        return None if says is None or unread else Answer(says, words.strip())

    def answers(self) -> dict[Organisation, Answer]:
        """What was answered, by organisation."""
        given = {one.organisation: self._answer(name, one) for name, one in self.rows.items()}
        return {organisation: answer for organisation, answer in given.items() if answer}

    @property
    def has_proposed(self) -> bool:
        """Whether something was found for a row."""
        return any(one.is_proposed for one in self.rows.values())

    @property
    def may_press_none(self) -> bool:
        """Whether there are rows to which one press answers no."""
        left = [one for one in self.rows.values() if not one.is_proposed and not one.standing]
        return len(left) > 1

    def proposed(self) -> Iterator[dict[str, BoundField]]:
        """The rows where something was found: the ``answer``, the ``words`` of a yes, ``why`` a no."""
        return (self._row(one) for one in self.rows.values() if one.is_proposed)

    def others(self) -> Iterator[dict[str, BoundField]]:
        """The other rows."""
        return (self._row(one) for one in self.rows.values() if not one.is_proposed)

    def _row(self, one: Asked) -> dict[str, BoundField]:
        names = {part: f"{part}{one.organisation.pk}" for part in ("answer", "words", "why")}
        return {part: self[name] for part, name in names.items() if name in self.fields}


def _text(label: Any, initial: str = "") -> TextField:
    return TextField(label=label, most=MOST, required=False, initial=initial)


class LiftForm(Form):
    """Why an interest is lifted."""

    reason = LongTextField(
        label=gettext_lazy("Why is it lifted?"),
        help_text=gettext_lazy("The register shows this."),
        missing=gettext_lazy("Say why the interest is lifted"),
        rows=3,
        most=2_000,
    )
