"""What an officer types in the meeting: why scores are revealed early, what was agreed, the minutes."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.stale import digest
from people.models import User
from rounds.models import Criterion
from scoring.discussion import Agreed, sign_of, sign_of_minutes
from scoring.models import Discussion
from scoring.reveal import Opened
from ui.fields import LongTextField, TickField, WholeNumberField
from ui.forms import Form

SIGN = 64
"""The most characters of a digest that is sent along."""


class RevealForm(Form):
    """Why the scores are revealed, where somebody has not sent theirs."""

    def __init__(self, data: Any, *, waiting: Iterable[User]) -> None:
        super().__init__(data)
        names = ", ".join(str(member) for member in waiting)
        if names:
            self.fields["reason"] = LongTextField(
                label=_("Why the scores are revealed although not all were sent"),
                help_text=_("Not sent: %(names)s. They cannot send theirs afterwards.")
                % {"names": names},
                missing=_("Write why the scores are revealed without those of %(names)s")
                % {"names": names},
                rows=2,
                most=2_000,
            )


class DiscussionForm(Form):
    """For each criterion an agreed score with its reason, where there is one; and the minutes.

    Boxes left empty change nothing: the panel's mean stands, or what was agreed before.
    """

    marks_optional = False

    def __init__(self, data: Any, *, rows: Iterable[Opened], discussion: Discussion) -> None:
        super().__init__(data)
        self.rows = list(rows)
        self.discussion = discussion
        for row in self.rows:
            key = row.criterion.pk
            self.fields[f"points{key}"] = WholeNumberField(
                label=gettext_lazy("Agreed points, 0 to 5"),
                most_number=Criterion.MOST_POINTS,
                required=False,
            )
            self.fields[f"reason{key}"] = LongTextField(
                label=gettext_lazy("Why the panel agreed on it"),
                required=False,
                rows=2,
                most=2_000,
            )
            if row.agreed:
                self.fields[f"back{key}"] = TickField(
                    label=_("Take back the agreed %(points)s: the mean counts again")
                    % {"points": row.agreed.points},
                    required=False,
                )
            self.fields[f"seen{key}"] = _sign(sign_of(row.agreed))
        self.fields["minutes"] = LongTextField(
            label=gettext_lazy("Minutes: what the panel said of the bid as a whole"),
            required=False,
            rows=4,
            most=10_000,
            initial=discussion.minutes,
        )
        self.fields["seen"] = _sign(sign_of_minutes(discussion))

    def clean(self) -> dict[str, Any]:
        """Points need a reason and a reason points; nothing is agreed and taken back at once."""
        said = self.cleaned_data
        for row in self.rows:
            key, words = row.criterion.pk, {"criterion": row.criterion.title}
            points, reason = said.get(f"points{key}"), said.get(f"reason{key}", "").strip()
            if said.get(f"back{key}"):
                if points is not None or reason:
                    wrong = _("“%(criterion)s”: take the score back or enter another, not both")
                    self.add_error(f"back{key}", wrong % words)
            elif points is not None and not reason and f"reason{key}" in said:
                wrong = _("Write why the panel agreed on the score for “%(criterion)s”")
                self.add_error(f"reason{key}", wrong % words)
            elif reason and points is None and f"points{key}" in said:
                wrong = _("Enter the points from 0 to 5 that were agreed for “%(criterion)s”")
                self.add_error(f"points{key}", wrong % words)
        return said

    def agreed(self) -> list[Agreed]:
        """What is to be agreed or taken back."""
        said, found = self.cleaned_data, []
        for row in self.rows:
            key = row.criterion.pk
            points, back = said[f"points{key}"], said.get(f"back{key}")
            if points is not None or back:
                reason, seen = said[f"reason{key}"], said[f"seen{key}"]
                found.append(Agreed(row.criterion, points, reason, seen))
        return found

    def clashes(self) -> list[Opened]:
        """The criteria for which another officer wrote something since the page was opened."""
        said = {one.criterion.pk: one for one in self.agreed()}
        return [
            row
            for row in self.rows
            if row.criterion.pk in said and said[row.criterion.pk].seen != sign_of(row.agreed)
        ]

    @property
    def wrote_minutes(self) -> bool:
        """Whether this officer changed the minutes as they saw them."""
        seen: str = self.cleaned_data["seen"]
        return digest(self.cleaned_data["minutes"].strip()) != seen

    def minutes_clash(self) -> bool:
        """Whether both officers wrote minutes."""
        seen: str = self.cleaned_data["seen"]
        return self.wrote_minutes and seen != sign_of_minutes(self.discussion)

    def catch_up(self) -> None:
        """Take what stands now as seen, so that saving again writes over it, and no minutes are lost."""
        data = cast(QueryDict, self.data).copy()
        if not self.wrote_minutes:
            data["minutes"] = self.discussion.minutes
        data["seen"] = sign_of_minutes(self.discussion)
        for row in self.rows:
            data[f"seen{row.criterion.pk}"] = sign_of(row.agreed)
        self.data = data


def _sign(value: str) -> forms.CharField:
    """A digest of what stands, sent along unseen."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=SIGN, initial=value)
