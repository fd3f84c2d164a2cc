"""Reminders of returns: the right ones, on the right days, once."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bids.models import Bid
from monitoring.models import Return
from monitoring.returns.checking import send_back
from monitoring.returns.reminders import MOST_WEEKS, _tell, remind, stages
from monitoring.tasks import remind_of_returns
from notices.models import Message
from rounds.models import Round
from tests.cast import Cast, at
from tests.unit.monitoring.test_returns import send

DUE = at("2019-08-16 09:00")


def told(moment: datetime) -> dict[str, int]:
    """How many emails of each kind a moment brings about."""
    before = set(Message.objects.values_list("pk", flat=True))
    count = remind(moment)
    kinds = Counter(Message.objects.exclude(pk__in=before).values_list("kind", flat=True))
    assert kinds.total() == count
    return dict(kinds)


def days(count: int) -> datetime:
    """So many days after it is due, or before."""
    return DUE + timedelta(days=count)


def test_a_year_of_reminders(cast: Cast) -> None:
    cast.monitored()
    found = {n: kinds for n in range(-30, 40) if (kinds := told(days(n)))}
    late = {"return-overdue": 1}
    assert found == {
        -14: {"return-due": 1},
        -3: {"return-due": 1},
        1: late,
        8: late,
        14: {"return-escalated": 2},
        15: late,
        22: late,
        29: late,
        36: late,
    }
    assert set(Message.objects.filter(kind="return-overdue").values_list("to", flat=True)) == {
        "applicant@youth.example"
    }
    escalated = Message.objects.filter(kind="return-escalated")
    assert {one.to for one in escalated} == {"officer@csp.example", "decisions@csp.example"}
    assert "reminders went to applicant@youth.example" in escalated[0].body


def test_each_is_sent_once_however_often_the_clock_comes(cast: Cast) -> None:
    cast.monitored()
    assert told(days(-14)) == {"return-due": 1}
    assert told(days(-14)) == told(days(-10)) == {}


def test_a_day_on_which_the_clock_stood_still_is_made_good(cast: Cast) -> None:
    cast.monitored()
    assert told(days(-12)) == {"return-due": 1}
    assert told(days(3)) == {"return-overdue": 1}
    assert told(days(17)) == {"return-overdue": 1, "return-escalated": 2}


@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        ("2019-08-01 23:59", {}),
        ("2019-08-02 00:00", {"return-due": 1}),
        ("2019-08-16 23:59", {"return-due": 1}),
        ("2019-08-17 00:00", {"return-overdue": 1}),
    ],
)
def test_a_day_is_a_day_in_london(cast: Cast, moment: str, kinds: dict[str, int]) -> None:
    cast.monitored()
    assert told(at(moment)) == kinds


def test_nobody_is_reminded_of_a_return_that_was_given(cast: Cast) -> None:
    bid = cast.monitored()
    sent = send(cast, bid)
    assert told(days(1)) == {}
    send_back(sent=sent, reason="Count.", by=cast.officer)
    assert told(days(1)) == {"return-overdue": 1}


@pytest.mark.parametrize("state", ["approved", "terminated", "closed", "declined", "sifted"])
def test_nobody_is_reminded_whose_project_does_not_run(cast: Cast, state: str) -> None:
    getattr(cast, state)()
    assert told(days(1)) == {}


def test_nobody_is_reminded_of_what_they_do_not_owe(cast: Cast) -> None:
    bid: Bid = cast.monitored()
    bid.award.approved_at = at("2019-08-01")
    bid.award.save()
    assert told(days(1)) == {}


def test_nobody_is_reminded_once_the_year_is_closed(cast: Cast) -> None:
    cast.monitored()
    Round.objects.update(closed_at=timezone.now())
    assert told(days(1)) == {}


def test_reminders_come_to_an_end() -> None:
    due = DUE.date()
    last = due + timedelta(weeks=MOST_WEEKS)
    assert ("return-overdue", str(MOST_WEEKS - 1)) in stages(due, last)
    assert [kind for kind, _stage in stages(due, last + timedelta(days=1))] == ["return-escalated"]


def test_the_clock_reminds_nobody_in_the_night(cast: Cast, monkeypatch: Any) -> None:
    cast.monitored()
    assert not Return.objects.exists()
    for moment, count in (("2019-08-17 07:59", 0), ("2019-08-17 08:00", 1)):
        monkeypatch.setattr("monitoring.tasks.timezone.now", lambda moment=moment: at(moment))
        assert remind_of_returns() == count


def test_a_return_that_comes_in_meanwhile_stops_its_reminder(cast: Cast) -> None:
    bid = cast.monitored()
    send(cast, bid)
    where: Any = {"award": bid.award, "period": cast.first_period, "stage": "0"}
    assert _tell(**where, kind="return-overdue") == 0
