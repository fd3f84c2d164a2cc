"""The pages on which an officer records the partnership's agreement and sends the proposals."""

import re

import pytest
from django.test import Client

from awards.models import PartnershipAgreement, Submission
from reports.submission.sending import send
from rounds.models import Pot
from scoring.actions import change_recommendation
from scoring.models import Recommendation
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of

ROUND = "/rounds/grant-2019-20"
AGREE, SEND = f"{ROUND}/main/agree", f"{ROUND}/main/send"


def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def agree(client: Client, **changes: str) -> str:
    """Record the agreement to what the page shows; what the answer says, its status first."""
    shown = client.get(AGREE).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    given = {
        "seen": seen[1] if seen else "",
        "agreed_by": "The strategic board",
        "agreed_on_day": "26",
        "agreed_on_month": "March",
        "agreed_on_year": "2019",
        "minute": "Minute 14",
    }
    answer = client.post(AGREE, given | changes, follow=True)
    return f"{answer.status_code}\n{words_of(answer)}"  # type: ignore[arg-type]


def test_an_officer_records_the_agreement_and_sends(cast: Cast, read: Read) -> None:
    cast.sifted()
    client = officer(cast)
    assert "not recorded yet" in read(cast.officer, SEND)
    words = agree(client)
    assert words.startswith("200")
    assert "Agreed by The strategic board on 26 March 2019." in words
    assert "Freeze and send version 1" in words
    words = words_of(client.post(SEND, follow=True))  # type: ignore[arg-type]
    assert "Version 1 is frozen. Download it and email it to the PCC." in words
    assert "nothing new to send" in words
    assert Submission.objects.count() == 1
    assert "agreed by The strategic board on 26 March 2019" in read(cast.officer, ROUND)


def test_what_was_recorded_wrongly_is_corrected_before_it_is_sent(cast: Cast, read: Read) -> None:
    cast.sifted()
    client = officer(cast)
    agree(client, minute="Minute 41")
    assert f'href="{AGREE}"' in client.get(SEND).content.decode()
    agree(client)
    words = read(cast.officer, SEND)
    assert "Minute 14" in words
    assert "Minute 41" not in words


def test_the_page_shows_exactly_the_proposals(cast: Cast, read: Read) -> None:
    cast.sifted(1_200_000, points=5)
    cast.sifted(1_000_000)
    cast.sifted(100_000, points=1)
    cast.rejected()
    words = read(cast.officer, AGREE)
    above, line, below = words.partition("The money runs out here: £8,000.00 of £20,000.00 is left")
    assert line
    assert "CSP19-001" in above
    assert "Reserve" in below.partition("Not proposed")[0]
    assert "CSP19-003" in below.partition("Not proposed")[2]
    assert "It buys cameras." in below


def test_after_answers_the_line_counts_what_was_decided(cast: Cast, read: Read) -> None:
    first, second = cast.sifted(1_200_000, points=5), cast.sifted(900_000, points=4)
    cast.approve(first, 1_000_000)
    change_recommendation(
        bid=second,
        choice=Recommendation.Choice.FUND,
        amount_pence=900_000,
        by=cast.officer,
        reason="It fits now",
    )
    words = read(cast.officer, AGREE)
    assert "approved for £10,000.00" in words
    assert "All of these fit the pot: £1,000.00 of £20,000.00 is left" in words


def test_proposals_that_changed_are_not_sent(cast: Cast, read: Read) -> None:
    cast.sifted()
    client = officer(cast)
    agree(client)
    cast.sifted()
    assert "changed since they were agreed" in read(cast.officer, SEND)
    answer = client.post(SEND)
    assert answer.status_code == 409
    assert "changed since they were agreed" in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seen": "0" * 64}, "changed while you looked"),
        ({"seen": ""}, "changed while you looked"),
        ({"agreed_by": ""}, "Enter the body or person that agreed"),
        ({"minute": ""}, "Enter the minute"),
        ({"agreed_on_year": "2190"}, "26 March 2190 has not come yet"),
        ({"agreed_on_month": "January"}, "opened on 13 February 2019: enter a day after"),
        ({"agreed_on_day": "", "agreed_on_month": "", "agreed_on_year": ""}, "Enter the date"),
        ({"minute": "x" * 2001}, "Make it shorter"),
        ({"agreed_by": "\u202eevil"}, "turn the direction"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    cast.sifted()
    words = agree(officer(cast), **changes)
    assert words.startswith("422")
    assert said in words
    assert not PartnershipAgreement.objects.exists()


def test_before_the_sift_there_is_nothing_to_agree(cast: Cast) -> None:
    client = officer(cast)
    for address in (AGREE, SEND, f"{ROUND}/main/draft.xlsx"):
        assert client.get(address).status_code == 404
    assert client.post(SEND).status_code == 404


def test_a_version_sent_by_the_command_says_that_no_agreement_is_recorded(
    cast: Cast, read: Read
) -> None:
    cast.sifted()
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    assert "It was sent without a recorded agreement." in read(cast.officer, SEND)
    assert "without a recorded agreement" in read(cast.officer, ROUND)


@pytest.mark.parametrize("address", [AGREE, SEND])
def test_they_are_the_officers(cast: Cast, look: Look, address: str) -> None:
    cast.sifted()
    statuses = {name: look(user, address).status_code for name, user in cast.everybody().items()}
    assert statuses == {
        "applicant": 404,
        "rival": 404,
        "officer": 200,
        "panel": 404,
        "decision maker": 403,
        "finance": 403,
        "auditor": 403,
        "stranger": 404,
        "administrator": 404,
        "outsider": 404,
    }


def test_no_other_route_is_there(cast: Cast, look: Look) -> None:
    cast.sifted()
    assert look(cast.officer, f"{ROUND}/third/agree").status_code == 404
