"""The page of the publicity hold, and what an applicant sees meanwhile."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from awards import actions as awards
from people.models import Partnership
from tests.cast import Cast
from tests.journeys.conftest import Look, Read, words_of
from ui.dates import format_date, in_london

ADDRESS = "/partnerships/csp/hold"
SOON = in_london(timezone.now()).date() + timedelta(days=20)


def post(cast: Cast, **changes: str) -> str:
    """Post the form as the officer; what the answer says, with its status first."""
    client = Client()
    client.force_login(cast.officer)
    given = {
        "until_day": str(SOON.day),
        "until_month": str(SOON.month),
        "until_year": str(SOON.year),
        "reason": "Borough election",
    }
    answer = client.post(ADDRESS, given | changes, follow=True)
    return f"{answer.status_code}\n{words_of(answer)}"  # type: ignore[arg-type]


def test_an_officer_sets_moves_and_ends_it(cast: Cast, read: Read) -> None:
    assert "No hold is on now." in read(cast.officer, ADDRESS)
    words = post(cast)
    assert f"Nothing is announced before {format_date(SOON)}." in words
    cast.approved()
    words = read(cast.officer, ADDRESS)
    assert "Your bid CSP19-001 was approved" in words
    assert "Borough election" in words
    assert "The hold is over" in post(cast, end="yes")
    assert Partnership.objects.get(code="csp").hold_until is None


def test_to_the_applicant_the_bid_is_still_sifted(cast: Cast, read: Read) -> None:
    post(cast)
    bid = cast.approved()
    for address in ("/", f"/rounds/{cast.round.code}", f"/bids/{bid.reference}"):
        words = read(cast.applicant, address)
        assert "Sifted" in words
        assert "Approved" not in words
        assert "Awarded" not in words
    assert "Approved" in read(cast.officer, f"/bids/{bid.reference}")
    post(cast, end="yes")
    assert "Approved" in read(cast.applicant, f"/bids/{bid.reference}")


def test_a_panel_member_learns_no_more_of_their_own_bid(cast: Cast, look: Look, read: Read) -> None:
    post(cast)
    cast.organisation.members.add(cast.panel_member)
    bid = cast.submitted()
    cast.score((bid, cast.second_panel_member, 4))
    cast.sift(bid)
    awards.approve(bid=bid, amount_pence=1, by=cast.decision_maker)
    place = f"/rounds/{cast.round.code}"
    for address in ("/", place, f"{place}/bids", f"{place}/bids?state=approved"):
        assert "Awarded" not in read(cast.panel_member, address)
    for address in (place, f"{place}/bids", f"{place}/bids?state=approved"):
        assert bid.reference not in read(cast.panel_member, address)
    book = load_workbook(BytesIO(look(cast.panel_member, f"{place}/bids.xlsx").getvalue()))
    assert book.worksheets[0].max_row == 1
    assert "Sifted" in read(cast.panel_member, f"/bids/{bid.reference}")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until_day": " ", "until_month": " ", "until_year": " "}, "Enter the day"),
        ({"until_day": "9" * 20}, "must be a real date"),
        ({"until_year": "2019"}, "Enter a day that is still to come."),
        ({"until_day": "31", "until_month": "2"}, "must be a real date"),
        ({"reason": ""}, "Enter the reason"),
        ({"reason": "x" * 300}, "Make it shorter"),
        ({"reason": "a\x00b"}, "control characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_set(
    cast: Cast, changes: dict[str, str], said: str
) -> None:
    words = post(cast, **changes)
    assert words.startswith("422")
    assert said in words
    assert Partnership.objects.get(code="csp").hold_until is None


def test_whoever_reads_the_papers_sees_it_and_the_officer_sets_it(cast: Cast, look: Look) -> None:
    words = {"officer": True, "auditor": False, "decision maker": False}
    for name, sets in words.items():
        page = look(cast.everybody()[name], ADDRESS).content.decode()
        assert ("Set the hold" in page) == sets, name
    statuses = {name: look(user, ADDRESS).status_code for name, user in cast.everybody().items()}
    assert statuses == {
        "applicant": 404,
        "rival": 404,
        "officer": 200,
        "panel": 403,
        "decision maker": 200,
        "finance": 200,
        "auditor": 200,
        "stranger": 404,
        "administrator": 403,
        "outsider": 404,
    }
