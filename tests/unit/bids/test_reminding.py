"""Drafts that are not sent are called to mind by the clock: three days and one day before, each once."""

from datetime import datetime, timedelta

import pytest
import time_machine

from bids.actions import submit
from bids.reminding import remind
from bids.tasks import remind_of_deadlines
from notices.models import Message
from rounds.models import Pot
from tests.cast import SUBMITTED, Cast, at


def told() -> list[str]:
    return list(Message.objects.filter(kind="draft-closes").values_list("to", flat=True))


@pytest.fixture
def closes(cast: Cast) -> datetime:
    """When the round closes; there is a draft of its main route."""
    cast.draft()
    return cast.round.closes


def test_a_draft_is_called_to_mind_twice(closes: datetime) -> None:
    for days in (9, 3, 3, 2, 1, 1):
        remind(closes - timedelta(days=days))
        remind(closes - timedelta(days=days, hours=1))
    assert len(told()) == 2
    remind(closes + timedelta(minutes=1))
    assert len(told()) == 2
    assert "midday on Friday 8 March 2019" in Message.objects.filter(kind="draft-closes")[0].body


def test_what_is_sent_or_withdrawn_is_not(cast: Cast, closes: datetime) -> None:
    cast.submitted()
    cast.withdrawn()
    assert remind(closes - timedelta(days=1)) == 1


def test_a_clock_that_stood_still_makes_good_on_the_next_day(closes: datetime) -> None:
    assert remind(closes - timedelta(days=2)) == 1
    assert remind(closes - timedelta(hours=3)) == 1


def test_a_later_deadline_is_a_deadline_of_its_own(cast: Cast, closes: datetime) -> None:
    later = closes + timedelta(days=7)
    assert remind(closes - timedelta(days=1)) == 1
    type(cast.draft()).objects.update(change_by=later)
    assert remind(later - timedelta(days=1)) == 2


def test_a_tactical_draft_has_until_the_end_of_the_year(cast: Cast) -> None:
    cast.draft(route=Pot.TACTICAL)
    assert remind(at("2019-12-01 09:00")) == 0
    assert remind(at("2020-03-30 09:00")) == 1


def test_nobody_is_reminded_in_the_night(closes: datetime) -> None:
    day = (closes - timedelta(days=1)).date().isoformat()
    with time_machine.travel(at(f"{day} 07:59"), tick=False):
        assert remind_of_deadlines() == 0
    with time_machine.travel(at(f"{day} 08:00"), tick=False):
        assert remind_of_deadlines() == 1


def test_a_bid_that_was_sent_meanwhile_is_left_alone(cast: Cast, closes: datetime) -> None:
    for draft in type(cast.draft()).objects.all():
        submit(bid=draft, by=cast.applicant, at=SUBMITTED)
    assert remind(closes - timedelta(days=1)) == 0
