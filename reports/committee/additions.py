"""What stands in the report beside figures and words: meetings, signatures, members' questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.meeting.questions import carried_into
from reports.meeting.rows import standing
from reports.models import MembersQuestion, SignOff
from rounds.models import Round
from ui.dates import format_date

Meetings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Additions:
    """What other pages add to a report."""

    signed: Mapping[str, SignOff] = field(default_factory=dict)
    """The request to sign that stands, by the code of the implication's row."""
    questions: tuple[MembersQuestion, ...] = ()
    """Members' questions that the report carries."""


def additions(round: Round) -> Additions:
    """What there is for a round (two queries)."""
    return Additions(signed=standing(round), questions=tuple(carried_into(round)))


def meetings(round: Round) -> Meetings:
    """Each meeting that the report goes to, and its date, in words."""
    return ((round.partnership.committee, format_date(round.committee)),)
