"""Small pages, each with a reason: reinstate, reopen, end early."""

import pytest
from django.test import Client

from bids.models import Bid
from funds.balances import balances
from people.models import User
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import Cast, again
from tests.journeys.conftest import Read, words_of

WHY = {"reason": "A complaint was upheld."}


def post(person: User, bid: Bid, verb: str, data: dict[str, str]) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    response = client.post(f"/bids/{bid.reference}/{verb}", data, follow=True)
    return response.status_code, response.content.decode()


def test_a_decision_to_decline_is_undone(cast: Cast, read: Read) -> None:
    bid = cast.declined()
    assert "Reinstate it" in read(cast.decision_maker, f"/bids/{bid.reference}")
    status, page = post(cast.decision_maker, bid, "reinstate", WHY)
    assert status == 200
    assert "awaits a decision again" in page
    assert again(bid).state == "sifted"
    assert again(bid).history.latest("pk").reason == WHY["reason"]


def test_a_failed_gate_is_not_undone(cast: Cast, read: Read) -> None:
    bid = cast.rejected()
    assert "Reinstate it" not in read(cast.decision_maker, f"/bids/{bid.reference}")
    status, page = post(cast.decision_maker, bid, "reinstate", WHY)
    assert status == 422
    assert "failed a gate" in page


def test_the_sift_is_taken_up_again(cast: Cast, read: Read) -> None:
    bid = cast.sifted()
    assert "Reopen its sift" in read(cast.officer, f"/bids/{bid.reference}")
    assert post(cast.officer, bid, "reopen", WHY)[0] == 200
    assert again(bid).state == "submitted"


def test_once_it_is_sent_only_a_query_reopens_it(cast: Cast) -> None:
    bid = cast.sifted()
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    status, page = post(cast.officer, bid, "reopen", WHY)
    assert status == 422
    assert "reopened only after a query" in page
    assert again(bid).state == "sifted"


def test_a_project_is_ended_and_what_is_unspent_goes_back(cast: Cast, read: Read) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    words = read(cast.decision_maker, f"/bids/{bid.reference}/terminate")
    assert "Committed and not yet paid\n£3,000.00" in words
    assert post(cast.decision_maker, bid, "terminate", {"reason": "The café closed."})[0] == 200
    assert again(bid).state == "terminated"
    assert balances(cast.round).pots[Pot.MAIN]["committed_pence"] == 200_000


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b", "\u202ea", "x" * 2001])
def test_a_reason_is_needed(cast: Cast, reason: str) -> None:
    bid = cast.declined()
    assert post(cast.decision_maker, bid, "reinstate", {"reason": reason})[0] == 422
    assert again(bid).state == "declined"


def test_in_another_state_the_page_says_so(cast: Cast) -> None:
    bid = cast.approved()
    client = Client()
    client.force_login(cast.decision_maker)
    response = client.get(f"/bids/{bid.reference}/reinstate")
    assert response.status_code == 409
    assert "is approved now" in words_of(response)  # type: ignore[arg-type]
