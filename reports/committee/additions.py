"""What stands in the report beside figures and words: meetings, signatures, members' questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rounds.models import Round
from ui.dates import format_date


@dataclass(frozen=True)
class Question:
    """A member's question that the report carries, and its answer, where there is one."""

    words: str
    answer: str


@dataclass(frozen=True)
class Additions:
    """What other pages add to a report."""

    meetings: tuple[tuple[str, str], ...] = ()
    """Each meeting that the report goes to, and its date, in words."""
    signed: Mapping[str, str] = field(default_factory=dict)
    """Who signed an implication and when, in words, by the row's code."""
    questions: tuple[Question, ...] = ()


def additions(round: Round) -> Additions:
    """What there is for a round."""
    return Additions(meetings=((round.partnership.committee, format_date(round.committee)),))
