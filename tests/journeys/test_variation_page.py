"""The page of one variation: what it takes of the pot, and for whom it waits."""

import pytest
from django.test import Client
from django.utils import timezone

from awards.actions import accept_agreement
from monitoring.models import Variation
from monitoring.variations.varying import accept_variation, ask_variation, decide_variation
from tests.cast import AGREED, Cast
from tests.journeys.conftest import Read, words_of
from ui.dates import format_date, in_london


@pytest.fixture
def more(cast: Cast) -> Variation:
    """£5,000 is agreed, and £6,000 asked for."""
    award = cast.monitored(500_000).award
    return ask_variation(award=award, by=cast.applicant, reason="More.", amount_pence=600_000)


def address_of(variation: Variation) -> str:
    return f"/bids/{variation.award.bid.reference}/variations/{variation.number}"


def test_who_decides_sees_what_more_takes_of_the_pot(
    cast: Cast, more: Variation, read: Read
) -> None:
    words = read(cast.decision_maker, address_of(more))
    assert "Main pot\nLeft now\n£15,000.00\nTo commit\n£1,000.00\nLeft then\n£14,000.00" in words
    assert "Decide it" in words


def test_who_does_not_decide_reads_for_whom_it_waits(
    cast: Cast, more: Variation, read: Read
) -> None:
    words = read(cast.officer, address_of(more))
    assert "It waits for a decision maker." in words
    assert "Decide it" not in words


def test_the_organisation_reads_nothing_of_the_pot(cast: Cast, more: Variation, read: Read) -> None:
    words = read(cast.applicant, address_of(more))
    assert "£6,000.00" in words
    assert "Main pot" not in words
    assert "It waits for" not in words


def test_more_than_is_left_is_refused_where_it_is_decided(cast: Cast, more: Variation) -> None:
    cast.approved(1_450_000)
    client = Client()
    client.force_login(cast.decision_maker)
    data = {"do": "decide", "decision": "agree", "why": "Kept."}
    answer = client.post(address_of(more), data)
    assert answer.status_code == 422
    words = words_of(answer)  # type: ignore[arg-type]  # the test client's own kind
    assert "£1,000.00 more is too much: the main pot has £500.00 left." in words
    assert "Kept." in words
    more.refresh_from_db()
    assert more.state == Variation.State.ASKED


def test_the_agreement_says_that_it_was_changed_since(cast: Cast, read: Read) -> None:
    bid = cast.approved(500_000)
    accept_agreement(bid=bid, signatory="Ann", by=cast.applicant, at=AGREED)
    more = ask_variation(award=bid.award, by=cast.applicant, reason="More.", amount_pence=600_000)
    address = f"/bids/{bid.reference}/agreement"
    assert "It was changed since" not in read(cast.applicant, address)
    decide_variation(variation=more, by=cast.decision_maker, agree=True)
    assert "It was changed since" not in read(cast.applicant, address)
    accept_variation(variation=more, signatory="Ann", by=cast.applicant)
    today = format_date(in_london(timezone.now()).date())
    words = read(cast.applicant, address)
    assert f"It was changed since, last on {today}: what stands now is under" in words
