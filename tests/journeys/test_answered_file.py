"""The pages on which the submission that came back is looked at and confirmed."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from awards.models import AnsweredFile, Submission
from bids.models import Bid
from people.models import Membership
from reports.submission.sending import send
from rounds.models import Pot
from scoring.actions import sift
from tests.cast import SIFTED, Cast, again, at
from tests.journeys.conftest import Look, Read, words_of
from tests.journeys.test_round_page import queries
from tests.workbooks import answered_by_the_pcc

BRING_IN = "/rounds/grant-2019-20/decisions/bring-in"


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """Two to fund, one on reserve and one below the threshold, sifted, and the submission sent."""
    made = {
        "first": cast.scored(1_200_000, points=5),
        "second": cast.scored(700_000),
        "reserve": cast.scored(300_000, points=3),
        "low": cast.scored(100_000, points=1),
    }
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=at("2019-03-28 12:00"))
    return {name: again(bid) for name, bid in made.items()}


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, bids: dict[str, Bid], **answers: Any) -> tuple[int, str, str]:
    """Bring the answered submission in: the status, the words, and the page that shows it."""
    sent = bytes(Submission.objects.latest("pk").file)
    content = answered_by_the_pcc(
        sent, {bids[name].reference: said for name, said in answers.items()}
    )
    response: Any = client.post(
        BRING_IN, {"file": SimpleUploadedFile("answers.xlsx", content)}, follow=True
    )
    return response.status_code, words_of(response), response.content.decode()


def seen_on(markup: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', markup)
    return found[1] if found else ""


def latest() -> str:
    return f"{BRING_IN}/{AnsweredFile.objects.latest('pk').pk}"


def test_exactly_what_will_happen_is_shown_then_confirmed(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    client = client_of(cast.decision_maker)
    status, words, markup = upload(
        client,
        bids,
        first="approve",
        second=["approve", 6500.5],
        reserve=["query", None, "Which wards?"],
    )
    assert status == 200
    assert "What the answers will do" in words
    assert "2 bids are approved" in words
    assert "£18,500.50" in words
    assert "£1,499.50" in words
    assert "1 bid is declined" in words
    assert "Scored below the round's threshold of 55.00." in words
    assert "1 bid is queried" in words
    assert "Which wards?" in words
    assert "4 emails go out." in words
    assert "Confirm: approve 2, decline 1, query 1" in words
    assert {again(bid).state for bid in bids.values()} == {"sifted"}
    done: Any = client.post(latest(), {"seen": seen_on(markup)}, follow=True)
    said = words_of(done)
    assert "The answers are recorded." in said
    assert "What the answers did" in said
    assert "Approved for £6,500.50" in said
    assert "£1,499.50 was left in the pot." in said
    assert {name: again(bid).state for name, bid in bids.items()} == {
        "first": "approved",
        "second": "approved",
        "reserve": "sifted",
        "low": "declined",
    }
    assert "Confirmed: 2 bids approved" in read(cast.decision_maker, BRING_IN)


def test_what_they_wrote_is_read_before_it_is_confirmed(cast: Cast, bids: dict[str, Bid]) -> None:
    client = client_of(cast.decision_maker)
    _status, words, _markup = upload(
        client,
        bids,
        first=("approve", None, "On condition that schools agree"),
        reserve=("", None, "Ask again in June"),
    )
    assert "On condition that schools agree" in words
    reserve = bids["reserve"].reference
    assert f"{reserve} has a comment and no decision, so it stays open: Ask again in June" in words


def test_a_second_press_says_that_it_was_done(cast: Cast, bids: dict[str, Bid]) -> None:
    client = client_of(cast.decision_maker)
    _, _, markup = upload(client, bids, first="approve")
    for expected in (200, 409):
        answer: Any = client.post(latest(), {"seen": seen_on(markup)}, follow=True)
        assert answer.status_code == expected
    assert "confirmed already" in words_of(answer)
    assert again(bids["first"]).award.amount_pence == 1_200_000


def test_what_changed_meanwhile_is_shown_anew_and_not_done(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    client = client_of(cast.decision_maker)
    _, _, markup = upload(client, bids, first="approve", second="approve")
    cast.approve(bids["second"])
    answer: Any = client.post(latest(), {"seen": seen_on(markup)})
    assert answer.status_code == 409
    said = words_of(answer)
    assert "has changed since you looked" in said
    assert "1 bid is approved" in said
    assert again(bids["first"]).state == "sifted"
    client.post(latest(), {"seen": seen_on(answer.content.decode())})
    assert again(bids["first"]).state == "approved"


def test_faults_are_listed_by_sheet_row_and_column(cast: Cast, bids: dict[str, Bid]) -> None:
    client = client_of(cast.decision_maker)
    status, words, _ = upload(client, bids, first="perhaps", reserve="approve", low=["decline", 5])
    assert status == 422
    assert "Nothing was changed" in words
    listed = words.partition("What is wrong in the file")[2]
    for place in ("Proposals", "Not proposed", "PCC decision", "PCC amount"):
        assert place in listed
    assert not AnsweredFile.objects.exists()


def test_a_file_that_says_nothing_new_has_nothing_to_confirm(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    client = client_of(cast.decision_maker)
    _, _, markup = upload(client, bids, first="approve")
    client.post(latest(), {"seen": seen_on(markup)})
    _, words, markup = upload(client, bids, first="approve")
    assert "So there is nothing to confirm." in words
    assert "£8,000.00 is left in the pot, as now." in words
    assert not seen_on(markup)


def test_what_cannot_be_confirmed_any_more_says_why(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    client = client_of(cast.decision_maker)
    upload(client, bids, first="approve")
    cast.sifted(100_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    said = read(cast.decision_maker, latest())
    assert "It cannot be confirmed" in said
    assert "is version 1; the latest that was sent is 2" in said


def test_what_stands_against_it_by_now_is_listed(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    upload(client_of(cast.decision_maker), bids, second="approve")
    cast.approve(bids["second"], 100_000)
    said = read(cast.decision_maker, latest())
    assert "Something has changed since it was brought in." in said
    assert "already approved for £1,000.00" in said


def test_another_decision_maker_who_scored_is_told_why_not(
    cast: Cast, bids: dict[str, Bid], read: Read
) -> None:
    upload(client_of(cast.decision_maker), bids, first="approve")
    Membership.objects.create(
        user=cast.panel_member, partnership=cast.round.partnership, role="decision-maker"
    )
    said = read(cast.panel_member, latest())
    assert "so somebody else must decide it" in said


def test_the_file_of_another_round_is_not_there(
    cast: Cast, bids: dict[str, Bid], look: Look
) -> None:
    upload(client_of(cast.decision_maker), bids, first="approve")
    assert look(cast.stranger, latest()).status_code == 404
    assert (
        look(cast.decision_maker, f"{BRING_IN}/{AnsweredFile.objects.get().pk + 1}").status_code
        == 404
    )


def test_the_number_of_queries_does_not_grow_with_the_bids(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    client = client_of(cast.decision_maker)
    upload(client, bids, first="approve")
    few = queries(lambda: client.get(latest()))
    for _ in range(3):
        cast.sifted(10_000)
    assert queries(lambda: client.get(latest())) == few
    assert queries(lambda: client.get(BRING_IN)) <= 10
