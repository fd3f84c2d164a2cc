"""What the clock says is said once, however many workers there are and however often they start again."""

from datetime import timedelta
from functools import partial

from bids.reminding import remind as remind_of_deadlines
from notices.models import Message
from reports.meeting.actions import set_meeting
from reports.meeting.reminding import remind as remind_of_papers
from reports.meeting.timetable import timetable
from tests.cast import Cast, cast_of
from tests.integration.threads import at_once
from ui.dates import midnight

WORKERS = 6


def test_a_draft_is_called_to_mind_once(committed_db: str) -> None:
    cast = cast_of()
    cast.draft()
    now = cast.round.closes - timedelta(days=1)
    outcome = at_once([partial(remind_of_deadlines, now)] * WORKERS)
    assert not outcome.broken
    assert sum(map(int, map(str, outcome.done))) == 1
    assert remind_of_deadlines(now) == 0
    assert Message.objects.filter(kind="draft-closes").count() == 1


def test_papers_are_called_to_mind_once_to_each_officer(committed_db: str) -> None:
    cast: Cast = cast_of()
    day = cast.round.committee
    set_meeting(round=cast.round, day=day, by=cast.officer)
    now = midnight(timetable(day).publication) + timedelta(hours=10)
    outcome = at_once([partial(remind_of_papers, now)] * WORKERS)
    assert not outcome.broken
    said = Message.objects.filter(kind="papers-due").values_list("to", "subject")
    assert len(said) == len(set(said)) > 0
