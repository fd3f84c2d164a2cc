"""An officer reads returns: accepts, asks, sends back; who is led to them."""

from typing import Any

import pytest
from django.urls import reverse

from bids.models import Bid
from monitoring.models import Return
from notices.models import Message
from tests.cast import Cast, at
from tests.journeys.conftest import Read, words_of
from tests.journeys.return_forms import address, boxes, sent, signed_in


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A running project with a measure."""
    bid = cast.monitored()
    bid.measures.create(name="Guests", baseline="0", target="600")
    return bid


# Checking


def check(cast: Cast, bid: Bid, **data: str) -> Any:
    where = address(bid, cast.first_period, "return-check")
    return signed_in(cast.officer).post(where, data)


def test_an_officer_sees_what_the_figures_speak_for_and_accepts(
    cast: Cast, bid: Bid, read: Read
) -> None:
    sent(cast, bid)
    words = read(cast.officer, address(bid, cast.first_period))
    assert "The figures speak for\nRed\nIt was sent" in words
    assert check(cast, bid, rag="red").status_code == 302
    found = Return.objects.get()
    assert (found.state, found.rag, found.rag_proposed) == ("accepted", "red", "red")
    assert "days late" in found.rag_reason
    assert found.typed == {}
    assert Message.objects.get(kind="return-accepted").to == "applicant@youth.example"


def test_another_colour_wants_a_reason(cast: Cast, bid: Bid) -> None:
    sent(cast, bid)
    answer = check(cast, bid, rag="green")
    assert answer.status_code == 422
    assert "Say why you set another RAG" in words_of(answer)
    assert check(cast, bid, rag="green", reason="Told us in May.").status_code == 302
    found = Return.objects.get()
    assert (found.rag, found.rag_proposed, found.rag_reason) == ("green", "red", "Told us in May.")


def test_an_officer_asks_and_the_project_answers(cast: Cast, bid: Bid, read: Read) -> None:
    sent(cast, bid)
    where = address(bid, cast.first_period, "return-answer")
    assert signed_in(cast.applicant).post(where, {"answer": "What?"}).status_code == 422
    assert check(cast, bid, question="").status_code == 422
    assert check(cast, bid, question="How did you count?").status_code == 302
    assert "How did you count?" in Message.objects.get(kind="return-query").body
    assert Return.objects.get().state == "sent"
    assert "How did you count?" in read(cast.applicant, address(bid, cast.first_period))
    client = signed_in(cast.applicant)
    assert client.post(where, {"answer": "Ask jo@hall.example"}).status_code == 422
    ticked = {"answer": "Ask jo@hall.example", "nobody": "on"}
    assert client.post(where, ticked).status_code == 302
    assert "jo@hall.example" in Message.objects.get(kind="return-answered").body
    assert [one["text"] for one in Return.objects.get().confirmed] == ["jo@hall.example"]
    assert "Ask jo@hall.example" in read(cast.officer, address(bid, cast.first_period))


def test_a_return_that_is_sent_back_is_changed_and_sent_again(cast: Cast, bid: Bid) -> None:
    first = sent(cast, bid)
    assert check(cast, bid, back_reason="").status_code == 422
    assert check(cast, bid, back_reason="Count the guests.").status_code == 302
    assert "Count the guests." in Message.objects.get(kind="return-back").body
    where = address(bid, cast.first_period)
    page = signed_in(cast.applicant).get(where)
    assert "Count the guests." in words_of(page)
    assert boxes(cast.applicant, bid, cast.first_period)["progress"] == "Open every Friday."
    assert not Return.objects.given().exists()
    again = sent(cast, bid, actual="300")
    assert (again.pk, again.actuals.get().value) == (first.pk, "300")
    assert check(cast, bid, back_reason="Why?").status_code == 302
    assert check(cast, bid, rag="red").status_code == 409


def test_an_officer_with_a_stake_judges_nothing(cast: Cast, bid: Bid, read: Read) -> None:
    sent(cast, bid)
    bid.organisation.members.add(cast.officer)
    assert check(cast, bid, rag="red").status_code == 403
    words = read(cast.officer, address(bid, cast.first_period))
    assert "another officer accepts its returns" in words
    assert "Accept the return" not in words


# The round's list


def test_the_list_shows_every_project_and_narrows(cast: Cast, bid: Bid, read: Read) -> None:
    where = reverse("returns-list", args=[cast.round.code])
    words = read(cast.officer, where)
    assert words.count("Overdue\n") >= 2
    sent(cast, bid)
    assert "September report" in read(cast.officer, f"{where}?show=sent")
    overdue = read(cast.officer, f"{where}?show=overdue")
    assert "September report" not in overdue
    assert "Final" in overdue
    check(cast, bid, rag="red")
    assert "September report" in read(cast.officer, f"{where}?show=red")
    assert "There are none of these." in read(cast.officer, f"{where}?show=amber")
    assert signed_in(cast.applicant).get(where).status_code in (403, 404)


# Where it is asked for


def test_the_applicants_own_page_leads_to_the_return_that_is_overdue(
    cast: Cast, bid: Bid, read: Read
) -> None:
    words = read(cast.applicant, "/")
    assert "Send the return that is overdue\nIt was due by 16 August 2019" in words
    sent(cast, bid)
    assert "It was due by 30 April 2020" in read(cast.applicant, "/")
    sent(cast, bid, cast.final_period, spent="5000")
    assert "Nothing from you now" in read(cast.applicant, "/")


def test_a_return_that_is_not_owed_is_not_asked_for(cast: Cast, bid: Bid, read: Read) -> None:
    bid.award.approved_at = at("2019-08-01")
    bid.award.save()
    assert "It was due by 30 April 2020" in read(cast.applicant, "/")
    words = read(cast.officer, "/desk")
    assert "Not sent for “September report”" not in words
    assert "1 return\nNot sent for “Final”" in words
    assert "September report" not in read(cast.applicant, f"/bids/{bid.reference}/returns")


def test_the_desk_counts_what_is_missing_and_what_waits_to_be_read(
    cast: Cast, bid: Bid, read: Read
) -> None:
    cast.monitored(100_000)
    assert "2 returns\nNot sent for “September report”" in read(cast.officer, "/desk")
    sent(cast, bid)
    words = read(cast.officer, "/desk")
    assert "1 return\nNot sent for “September report”" in words
    assert "1 return\nSent: to be read and accepted" in words
    assert "Sent: to be read" not in read(cast.finance, "/desk")
    check(cast, bid, rag="red")
    assert "Sent: to be read" not in read(cast.officer, "/desk")


def test_the_bids_page_leads_to_its_returns(cast: Cast, bid: Bid, read: Read) -> None:
    assert "Returns of the project" in read(cast.officer, f"/bids/{bid.reference}")
    assert "Write and send returns" in read(cast.applicant, f"/bids/{bid.reference}")
