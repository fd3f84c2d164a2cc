"""A project that starts before the decision is expected is warned, and nobody is refused for it."""

import pytest
import time_machine

from bids.actions import submit
from bids.models import Bid
from rounds.models import Pot, Round
from tests.cast import SUBMITTED, Cast, again, at
from tests.journeys.conftest import Read

WARNING = "The project starts on 28 March 2019, and the decision is expected by 29 March 2019."
PAGES = ("edit/dates", "tasks", "check")


def starts(bid: Bid, day: str) -> Bid:
    Bid.objects.filter(pk=bid.pk).update(starts_on=day)
    return again(bid)


@pytest.mark.parametrize("page", PAGES)
def test_who_writes_it_is_warned_on_the_pages_that_they_see(
    cast: Cast, read: Read, page: str
) -> None:
    bid = starts(cast.draft(), "2019-03-28")
    assert WARNING in read(cast.applicant, f"/bids/{bid.reference}/{page}")
    starts(bid, "2019-03-29")
    assert "The project starts on" not in read(cast.applicant, f"/bids/{bid.reference}/{page}")


def test_the_dates_page_says_when_the_decision_is_expected(cast: Cast, read: Read) -> None:
    address = f"/bids/{cast.draft().reference}/edit/dates"
    assert "The decision is expected by 29 March 2019." in read(cast.applicant, address)
    Round.objects.update(decision_expected="2019-04-12")
    assert "The decision is expected by 12 April 2019." in read(cast.applicant, address)
    other = address.replace("dates", "need")
    assert "is expected by" not in read(cast.applicant, other)


def test_the_officer_is_warned_until_it_is_decided(cast: Cast, read: Read) -> None:
    bid = starts(cast.draft(), "2019-03-28")
    submit(bid=bid, by=cast.applicant, at=SUBMITTED)
    assert WARNING in read(cast.officer, f"/bids/{bid.reference}")
    approved = starts(cast.approved(), "2019-03-28")
    assert "The project starts on" not in read(cast.officer, f"/bids/{approved.reference}")


def test_a_tactical_bid_is_answered_within_the_rounds_days(cast: Cast, read: Read) -> None:
    bid = starts(cast.draft(route=Pot.TACTICAL), "2019-03-01")
    words = "The project starts on 1 March 2019, and the decision is expected by %s."
    with time_machine.travel(at("2019-02-20 09:00"), tick=False):
        page = read(cast.applicant, f"/bids/{bid.reference}/tasks")
    assert words % "2 March 2019" in page
    submit(bid=bid, by=cast.applicant, at=at("2019-02-21 10:00"))
    assert words % "3 March 2019" in read(cast.officer, f"/bids/{bid.reference}")
