"""Checking a bid's answers, declaring and sending it; and what is read of it afterwards."""

import re
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from docx import Document

from bids.actions import answer, send_back, submit
from bids.models import Bid
from notices.models import Message
from people.models import User
from rounds.models import DocumentAsked, Question, Round
from tests.cast import CLOSES, Cast, again, at, later
from tests.files import pdf
from tests.journeys.conftest import Look, Read, words_of

TICKED = {"authorised": "on", "true": "on", "consent": "on"}
BEFORE = at("2019-03-08 11:59:59")


def post(user: User, address: str, data: dict[str, str] | None = None) -> HttpResponse:
    client = Client()
    client.force_login(user)
    return client.post(address, data or {}, follow=True)  # type: ignore[return-value]


def send(cast: Cast, bid: Bid, data: dict[str, str] | None = None) -> HttpResponse:
    given = TICKED if data is None else data
    return post(cast.applicant, f"/bids/{bid.reference}/submit", given)


@pytest.fixture
def in_time() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.mark.usefixtures("in_time")
def test_every_answer_is_there_to_be_checked_and_changed(cast: Cast, look: Look) -> None:
    bid = cast.draft()
    response = look(cast.applicant, f"/bids/{bid.reference}/check")
    words = words_of(response)
    for said in (
        "Send the bid before midday on Friday 8 March 2019.",
        "Why is it needed?\nNowhere to go.",
        "£5,000.00",
        "A worker (staffing): £5,000.00",
        "Declare and send the bid",
    ):
        assert said in words
    for section in ("contact", "project", "dates", "need", "budget", "safeguarding"):
        assert f"/bids/{bid.reference}/edit/{section}" in response.content.decode()
    assert f"/bids/{bid.reference}/files" in response.content.decode()


@pytest.mark.usefixtures("in_time")
def test_what_is_missing_is_listed_and_the_bid_is_not_sent(cast: Cast, read: Read) -> None:
    bid = cast.draft()
    answer(bid=bid, answers=cast.answers(need=""), by=cast.applicant)
    DocumentAsked.objects.create(round=cast.round, code="a", title="Your accounts", position=1)
    Question.objects.create(round=cast.round, code="helpers", title="Who helps?", position=1)
    words = read(cast.applicant, f"/bids/{bid.reference}/check")
    assert "What is missing" in words
    assert "The need: " in words
    assert "Files: add “Your accounts”" in words
    assert "Who helps?: " in words
    assert "Declare and send the bid" not in words
    response = send(cast, bid)
    assert response.status_code == 422
    assert "Finish what is missing first" in words_of(response)
    assert again(bid).state == "draft"


@pytest.mark.usefixtures("in_time")
def test_sending_freezes_a_version_and_shows_a_receipt(cast: Cast) -> None:
    bid = cast.draft()
    words = words_of(send(cast, bid))
    assert f"Bid sent\nYour reference\n{bid.reference}" in words
    assert "applicant@youth.example" in words
    assert "the panel scores it on 14 March 2019" in words
    assert again(bid).state == "submitted"
    assert '"declaration":{"authorised":true,"consent":true,"true":true}' in (
        bid.versions.get().note.text
    )


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("left_out", sorted(TICKED))
def test_each_box_must_be_ticked(cast: Cast, left_out: str) -> None:
    bid = cast.draft()
    ticked = {name: on for name, on in TICKED.items() if name != left_out}
    response = send(cast, bid, ticked)
    assert response.status_code == 422
    assert "Tick the box to" in words_of(response)
    assert again(bid).state == "draft"


@pytest.mark.usefixtures("in_time")
def test_pressing_twice_sends_once(cast: Cast) -> None:
    bid = cast.draft()
    for _press in range(2):
        assert "Bid sent" in words_of(send(cast, bid))
    assert bid.versions.count() == 1
    assert Message.objects.filter(kind="bid-received").count() == 1


def test_a_second_too_late_is_too_late_and_nothing_is_lost(cast: Cast) -> None:
    bid = cast.draft()
    with time_machine.travel(CLOSES, tick=False):
        response = send(cast, bid)
        assert response.status_code == 409
        words = words_of(response)
        assert "The deadline has passed" in words
        assert "Bids had to be sent before midday on Friday 8 March 2019" in words
        assert "officer@csp.example" in words
        check = post(cast.applicant, f"/bids/{bid.reference}/submit", {})
        assert "Nowhere to go." in words_of(check)
    assert again(bid).state == "draft"
    assert again(bid).need == "Nowhere to go."


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2019-04-05T10:59:59+00:00", "submitted"), ("2019-04-05T11:00:00+00:00", "draft")],
)
def test_the_deadline_is_on_a_clock_in_london_in_summer_too(
    cast: Cast, moment: str, state: str
) -> None:
    Round.objects.update(closes=at("2019-04-05 12:00"))
    bid = cast.draft()
    with time_machine.travel(moment, tick=False):
        send(cast, bid)
    assert again(bid).state == state


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    ("who", "status"),
    [("rival", 404), ("panel_member", 404), ("auditor", 403), ("stranger", 404), ("officer", 200)],
)
def test_who_sends(cast: Cast, who: str, status: int) -> None:
    bid = cast.draft()
    user = getattr(cast, who)
    assert post(user, f"/bids/{bid.reference}/submit", TICKED).status_code == status


