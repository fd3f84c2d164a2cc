"""Where people begin."""

import pytest
import time_machine

from bids.actions import send_back
from bids.models import Bid, Query
from bids.states import State
from people.invitations import invite
from people.models import Invitation, User
from rounds.models import Round
from tests.cast import Cast, again, at, later
from tests.journeys.conftest import Look, Read


def test_staff_are_led_to_the_desk_and_find_the_rounds_of_their_partnership(
    cast: Cast, look: Look, read: Read
) -> None:
    assert look(cast.finance, "/").headers["Location"] == "/desk"
    words = read(cast.finance, "/desk")
    assert "Grant of grant-2019-20\nPartnership of csp\nmidday on Friday 8 March 2019" in words
    assert "Your bids" not in words


def test_an_applicant_finds_their_bids_and_the_grants(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    words = read(cast.applicant, "/")
    assert f"{bid.reference}\nNight café" in words
    assert "Nothing from you now" in words
    assert "Grant of grant-2019-20" in words
    assert bid.reference not in read(cast.rival, "/")


def test_each_bid_says_what_it_needs_now_and_those_that_need_something_come_first(
    cast: Cast, read: Read
) -> None:
    idle, late, back, asked = cast.sifted(), cast.draft(), cast.submitted(), cast.submitted()
    send_back(
        bid=back, by=cast.officer, reason="Shorter.", change_by=at("2099-03-01"), at=later(back)
    )
    Query.objects.create(bid=asked, question="Who?", asked_by=cast.officer, due=at("2099-02-01"))
    words = read(cast.applicant, "/")
    assert "Change it and send it again\nbefore Sunday 1 March 2099" in words
    assert "It was not sent in time." in words
    assert "Answer the question\nbefore Sunday 1 February 2099" in words
    for needy in (late, back, asked):
        assert words.index(needy.reference) < words.index(idle.reference)


def test_a_date_before_the_deadline_that_an_officer_asked_for_is_told_with_the_deadline(
    cast: Cast, read: Read
) -> None:
    bid = cast.submitted()
    Round.objects.filter(pk=cast.round.pk).update(closes=at("2099-03-08 12:00"))
    send_back(
        bid=bid, by=cast.officer, reason="Say who.", change_by=at("2099-03-01"), at=later(bid)
    )
    assert "before Sunday 1 March 2099" in read(cast.applicant, "/")
    for page in ("", "/tasks"):
        words = read(cast.applicant, f"/bids/{bid.reference}{page}")
        assert "Please change it and submit it again before Sunday 1 March 2099." in words
        assert (
            "The last moment is the deadline of the round, midday on Sunday 8 March 2099" in words
        )
        assert "Say who." in words


def test_who_is_invited_is_led_to_the_email(cast: Cast, read: Read) -> None:
    assert "You are invited" not in read(cast.outsider, "/")
    invite(email=cast.outsider.email, by=cast.applicant, organisation=cast.organisation)
    words = read(cast.outsider, "/")
    assert f"You are invited to {cast.organisation}. To take it up, open the link" in words
    assert "There is nothing here for you yet" not in words
    Invitation.objects.update(ended_at=at("2019-03-01"))
    assert "You are invited" not in read(cast.outsider, "/")


def test_who_belongs_to_an_organisation_is_told_to_start_a_bid(cast: Cast, read: Read) -> None:
    cast.organisation.members.add(cast.outsider)
    assert "You have no bids yet. Choose a grant" in read(cast.outsider, "/")


def test_an_offer_is_to_be_accepted_while_it_stands(cast: Cast, read: Read) -> None:
    cast.approved()
    with time_machine.travel(at("2019-04-01"), tick=False):
        assert (
            "Read the agreement and accept it\nThe offer stands until 10am on Friday 19 April"
            in read(cast.applicant, "/")
        )
    words = read(cast.applicant, "/")
    assert "The offer stood until 10am on Friday 19 April 2019. Ask an officer" in words
    assert "accept it" not in words


def test_what_a_publicity_hold_keeps_is_not_told_here(cast: Cast, read: Read) -> None:
    cast.approved()
    partnership = cast.round.partnership
    partnership.hold_until = at("2099-05-03").date()
    partnership.save()
    words = read(cast.applicant, "/")
    assert "Approved" not in words
    assert "accept it" not in words


def test_a_bid_that_names_somebody_s_address_is_offered(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    Bid.objects.filter(pk=bid.pk).update(contact_email=cast.rival.email)
    assert "A bid names your address as its contact" in read(cast.rival, "/")
    assert "names your address" not in read(cast.applicant, "/")


def test_somebody_who_is_both_finds_their_bids_and_the_way_to_the_desk(
    cast: Cast, read: Read
) -> None:
    bid = cast.submitted()
    cast.organisation.members.add(cast.finance)
    words = read(cast.finance, "/")
    assert bid.reference in words
    assert "Go to the partnership’s desk" in words


def test_somebody_new_is_told_what_to_do(cast: Cast, read: Read) -> None:
    words = read(User.objects.create_user("new@example.org"), "/")
    assert "There is nothing here for you yet." in words
    assert "Grant of grant-2019-20" in words


@pytest.mark.parametrize("state", State)
def test_it_opens_whatever_the_state_of_a_bid(cast: Cast, read: Read, state: State) -> None:
    assert again(cast.bid_in(state)).reference in read(cast.applicant, "/")
