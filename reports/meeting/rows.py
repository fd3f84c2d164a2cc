"""The ten rows of implications as they stand now, each with a code, and how far its sign-off is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.committee.implications import Implication, implications
from reports.committee.parts import parts, worded, written_of
from reports.figures import Figures
from reports.models import SignOff
from rounds.models import Round
from ui.dates import format_date, in_london


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


def standing(round: Round) -> dict[str, SignOff]:
    """The request that stands for each row (one query)."""
    asked = round.sign_offs.filter(withdrawn_at=None).select_related("asked_by").order_by("pk")
    return {one.issue: one for one in asked}


def signables(figures: Figures) -> Sequence[Signable]:
    """The ten rows in their order, with the words that stand in the report."""
    asked = standing(figures.round)
    said = parts(figures, written_of(figures.round))
    rows = worded(said, implications(figures))
    return [Signable(row.code, row, asked.get(row.code)) for row in rows]


def signatures(rows: Sequence[Implication], asked: Mapping[str, SignOff]) -> dict[str, str]:
    """Who signed exactly these words and when, in words, by the row's code."""
    signed = {row.code: Signable(row.code, row, asked.get(row.code)) for row in rows}
    return {
        code: _signature(one.asked) for code, one in signed.items() if one.asked and one.is_signed
    }


def _signature(asked: SignOff) -> str:
    day = asked.answered_at and format_date(in_london(asked.answered_at).date())
    return f"{asked.signed_name}, {day}"