def resubmitted(cast: Cast) -> Bid:
    """Sent on 20 February, sent back, and sent again with another need."""
    bid = cast.submitted()
    send_back(
        bid=bid, by=cast.officer, reason="Say who.", change_by=at("2019-03-11 12:00"), at=later(bid)
    )
    answer(bid=bid, answers=cast.answers(need="The bus stops at six."), by=cast.applicant)
    bid = submit(bid=bid, by=cast.applicant, at=later(bid))
    cast.declare(cast.panel_member)
    return bid


def test_what_changed_is_marked_for_officers_and_panel(cast: Cast, read: Read, look: Look) -> None:
    bid = resubmitted(cast)
    for user in (cast.officer, cast.panel_member, cast.applicant):
        words = read(user, f"/bids/{bid.reference}/changes")
        assert "Why is it needed?\nNowhere to go.\nThe bus stops at six." in words
        assert "activities" not in words
    assert look(cast.rival, f"/bids/{bid.reference}/changes").status_code == 404


def test_what_changed_is_marked_before_it_is_sent_again(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    send_back(
        bid=bid, by=cast.officer, reason="Say who.", change_by=at("2099-03-11 12:00"), at=later(bid)
    )
    check = f"/bids/{bid.reference}/check"
    assert "Changed since you sent it" not in read(cast.applicant, check)
    answer(bid=bid, answers=cast.answers(need="The bus stops at six."), by=cast.applicant)
    words = read(cast.applicant, check)
    assert "The bus stops at six.\nChanged since you sent it" in words
    assert words.count("Changed since you sent it") == 1
    assert "Changed since you sent it" not in read(
        cast.applicant, f"/bids/{cast.draft().reference}/check"
    )


def test_a_bid_sent_once_has_not_changed(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    words = read(cast.officer, f"/bids/{bid.reference}/changes")
    assert "It was sent once, so nothing has changed." in words


def test_a_copy_of_each_version_can_be_read(cast: Cast, read: Read, look: Look) -> None:
    bid = resubmitted(cast)
    copy = f"/bids/{bid.reference}/copy"
    assert "The bus stops at six." in read(cast.applicant, copy)
    assert "Nowhere to go." in read(cast.officer, f"{copy}?version=1")
    assert "applicant@youth.example" in read(cast.officer, copy)
    assert "applicant@youth.example" not in read(cast.panel_member, copy)
    for wrong in ("3", "0", "-1", "x", "1e3", "9" * 30, "²", ""):
        expected = 200 if wrong == "" else 404
        assert look(cast.officer, f"{copy}?version={wrong}").status_code == expected
    assert look(cast.rival, copy).status_code == 404
    assert look(cast.applicant, f"/bids/{cast.draft().reference}/copy").status_code == 404


def test_the_copy_in_word_says_the_same(cast: Cast, look: Look) -> None:
    bid = resubmitted(cast)

    def words(user: User, query: str = "") -> str:
        response: Any = look(user, f"/bids/{bid.reference}/copy.docx{query}")
        assert response["Content-Disposition"].startswith("attachment;")
        return "\n".join(p.text for p in Document(BytesIO(response.content)).paragraphs)

    assert re.search(r"Why is it needed\?\nThe bus stops at six\.", words(cast.applicant))
    assert "Nowhere to go." in words(cast.applicant, "?version=1")
    assert "applicant@youth.example" in words(cast.applicant)
    assert "applicant@youth.example" not in words(cast.panel_member)


def test_a_removed_file_stays_with_the_version_that_had_it(cast: Cast, look: Look) -> None:
    from bids.attachments import attach, remove

    bid = cast.draft()
    one = attach(bid=bid, name="plan.pdf", content=pdf(), by=cast.applicant)
    submit(bid=bid, by=cast.applicant, at=at("2019-02-20 10:00"))
    send_back(
        bid=bid, by=cast.officer, reason="Why?", change_by=at("2019-03-11 12:00"), at=later(bid)
    )
    remove(attachment=one, by=cast.applicant)
    response: Any = look(cast.officer, f"/bids/{bid.reference}/files/{one.pk}")
    assert b"".join(response.streaming_content) == pdf()
