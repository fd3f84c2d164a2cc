"""The tactical pot in the browser: its desk, the short form, naming the panel, deciding under delegation."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bids.models import Bid
from bids.states import State
from people.models import User
from rounds.models import Pot, Round
from tests.cast import Cast
from tests.journeys.browser.hands import open_now
from tests.journeys.conftest import words_of
from ui.dates import in_london


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def running(cast: Cast) -> Cast:
    """The round in a year that has not ended; the applicant's organisation bid to it before."""
    cast.draft(1_000)
    open_now(cast)
    return cast


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The short form, filled in."""
    day = in_london(Round.objects.get().opens).date() + timedelta(days=20)
    given: dict[str, Any] = {
        "organisation": cast.organisation.pk,
        "project": "Knife amnesty",
        "summary": "Bins for knives.",
        "need": "Two stabbings this month.",
        "activities": "Three bins, staffed.",
        "outcomes": "Fewer knives.",
        "serves": [priority.pk for priority in cast.round.priorities.all()],
        "starts_on_day": day.day,
        "starts_on_month": day.month,
        "starts_on_year": day.year,
        "ends_on_day": day.day,
        "ends_on_month": day.month,
        "ends_on_year": day.year,
        "costs-TOTAL_FORMS": 1,
        "costs-INITIAL_FORMS": 0,
        "costs-0-category": "Equipment",
        "costs-0-description": "Bins",
        "costs-0-amount_pence": "750.50",
        "safeguarding_policy": "yes",
        "contact_name": "Ann",
        "contact_email": "applicant@youth.example",
        "invited": "no",
        "no_competition": "Nobody else has bins.",
        "true": "on",
    }
    return {**given, **changes}


def post(cast: Cast, user: User, **changes: Any) -> tuple[int, str]:
    address = f"/rounds/{cast.round.code}/tactical/new"
    response = client_of(user).post(address, typed(cast, **changes))
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("who", ["applicant", "officer"])
def test_the_short_form_makes_and_sends_a_bid(running: Cast, who: str) -> None:
    status, text = post(running, getattr(running, who))
    assert status == 302, text
    bid = Bid.objects.get(route=Pot.TACTICAL)
    assert (bid.state, bid.requested_pence) == (State.SUBMITTED, 75_050)
    assert bid.no_competition == "Nobody else has bins."
    assert bid.versions.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"project": ""}, "Enter what it is called"),
        ({"no_competition": " "}, "Enter why nobody else was invited"),
        ({"costs-0-amount_pence": "-5"}, "There is a problem"),
        ({"costs-0-amount_pence": "0.005"}, "There is a problem"),
        (
            {
                "costs-0-category": "",
                "costs-0-description": "",
                "costs-0-amount_pence": "",
            },
            "Enter at least one cost",
        ),
        ({"true": ""}, "Tick the box to send the bid"),
        ({"ends_on_year": 2001}, "The end must be on or after the start"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    running: Cast, changes: dict[str, Any], said: str
) -> None:
    status, text = post(running, running.applicant, **changes)
    assert (status, Bid.objects.filter(route=Pot.TACTICAL).count()) == (422, 0)
    assert said in text
    assert "Two stabbings this month." in text


def test_nobody_bids_for_an_organisation_that_is_not_theirs(running: Cast) -> None:
    status, text = post(running, running.rival)
    assert (status, Bid.objects.filter(route=Pot.TACTICAL).count()) == (422, 0)
    assert "Choose" in text


def test_the_desk_shows_the_clock_and_what_is_next(running: Cast) -> None:
    post(running, running.applicant)
    response = client_of(running.officer).get(f"/rounds/{running.round.code}/tactical")
    words = words_of(response)  # type: ignore[arg-type]
    assert "£10,000.00\nis left" in words
    assert "10 days left" in words
    assert "Name its panel" in words


def test_the_delegate_decides_on_a_page_and_the_desk_asks_to_tell_the_pcc(cast: Cast) -> None:
    Round.objects.update(delegate=cast.officer, delegated_limit_pence=100_000)
    bid = cast.sifted(80_000, route=Pot.TACTICAL)
    client = client_of(cast.officer)
    address = f"/bids/{bid.reference}/delegated"
    said = {"decision": "approve", "amount_pence": "800.01", "reason": "It cannot wait."}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "amount_pence": "800"}).status_code == 302
    desk = f"/rounds/{cast.round.code}/tactical"
    assert "is still to be told" in client.get(desk).content.decode()
    client.post(f"{address}/told", {"told_to": "Sam Reed, by telephone"})
    assert "is still to be told" not in client.get(desk).content.decode()
