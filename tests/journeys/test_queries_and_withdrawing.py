"""An officer asks, the applicant answers; and an applicant takes their bid back."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from base.errors import NotAllowed, Refused
from bids.models import Bid, Query
from bids.queries import answer, ask, open_queries
from notices.models import Message
from people.models import User
from tests.cast import Cast, again
from tests.journeys.conftest import Read, words_of
from tests.unit.awards.test_hold import hold


def soon() -> Any:
    return timezone.now() + timedelta(days=3)


def asked(cast: Cast, bid: Bid) -> Query:
    return ask(bid=bid, question="Who else\npays?", due=soon(), by=cast.officer)


def post(user: User, address: str, data: dict[str, str]) -> HttpResponse:
    client = Client()
    client.force_login(user)
    return client.post(address, data, follow=True)  # type: ignore[return-value]


# Questions


def test_the_contact_is_asked_and_the_officers_are_answered(cast: Cast) -> None:
    query = asked(cast, cast.submitted())
    told = Message.objects.get(kind="bid-query")
    assert told.to == "applicant@youth.example"
    assert "Who else\npays?" in told.body
    answer(query=query, answer="The parish.", by=cast.applicant)
    told = Message.objects.get(kind="bid-query-answered")
    assert told.to == "officer@csp.example"
    assert "The parish." in told.body


@pytest.mark.parametrize("who", ["applicant", "panel_member", "auditor", "stranger"])
def test_only_an_officer_asks(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        ask(bid=cast.submitted(), question="Why?", due=soon(), by=getattr(cast, who))


@pytest.mark.parametrize("who", ["rival", "panel_member", "auditor", "stranger"])
def test_only_the_applicant_or_an_officer_answers(cast: Cast, who: str) -> None:
    query = asked(cast, cast.submitted())
    with pytest.raises(NotAllowed):
        answer(query=query, answer="No.", by=getattr(cast, who))


@pytest.mark.parametrize("state", ["draft", "sifted", "approved", "declined"])
def test_a_question_is_asked_while_the_bid_is_checked(cast: Cast, state: str) -> None:
    with pytest.raises(Refused, match="not being checked"):
        asked(cast, getattr(cast, state)())


def test_a_question_has_words_and_a_time_to_come(cast: Cast) -> None:
    bid = cast.submitted()
    with pytest.raises(Refused, match="Enter the question"):
        ask(bid=bid, question="  ", due=soon(), by=cast.officer)
    with pytest.raises(Refused, match="still to come"):
        ask(bid=bid, question="Why?", due=timezone.now(), by=cast.officer)


def test_a_question_is_answered_once_and_late_too(cast: Cast) -> None:
    query = asked(cast, cast.submitted())
    Query.objects.update(due=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused, match="Enter your answer"):
        answer(query=query, answer=" ", by=cast.applicant)
    answer(query=query, answer="The parish.", by=cast.applicant)
    with pytest.raises(Refused, match="was answered at"):
        answer(query=query, answer="Nobody.", by=cast.applicant)
    assert Query.objects.get().answer == "The parish."


def test_after_the_sift_it_is_too_late_to_answer(cast: Cast) -> None:
    bid = cast.scored()
    query = asked(cast, bid)
    assert list(open_queries(bid)) == [query]
    bid = cast.sift(bid)
    assert list(open_queries(bid)) == []
    with pytest.raises(Refused, match="not being checked"):
        answer(query=query, answer="The parish.", by=cast.applicant)


def test_the_page_of_a_question(cast: Cast, read: Read) -> None:
    bid = cast.submitted()
    query = asked(cast, bid)
    address = f"/bids/{bid.reference}/queries/{query.pk}/answer"
    words = read(cast.applicant, address)
    assert "Olive of Partnership of csp asked at" in words
    assert "Who else\npays?" in words
    assert "Please answer by" in words
    response = post(cast.applicant, address, {"answer": ""})
    assert response.status_code == 422
    assert "Enter your answer" in words_of(response)
    response = post(cast.applicant, address, {"answer": "The parish."})
    assert "Your answer was sent to Partnership of csp." in words_of(response)
    assert "Ann answered at" in read(cast.applicant, address)
    again_ = post(cast.applicant, address, {"answer": "Nobody."})
    assert again_.status_code == 422
    assert Query.objects.get().answer == "The parish."


def test_an_answer_typed_while_the_session_ended_is_kept(cast: Cast) -> None:
    query = asked(cast, cast.submitted())
    address = f"/bids/{query.bid.reference}/queries/{query.pk}/answer"
    typed = {"answer": "Typed too late.", "writer": str(cast.applicant.pk)}
    client = Client()
    assert client.post(address, typed)["Location"] == f"/sign-in?next={address}"
    client.force_login(cast.applicant)
    page = client.get(address).content.decode()
    assert "Typed too late." in page
    assert "Your session ended while you were writing" in page
    client.post(address, typed)
    assert client.session["kept"] == {}
    query.refresh_from_db()
    assert query.answer == "Typed too late."


def test_a_question_about_another_bid_is_not_found(cast: Cast) -> None:
    query = asked(cast, cast.submitted())
    other = cast.submitted()
    address = f"/bids/{other.reference}/queries/{query.pk}/answer"
    assert post(cast.applicant, address, {"answer": "x"}).status_code == 404


# Withdrawing

MEANT = {"reason": "No staff.", "sure": "on"}


@pytest.mark.parametrize("state", ["draft", "submitted", "sifted"])
def test_a_bid_is_withdrawn_with_a_reason(cast: Cast, read: Read, state: str) -> None:
    bid = getattr(cast, state)()
    address = f"/bids/{bid.reference}/withdraw"
    assert "it cannot be brought back" in read(cast.applicant, address)
    assert "was withdrawn." in words_of(post(cast.applicant, address, MEANT))
    assert again(bid).state == "withdrawn"
    told = set(Message.objects.filter(kind="bid-withdrawn").values_list("to", flat=True))
    assert told == (
        set() if state == "draft" else {"applicant@youth.example", "officer@csp.example"}
    )


@pytest.mark.parametrize("left_out", ["reason", "sure"])
def test_withdrawing_needs_a_reason_and_a_tick(cast: Cast, left_out: str) -> None:
    bid = cast.submitted()
    given = {name: words for name, words in MEANT.items() if name != left_out}
    response = post(cast.applicant, f"/bids/{bid.reference}/withdraw", given)
    assert response.status_code == 422
    assert again(bid).state == "submitted"


@pytest.mark.parametrize("state", ["approved", "declined", "monitored", "withdrawn"])
def test_what_was_decided_is_not_withdrawn(cast: Cast, state: str) -> None:
    bid = getattr(cast, state)()
    response = post(cast.applicant, f"/bids/{bid.reference}/withdraw", MEANT)
    assert response.status_code == 409
    assert again(bid).state == state


def test_in_a_publicity_hold_the_answer_tells_no_decision(cast: Cast) -> None:
    hold(cast)
    said = set()
    for bid in (cast.sifted(), cast.approved(), cast.declined()):
        response = post(cast.applicant, f"/bids/{bid.reference}/withdraw", MEANT)
        said.add((response.status_code, words_of(response)))
    assert len(said) == 1
    assert "The decision is being prepared." in said.pop()[1]
