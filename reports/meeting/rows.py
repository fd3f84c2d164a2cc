"""The ten rows of implications as they stand now, each with a code, and how far its sign-off is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from reports.committee.implications import Implication, implications
from reports.figures import Figures
from reports.models import SignOff
from rounds.models import Round


@dataclass(frozen=True)
class Signable:
    """A row, and the request to sign it that stands."""

    code: str
    row: Implication
    asked: SignOff | None

    @property
    def is_signed(self) -> bool:
        """Whether its officer agreed to exactly these words."""
        return bool(self.asked and self.asked.agreed and not self.has_changed)

    @property
    def has_changed(self) -> bool:
        """Whether the words are others than those that its officer was asked to sign."""
        return self.asked is not None and self.asked.text != self.row.words

    def is_overdue(self, today: date) -> bool:
        """Whether its day has gone without an answer."""
        asked = self.asked
        return asked is not None and asked.answered_at is None and asked.due < today


def code_of(issue: str) -> str:
    """The code of a row: ``legal``, ``crime-and-disorder``."""
    return slugify(issue)


def standing(round: Round) -> dict[str, SignOff]:
    """The request that stands for each row (one query)."""
    asked = round.sign_offs.filter(withdrawn_at=None).select_related("asked_by").order_by("pk")
    return {one.issue: one for one in asked}


def signables(figures: Figures) -> Sequence[Signable]:
    """The ten rows in their order."""
    asked = standing(figures.round)
    return [
        Signable(code_of(row.issue), row, asked.get(code_of(row.issue)))
        for row in implications(figures)
    ]
