"""The Monday email: what waits, to whom it goes, and on which mornings."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bids.models import Bid
from monitoring.desk.monday import MOST, _shortened, stands_until, weeks
from monitoring.desk.monday_mail import is_time, send, written
from monitoring.models import Claim
from monitoring.tasks import say_what_waits
from notices.models import Message
from rounds.models import Round
from tests.cast import Cast, at

MONDAY = at("2019-08-19 08:00")
"""The first after the September report's day."""


def said(cast: Cast, moment: datetime = MONDAY) -> str:
    return written(weeks(cast.round.partnership, moment))


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2019-08-18 23:59", False),
        ("2019-08-19 07:59", False),
        ("2019-08-19 08:00", True),
        ("2019-08-19 23:59", True),
        ("2019-08-20 00:00", False),
        ("2019-04-01 08:00", True),  # the day after the clocks go forward
        ("2019-10-28 07:59", False),  # the day after they go back
        ("2019-10-28 08:00", True),
    ],
)
def test_it_goes_on_mondays_from_eight_in_london(moment: str, due: bool) -> None:
    assert is_time(at(moment)) is due


def test_officers_and_finance_get_it_once(cast: Cast) -> None:
    cast.monitored()
    before = set(Message.objects.values_list("pk", flat=True))
    assert send(MONDAY) == 3
    assert send(at("2019-08-19 08:30")) == send(at("2019-08-20 09:00")) == 0
    new = Message.objects.exclude(pk__in=before)
    assert {one.to for one in new} == {
        "officer@csp.example",
        "finance@csp.example",
        "finance2@csp.example",
    }
    assert all("September report" in one.body for one in new)
    assert send(at("2019-08-26 08:00")) == 3


def test_where_nothing_waits_nothing_goes(cast: Cast) -> None:
    cast.monitored()
    assert send(at("2019-08-12 08:00")) == 0
    assert said(cast, at("2019-08-12 08:00")) == ""


def test_a_closed_round_says_nothing(cast: Cast) -> None:
    cast.monitored()
    Round.objects.update(closed_at=timezone.now())
    assert send(MONDAY) == 0


def test_who_owes_a_return_and_what_the_pots_have(cast: Cast) -> None:
    bid = cast.monitored()
    words = said(cast)
    line = f"- {bid.reference}, Youth Works: “September report”, due by 16 August 2019"
    assert line in words
    assert "Main pot: £15,000.00 available, £5,000.00 committed, £0.00 paid" in words
    assert "Cash in hand: £0.00" in words
    assert "Returns overdue" not in said(cast, at("2019-08-16 23:59"))


@pytest.mark.parametrize(
    ("fields", "whom"),
    [
        ({"state": "sent"}, "an officer to check it"),
        ({"state": "checked"}, "finance to approve it"),
        ({"state": "approved"}, "a payment batch"),
    ],
)
def test_for_whom_a_claim_waits(cast: Cast, fields: dict[str, Any], whom: str) -> None:
    bid: Bid = cast.monitored()
    if fields["state"] == "approved":
        fields = {**fields, "checked_by": cast.officer, "approved_by": cast.finance}
    Claim.objects.create(
        award=bid.award, number=1, amount_pence=40_000, claimed_by=cast.applicant, **fields
    )
    assert f"claim 1 of £400.00 waits for {whom}" in said(cast)


@pytest.mark.parametrize(
    ("days", "words"), [(-8, ""), (-7, "the offer stands until"), (0, "the offer stood until")]
)
def test_an_offer_is_told_of_a_week_before_it_lapses(cast: Cast, days: int, words: str) -> None:
    award = cast.approved().award
    ends = stands_until(award, award.bid.round)
    found = said(cast, ends + timedelta(days=days))
    assert (words in found) if words else ("the offer" not in found)


def test_evidence_that_is_missing_is_named(cast: Cast) -> None:
    bid = cast.monitored()
    cast.round.documents_asked.create(
        code="dbs", title="DBS statement", position=9, before_payment=True, required=True
    )
    assert f"- {bid.reference}, Youth Works: DBS statement" in said(cast)


def test_a_long_list_is_cut_and_says_so() -> None:
    assert _shortened(["x"] * MOST) == ["x"] * MOST
    assert _shortened(["x"] * (MOST + 2))[-1] == "and 2 more"


def test_the_clock_sends_it(cast: Cast, monkeypatch: Any) -> None:
    cast.monitored()
    for moment, count in (("2019-08-19 07:30", 0), ("2019-08-19 08:00", 3)):
        monkeypatch.setattr("monitoring.tasks.timezone.now", lambda moment=moment: at(moment))
        assert say_what_waits() == count
