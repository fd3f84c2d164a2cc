"""Where my bid is now: told to the applicant in every state, and nothing that is not announced."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from awards.actions import accept_agreement, decline, turn_down
from awards.hold import end_hold, set_hold
from awards.offering import offered
from bids.actions import send_back
from bids.models import Bid
from bids.queries import ask
from bids.states import State
from people.models import User
from rounds.models import Question, Round
from tests.cast import AGREED, Cast, again, at, later
from tests.journeys.conftest import Look, Read, words_of
from ui.dates import in_london

STATES = {
    State.DRAFT: ("You have not sent this bid yet", "Go on with the bid"),
    State.SUBMITTED: ("We have your bid", "We will email you when the PCC has decided."),
    State.SIFTED: (
        "The panel has scored your bid, and the decision is being prepared",
        "We email applicant@youth.example as soon as it is known.",
    ),
    State.APPROVED: ("Your bid was approved: you are offered £5,000.00", "The offer stood until"),
    State.MONITORED: ("Your project is running", "September report"),
    State.CLOSED: ("Your project is finished. Thank you.", "There is nothing left to do."),
    State.DECLINED: ("Your bid was not approved", "Not this year."),
    State.WITHDRAWN: ("Your bid was withdrawn", "No staff."),
    State.TERMINATED: ("The project was ended early", "The café closed."),
}


def page_of(bid: Bid) -> str:
    return f"/bids/{bid.reference}"


def post(user: User, address: str, data: dict[str, str]) -> HttpResponse:
    client = Client()
    client.force_login(user)
    return client.post(address, data, follow=True)  # type: ignore[return-value]


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_told_with_what_happens_next(cast: Cast, read: Read, state: State) -> None:
    words = read(cast.applicant, page_of(cast.bid_in(state)))
    for said in STATES[state]:
        assert said in words


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.APPROVED, State.DECLINED, State.TERMINATED, State.SUBMITTED]
)
def test_who_has_to_ask_an_officer_reads_the_address(cast: Cast, look: Look, state: State) -> None:
    """The small round is over: its drafts are late and its offers have lapsed."""
    body = look(cast.applicant, page_of(cast.bid_in(state))).content.decode()
    link = f'href="mailto:{cast.officer.email}'
    assert (link in body) is (state != State.SUBMITTED)


@pytest.mark.parametrize("page", ["tasks", "check"])
def test_a_late_draft_names_the_officers_on_every_page(cast: Cast, look: Look, page: str) -> None:
    body = look(cast.applicant, f"{page_of(cast.draft())}/{page}").content.decode()
    assert f'href="mailto:{cast.officer.email}' in body


def test_who_is_offered_less_is_reminded_of_what_they_asked_for(cast: Cast, read: Read) -> None:
    bid = cast.approved()
    with time_machine.travel(at("2019-04-02"), tick=False):
        assert "You asked for" not in read(cast.applicant, page_of(bid))
        Bid.objects.filter(pk=bid.pk).update(requested_pence=600_000)
        assert "You asked for £6,000.00." in read(cast.applicant, page_of(bid))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2019-03-29", "to the PCC by 29 March 2019. The decision is expected by 12 April 2019."),
        (
            "2019-04-12",
            "were due at the PCC by 29 March 2019. The decision is expected by 12 April",
        ),
        ("2019-04-13", "The decision was expected by 12 April 2019, and has not come yet."),
    ],
)
def test_a_scored_bid_says_when_the_decision_is_expected(
    cast: Cast, read: Read, day: str, said: str
) -> None:
    address = page_of(cast.sifted())
    with time_machine.travel(at(day), tick=False):
        assert "The decision is expected in the weeks after that." in read(cast.applicant, address)
        Round.objects.update(decision_expected="2019-04-12")
        assert said in read(cast.applicant, address)


def test_an_offer_that_is_over_is_read_and_not_accepted(cast: Cast, read: Read) -> None:
    address = page_of(cast.approved())
    with time_machine.travel(at("2019-04-02"), tick=False):
        assert "Read and accept the grant agreement" in read(cast.applicant, address)
    words = read(cast.applicant, address)
    assert "Read the grant agreement" in words
    assert "Read and accept" not in words


def test_the_workbook_that_brought_a_decision_is_the_officers_matter(
    cast: Cast, read: Read
) -> None:
    bid = cast.sifted()
    decline(
        bid=bid,
        by=cast.decision_maker,
        reason="Not this year (sorry).",
        at=later(bid),
        source="Import of answers (2).xlsx",
    )
    assert "answers (2).xlsx" in read(cast.officer, page_of(bid))
    words = read(cast.applicant, page_of(bid))
    assert "Not this year (sorry)." in words
    assert "xlsx" not in words


def test_every_state_has_its_words() -> None:
    assert set(STATES) == set(State)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2019-03-10", "the panel scores it on 14 March 2019"),
        ("2019-03-20", "the panel scores it. We will email you"),
    ],
)
def test_a_submitted_bid_is_told_when_the_panel_meets(
    cast: Cast, read: Read, day: str, said: str
) -> None:
    bid = cast.submitted()
    with time_machine.travel(at(day), tick=False):
        assert said in read(cast.applicant, page_of(bid))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2019-03-29", "sends its proposals to the PCC by 29 March 2019"),
        ("2019-03-30", "The proposals were due at the PCC by 29 March 2019"),
    ],
)
def test_a_sifted_bid_is_told_when_the_proposals_go(
    cast: Cast, read: Read, day: str, said: str
) -> None:
    bid = cast.sifted()
    with time_machine.travel(at(day), tick=False):
        assert said in read(cast.applicant, page_of(bid))


def test_the_stage_is_marked(cast: Cast, look: Look) -> None:
    body = look(cast.applicant, page_of(cast.submitted())).content.decode()
    [current] = re.findall(r'aria-current="step">([^<]*)<', body)
    assert current == "It is checked and scored"


def test_a_bid_sent_back_says_what_to_change_and_by_when(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    until = timezone.now() + timedelta(days=4)
    send_back(bid=bid, by=cast.officer, reason="Say who.", change_by=until, at=later(bid))
    words = read(cast.applicant, page_of(bid))
    assert "Please change your bid and send it again\nThe reason:\nSay who." in words
    assert "submit it again before" in words
    assert "See what you sent before" in words


def test_a_question_is_the_first_thing_to_do(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    until = timezone.now() + timedelta(days=4)
    ask(bid=bid, question="Who else pays?", due=until, by=cast.officer)
    cast.declare(cast.panel_member)
    words = read(cast.applicant, page_of(bid))
    assert "Answer a question by" in words
    assert "Who else pays?" in words
    assert "Olive" not in words
    assert "Olive" in read(cast.panel_member, page_of(bid))


def test_an_offer_is_accepted_on_its_page(cast: Cast, read: Read) -> None:
    bid = cast.approved()
    address = f"{page_of(bid)}/agreement"
    with time_machine.travel(at("2019-04-01 09:00"), tick=False):
        assert "The offer stands until 10am on Friday 19 April 2019" in read(
            cast.applicant, page_of(bid)
        )
        words = read(cast.applicant, address)
        for said in ("£5,000.00", "Night café", "29 April 2019 to 31 March 2020", "paid back to"):
            assert said in words
        for lacking in ({"signatory": "Rosa Finch"}, {"agreed": "on"}, {}):
            assert post(cast.applicant, address, lacking).status_code == 422
        seen = offered(bid.award).checksum
        given = {"signatory": "Rosa Finch", "agreed": "on", "seen": seen}
        assert "The grant agreement is accepted." in words_of(post(cast.applicant, address, given))
        assert post(cast.applicant, address, given).status_code == 422  # once
        assert "Rosa Finch accepted the grant agreement" in read(cast.applicant, page_of(bid))
    assert again(bid).award.agreement.recorded_by == cast.applicant


def test_an_offer_is_turned_down_on_its_page(cast: Cast, read: Read) -> None:
    bid = cast.approved()
    address = f"{page_of(bid)}/turn-down"
    assert "goes back to the pot" in read(cast.applicant, address)
    assert post(cast.applicant, address, {"reason": "No staff."}).status_code == 422
    response = post(cast.applicant, address, {"reason": "No staff.", "sure": "on"})
    assert "The offer is turned down." in words_of(response)
    assert "The offer was turned down or has lapsed\nThe reason:\nNo staff." in words_of(response)
    assert again(bid).state == "withdrawn"
    assert post(cast.applicant, address, {"reason": "x", "sure": "on"}).status_code == 409


@pytest.mark.parametrize("page", ["agreement", "turn-down"])
@pytest.mark.parametrize(("who", "status"), [("rival", 404), ("panel_member", 403)])
def test_the_offer_is_for_its_organisation(
    cast: Cast, look: Look, page: str, who: str, status: int
) -> None:
    bid = cast.approved()
    assert look(getattr(cast, who), f"{page_of(bid)}/{page}").status_code == status


def test_who_reads_the_papers_reads_the_agreement_and_neither_accepts_nor_turns_down(
    cast: Cast, look: Look
) -> None:
    address = page_of(cast.approved())
    given = {"signatory": "Ada", "agreed": "on"}
    for who in (cast.auditor, cast.finance, cast.decision_maker):
        assert look(who, f"{address}/agreement").status_code == 200
        assert post(who, f"{address}/agreement", given).status_code == 403
        assert look(who, f"{address}/turn-down").status_code == 403


# A publicity hold


def held(cast: Cast) -> None:
    until = in_london(timezone.now()).date() + timedelta(days=30)
    set_hold(
        partnership=cast.round.partnership, until=until, reason="The election.", by=cast.officer
    )


def same(response: Any, bid: Bid) -> str:
    """What an answer says, whichever bid it is about."""
    return re.sub(r"\d{1,2}:?\d*[ap]m", "", words_of(response).replace(bid.reference, "REF"))


@pytest.mark.parametrize("page", ["", "/agreement", "/turn-down", "/withdraw", "/decide"])
def test_in_a_hold_no_page_tells_what_was_decided(cast: Cast, look: Look, page: str) -> None:
    held(cast)
    said = set()
    for bid in (cast.sifted(), cast.approved(), cast.declined()):
        response = look(cast.applicant, f"{page_of(bid)}{page}")
        said.add((response.status_code, same(response, bid)))
    assert len(said) == 1
    if not page:
        assert "Nothing is announced before" in said.pop()[1]


def test_after_the_hold_it_is_told(cast: Cast, read: Read) -> None:
    held(cast)
    bid = cast.approved()
    assert "£5,000.00 was approved" not in read(cast.applicant, page_of(bid))
    end_hold(partnership=cast.round.partnership, by=cast.officer)
    assert "Your bid was approved" in read(cast.applicant, page_of(bid))


def test_the_page_asks_few_questions_of_the_database(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    bid = cast.approved()
    accept_agreement(bid=bid, signatory="Rosa", by=cast.applicant, at=AGREED)
    client = Client()
    client.force_login(cast.applicant)
    with django_assert_max_num_queries(32):
        client.get(page_of(bid))


def test_an_offer_that_was_turned_down_cannot_be_accepted(cast: Cast, look: Look) -> None:
    bid = cast.approved()
    turn_down(bid=bid, by=cast.applicant, at=AGREED)
    response = post(cast.applicant, f"{page_of(bid)}/agreement", {"signatory": "R", "agreed": "on"})
    assert response.status_code == 422
    assert "no offer" in words_of(response)


def test_the_rounds_own_questions_are_answered_on_the_page(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    question = Question.objects.create(round=cast.round, code="who", title="Who helps?", position=1)
    bid.extra_answers.create(question=question, text="Six neighbours.")
    cast.declare(cast.panel_member)
    for user in (cast.applicant, cast.officer, cast.panel_member):
        assert "Who helps?\nSix neighbours." in read(user, page_of(bid))


def test_a_question_that_was_left_is_not_awaited_for_ever(cast: Cast, read: Read) -> None:
    bid = cast.scored()
    ask(bid=bid, question="Who?", due=timezone.now() + timedelta(days=4), by=cast.officer)
    assert "Awaited by" in read(cast.officer, page_of(bid))
    cast.sift(bid)
    assert "Not answered" in read(cast.officer, page_of(bid))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2019-08-16", "It is due by 16 August 2019."),
        ("2019-08-17", "was due by 16 August 2019. Please send it"),
    ],
)
def test_an_overdue_return_is_not_called_the_next_one(
    cast: Cast, read: Read, day: str, words: str
) -> None:
    bid = cast.monitored()
    with time_machine.travel(at(f"{day} 12:00"), tick=False):
        assert words in read(cast.applicant, page_of(bid))
