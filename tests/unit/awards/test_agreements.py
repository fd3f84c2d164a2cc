"""The organisation accepts its agreement itself; the officer takes it from there."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from awards.actions import accept_agreement, lapse, offer_ends, start_monitoring, turn_down
from awards.hold import set_hold
from awards.models import Agreement
from base.errors import NotAllowed, Refused
from notices.models import Message
from tests.cast import AGREED, DECIDED, Cast, again, at
from ui.dates import midnight

ENDS = DECIDED + timedelta(days=21)


def accept(cast: Cast, bid: Any, **more: Any) -> Agreement:
    given = {"signatory": "Rosa Finch", "by": cast.applicant, "at": AGREED, **more}
    return accept_agreement(bid=bid, **given)


def test_an_applicant_accepts_and_everybody_is_told(cast: Cast) -> None:
    bid = cast.approved()
    agreement = accept(cast, bid)
    assert (agreement.accepted_by, agreement.recorded_by) == ("Rosa Finch", cast.applicant)
    assert agreement.accepted_at == AGREED
    assert again(bid).state == "approved"
    told = Message.objects.filter(kind="agreement-accepted").values_list("to", flat=True)
    assert set(told) == {"applicant@youth.example", "officer@csp.example"}


def test_the_officer_starts_from_the_agreement_that_is_there(cast: Cast) -> None:
    bid = cast.approved()
    agreement = accept(cast, bid)
    assert start_monitoring(bid=bid, by=cast.officer, at=DECIDED) == agreement
    assert again(bid).state == "monitored"
    assert bid.history.latest("pk").at == AGREED  # no earlier than it was accepted


def test_without_one_the_officer_says_who_accepted(cast: Cast) -> None:
    bid = cast.approved()
    with pytest.raises(Refused, match="Say who accepted"):
        start_monitoring(bid=bid, by=cast.officer, at=AGREED)


@pytest.mark.parametrize("who", ["rival", "panel_member", "auditor", "decision_maker", "stranger"])
def test_nobody_else_accepts(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        accept(cast, cast.approved(), by=getattr(cast, who))


def test_it_is_accepted_once_by_a_named_person(cast: Cast) -> None:
    bid = cast.approved()
    with pytest.raises(Refused, match="Enter the name"):
        accept(cast, bid, signatory=" ")
    accept(cast, bid)
    with pytest.raises(Refused, match="Rosa Finch accepted the agreement"):
        accept(cast, bid)


@pytest.mark.parametrize("state", ["submitted", "sifted", "declined", "monitored"])
def test_there_is_something_to_accept_only_once_it_is_approved(cast: Cast, state: str) -> None:
    with pytest.raises(Refused, match="no offer"):
        accept(cast, getattr(cast, state)())


def test_an_offer_that_is_over_is_an_officers_to_take_down(cast: Cast) -> None:
    bid = cast.approved()
    with pytest.raises(Refused, match="The offer stood until"):
        accept(cast, bid, at=ENDS)
    assert accept(cast, bid, at=ENDS, by=cast.officer)


def test_the_last_moment_of_an_offer(cast: Cast) -> None:
    assert accept(cast, cast.approved(), at=ENDS - timedelta(seconds=1))


def test_an_accepted_offer_does_not_lapse(cast: Cast) -> None:
    bid = cast.approved()
    accept(cast, bid)
    with pytest.raises(Refused, match="was accepted"):
        lapse(bid=bid, by=cast.officer, at=ENDS)


def test_an_offer_that_ends_is_told_to_both(cast: Cast) -> None:
    bid = cast.approved()
    turn_down(bid=bid, by=cast.applicant, at=AGREED, reason="No staff.")
    told = Message.objects.filter(kind="offer-ended")
    assert {message.to for message in told} == {"applicant@youth.example", "officer@csp.example"}
    assert "No staff." in told[0].body


def test_in_a_publicity_hold_an_offer_is_not_there_and_counts_from_its_end(cast: Cast) -> None:
    with time_machine.travel(at("2019-03-28 09:00"), tick=False):
        until = date(2019, 5, 3)
        set_hold(
            partnership=cast.round.partnership, until=until, reason="Election", by=cast.officer
        )
    with time_machine.travel(at("2019-04-01 09:00"), tick=False):
        bid = again(cast.approved())
        with pytest.raises(Refused, match="no offer"):
            accept(cast, bid, at=None)
        with pytest.raises(Refused, match="no offer"):
            accept(cast, bid, at=None, by=cast.officer)
    ends = midnight(until) + timedelta(days=21)
    assert offer_ends(again(bid).award) == ends
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        assert accept(cast, again(bid), at=None)


def test_a_hold_that_begins_later_does_not_move_the_offer(cast: Cast) -> None:
    with time_machine.travel(at("2019-04-01 09:00"), tick=False):
        bid = cast.approved()
    with time_machine.travel(at("2019-04-02 09:00"), tick=False):
        set_hold(
            partnership=cast.round.partnership,
            until=date(2019, 5, 3),
            reason="Election",
            by=cast.officer,
        )
    assert offer_ends(again(bid).award) == ENDS
