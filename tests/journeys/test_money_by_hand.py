"""Finance pays, recovers, releases and returns by hand: the form, the question, then the deed."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bids.models import Bid
from funds.models import Movement
from funds.statement import Line, statement
from people.models import User
from rounds.models import DocumentAsked, Pot
from tests.cast import PAID, Cast
from tests.journeys.conftest import Look, Read, words_of

DAY = {"on_day": "8", "on_month": "5", "on_year": "2019"}
GO = {"go": "1"}


def send(person: User, address: str, data: dict[str, str]) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    response = client.post(address, data, follow=True)
    return response.status_code, words_of(response)  # type: ignore[arg-type]


def given(amount: str, **more: str) -> dict[str, str]:
    return {"amount_pence": amount, **DAY, **more}


def line(cast: Cast, bid: Bid) -> Line:
    return statement(cast.round).awards[bid.reference]


@pytest.fixture
def paid(cast: Cast) -> Bid:
    """Awarded £5,000, paid £2,000 of it, with £3,000 more in the cash."""
    bid = cast.monitored(500_000)
    cast.receive(500_000)
    cast.pay(bid, 200_000)
    return bid


def test_a_payment_is_shown_before_it_is_recorded(cast: Cast, paid: Bid) -> None:
    address = f"/bids/{paid.reference}/pay"
    data = given("£1,000", reference="BACS 77")
    status, words = send(cast.finance, address, data)
    assert status == 200
    assert f"Record that £1,000.00 was paid to {paid.reference}?" in words
    assert "Youth Works" in words
    assert line(cast, paid).paid == 200_000

    status, words = send(cast.finance, address, data | GO)
    assert status == 200
    assert f"£1,000.00 is recorded as paid to {paid.reference}." in words
    assert line(cast, paid).paid == 300_000
    assert paid.award.payments.latest("pk").reference == "BACS 77"

    status, words = send(cast.finance, address, data | GO)
    assert status == 422
    assert "BACS 77 was already paid" in words
    assert line(cast, paid).paid == 300_000


def test_a_payment_waits_for_evidence_and_the_page_says_so(
    cast: Cast, paid: Bid, read: Read
) -> None:
    DocumentAsked.objects.create(
        round=cast.round, code="dbs", title="DBS statement", before_payment=True, position=1
    )
    address = f"/bids/{paid.reference}/pay"
    assert "“DBS statement” is asked for before money moves" in read(cast.finance, address)
    for press in ({}, GO):
        status, words = send(cast.finance, address, given("1", reference="B") | press)
        assert status == 422
        assert "cannot be paid yet. “DBS statement”" in words
    assert line(cast, paid).paid == 200_000


def test_what_came_back_is_in_the_pot_and_the_cash(cast: Cast, paid: Bid) -> None:
    before = statement(cast.round)
    data = given("500", reason="The café closed in March.")
    address = f"/bids/{paid.reference}/recover"
    assert "Record that £500.00 came back" in send(cast.finance, address, data)[1]
    assert send(cast.finance, address, data | GO)[0] == 200
    after = statement(cast.round)
    assert after.awards[paid.reference].recovered == 50_000
    assert after.cash == before.cash + 50_000
    assert after.pots[Pot.MAIN].available == before.pots[Pot.MAIN].available + 50_000


def test_what_is_released_is_in_the_pot(cast: Cast, paid: Bid) -> None:
    before = statement(cast.round)
    data = given("3000", reason="They will not need it.")
    assert send(cast.finance, f"/bids/{paid.reference}/release", data | GO)[0] == 200
    after = statement(cast.round)
    assert after.awards[paid.reference].released == 300_000
    assert after.awards[paid.reference].available == 0
    assert after.pots[Pot.MAIN].available == before.pots[Pot.MAIN].available + 300_000
    call_command("check_books", verbosity=0)


def test_what_goes_back_leaves_its_pot_and_the_cash(cast: Cast, paid: Bid) -> None:
    address = f"/rounds/{cast.round.code}/return"
    data = given("156", pot="tactical", reason="Year end.")
    status, words = send(cast.finance, address, data)
    assert status == 200
    assert "Return £156.00 of the tactical pot to the PCC?" in words
    assert statement(cast.round).total.returned == 0
    assert "£156.00 went back to the PCC." in send(cast.finance, address, data | GO)[1]
    assert statement(cast.round).pots[Pot.TACTICAL].returned == 15_600
    assert statement(cast.round).cash == 300_000 - 15_600


@pytest.mark.parametrize(
    ("name", "amount", "said"),
    [
        ("pay", "3000.01", "£3,000.01 is too much: only £3,000.00 is committed"),
        ("recover", "2000.01", "£2,000.01 is too much: only £2,000.00 was paid"),
        ("release", "3000.01", "£3,000.01 is too much: only £3,000.00 is committed"),
        ("pay", "0", "Enter £0.01 or more"),
        ("pay", "-1", "Enter £0.01 or more"),
        ("recover", "0.001", "is not an amount"),
        ("release", "1e3", "is not an amount"),
        ("release", "", "Enter the amount released"),
    ],
)
def test_what_is_too_much_or_no_amount_is_refused(
    cast: Cast, paid: Bid, name: str, amount: str, said: str
) -> None:
    before = Movement.objects.count()
    data = given(amount, reason="Why.", reference="B")
    for press in ({}, GO):
        status, words = send(cast.finance, f"/bids/{paid.reference}/{name}", data | press)
        assert status == 422
        assert said in words
    assert Movement.objects.count() == before


@pytest.mark.parametrize("name", ["pay", "recover", "release"])
def test_a_day_to_come_is_refused(cast: Cast, paid: Bid, name: str) -> None:
    data = given("1", reason="Why.", reference="B") | {"on_year": "2190"}
    status, words = send(cast.finance, f"/bids/{paid.reference}/{name}", data | GO)
    assert status == 422
    assert "has not come yet" in words


def test_money_does_not_come_back_before_it_was_paid(cast: Cast, paid: Bid) -> None:
    data = given("1", reason="Why.") | {"on_day": "6"}
    status, words = send(cast.finance, f"/bids/{paid.reference}/recover", data | GO)
    assert status == 422
    assert "too much for that time: then, only £0.00 was paid" in words
    assert PAID.day == 7
    data |= {"on_day": "7"}
    assert send(cast.finance, f"/bids/{paid.reference}/recover", data | GO)[0] == 200


@pytest.mark.parametrize("name", ["pay", "recover", "release"])
def test_finance_with_an_interest_leaves_it_to_a_colleague(
    cast: Cast, paid: Bid, name: str, look: Look
) -> None:
    paid.organisation.members.add(cast.finance)
    address = f"/bids/{paid.reference}/{name}"
    assert look(cast.finance, address).status_code == 403
    assert send(cast.finance, address, given("1", reason="x", reference="B") | GO)[0] == 403
    assert look(cast.second_finance, address).status_code == 200


def test_no_money_moves_without_an_award(cast: Cast, look: Look) -> None:
    bid = cast.sifted()
    page = look(cast.finance, f"/bids/{bid.reference}/pay")
    assert page.status_code == 409
    assert "has no award, so no money moves" in page.content.decode()


def test_the_bid_leads_finance_to_its_money(cast: Cast, paid: Bid, look: Look) -> None:
    page = look(cast.finance, f"/bids/{paid.reference}").content.decode()
    officer = look(cast.officer, f"/bids/{paid.reference}").content.decode()
    for name in ("pay", "recover", "release"):
        assert f"/bids/{paid.reference}/{name}" in page
        assert f'/bids/{paid.reference}/{name}"' not in officer


def test_what_was_typed_is_not_lost_on_the_way(cast: Cast, paid: Bid) -> None:
    client = Client()
    client.force_login(cast.finance)
    data = given("500", reason='Two "lines"\nand <b>')
    page = client.post(f"/bids/{paid.reference}/recover", data).content.decode()
    assert "Two &quot;lines&quot;" in page
    assert "&lt;b&gt;" in page


def test_a_closed_round_offers_only_what_still_moves(cast: Cast, read: Read) -> None:
    page = f"/rounds/{cast.round.code}/finance"
    assert "Record money received" in read(cast.finance, page)
    type(cast.round).objects.update(closed_at=timezone.now(), closed_by=cast.decision_maker)
    words = read(cast.finance, page)
    assert "Record money received" not in words
    assert "Move money between pots" not in words
    assert "Return money to the PCC" in words
