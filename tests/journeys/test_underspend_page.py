"""The underspend radar in the browser's eyes: asked, agreed, sent on."""

import pytest
from django.test import Client
from django.urls import reverse

from bids.models import Bid
from funds.models import VirementRequest
from monitoring.models import Variation
from monitoring.underspend.releasing import release_to_tactical
from monitoring.variations.varying import (
    accept_variation,
    ask_release,
    ask_variation,
    withdraw_variation,
)
from people.models import User
from tests.cast import Cast
from tests.unit.monitoring.test_releasing import agreed, forecast


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """£5,000 committed, £2,000 paid, £3,000 forecast."""
    bid = cast.paid(500_000, paid_pence=200_000)
    forecast(cast, bid, 300_000)
    return bid


def client(person: User) -> Client:
    found = Client()
    found.force_login(person)
    return found


def text(person: User, name: str, *args: object) -> str:
    return client(person).get(reverse(name, args=args)).content.decode()


def test_an_officer_asks_and_finance_sends_it_on(cast: Cast, bid: Bid) -> None:
    code, reference = cast.round.code, bid.reference
    ask = reverse("release-ask", args=[reference])
    assert ask in text(cast.officer, "underspend", code)
    assert ask not in text(cast.finance, "underspend", code)
    assert "2,000.00" in text(cast.officer, "release-ask", reference)
    said = {"amount_pence": "1500", "reason": "Quieter."}
    answer = client(cast.officer).post(ask, said, follow=True)
    page = answer.content.decode()
    assert "Asked to release £1,500.00" in page
    assert "Waits for the organisation" in page
    assert ask not in page
    variation = Variation.objects.get()
    accept_variation(variation=variation, signatory="Ann", by=cast.applicant)
    send = reverse("variation-release", args=[reference, 1])
    assert send not in text(cast.officer, "underspend", code)
    assert "Release £1,500.00 to the tactical pot" in text(cast.finance, "underspend", code)
    page = client(cast.finance).post(send, follow=True).content.decode()
    assert "as soon as a second person agrees" in page
    assert "£1,500.00 is on its way from the main pot" in page
    assert send not in page
    assert VirementRequest.objects.get().amount_pence == 150_000
    assert client(cast.finance).post(send).status_code == 409


def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, bid: Bid) -> None:
    address = reverse("release-ask", args=[bid.reference])
    answer = client(cast.officer).post(address, {"amount_pence": "4000", "reason": "Quieter."})
    assert answer.status_code == 422
    assert "£2,000.00 of the grant is paid or claimed" in answer.content.decode()
    assert "Quieter." in answer.content.decode()
    answer = client(cast.officer).post(address, {"amount_pence": "x", "reason": " "})
    assert answer.status_code == 422
    assert not Variation.objects.exists()


def test_an_officer_with_a_stake_does_not_ask(cast: Cast, bid: Bid) -> None:
    cast.organisation.members.add(cast.officer)
    page = text(cast.officer, "underspend", cast.round.code)
    assert "You have an interest in it" in page
    answer = client(cast.officer).get(reverse("release-ask", args=[bid.reference]))
    assert answer.status_code == 403


def test_a_closed_round_is_only_looked_at(cast: Cast, bid: Bid) -> None:
    agreed(cast, bid)
    forecast_more = reverse("release-ask", args=[bid.reference])
    type(cast.round).objects.update(closed_at=bid.award.approved_at)
    page = text(cast.finance, "underspend", cast.round.code)
    assert "Ready for the tactical pot" in page
    assert "Release £1,000.00 to the tactical pot" not in page
    assert forecast_more not in text(cast.officer, "underspend", cast.round.code)


def test_the_radar_is_for_those_who_read_the_papers(cast: Cast, bid: Bid) -> None:
    for person in (cast.applicant, cast.panel_member, cast.stranger, cast.administrator):
        answer = client(person).get(reverse("underspend", args=[cast.round.code]))
        assert answer.status_code == 404


def test_each_finds_what_waits_for_them(cast: Cast, bid: Bid) -> None:
    def ask(pence: int) -> Variation:
        return ask_variation(
            award=bid.award, by=cast.applicant, reason="Other.", amount_pence=pence
        )

    less = ask(450_000)
    assert "A project asks: agree, or refuse" in text(cast.officer, "desk")
    assert "A project asks" not in text(cast.decision_maker, "desk")
    withdraw_variation(variation=less, by=cast.applicant)
    withdraw_variation(variation=ask(600_000), by=cast.applicant)
    assert "A project asks" not in text(cast.officer, "desk")
    more = ask(600_000)
    assert "A project asks for more: decide" in text(cast.decision_maker, "desk")
    assert "A project asks" not in text(cast.officer, "desk")
    withdraw_variation(variation=more, by=cast.applicant)
    variation = ask_release(
        award=bid.award, amount_pence=100_000, by=cast.officer, reason="Quieter."
    )
    address = reverse("variation", args=[bid.reference, variation.number])
    assert address in text(cast.applicant, "home")
    assert address in text(cast.applicant, "bid", bid.reference)
    accept_variation(variation=variation, signatory="Ann", by=cast.applicant)
    assert address not in text(cast.applicant, "home")
    assert "Release to the tactical pot" in text(cast.finance, "desk")
    assert "Release to the tactical pot" not in text(cast.officer, "desk")
    release_to_tactical(variation=variation, by=cast.finance)
    assert "Release to the tactical pot" not in text(cast.finance, "desk")
