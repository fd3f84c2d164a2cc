"""The pages of an award: its letter, its agreement, its terms, and who is paid."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from awards.actions import accept_agreement
from awards.hold import set_hold
from awards.models import Agreement, Award
from awards.offering import Offer, offer_of, offered, set_terms, sign_of
from awards.payees import Payee, set_payee, sign_of_payee
from awards.terms import current
from awards.written import read as read_text
from bids.models import Bid
from people.models import User
from rounds.models import Round
from tests.cast import AGREED, Cast, again, at
from tests.journeys.conftest import Look, Read, words_of
from ui.dates import in_london

STANDS = at("2019-04-01 09:00")
DAYS = {
    "starts_on_day": "29",
    "starts_on_month": "4",
    "starts_on_year": "2019",
    "ends_on_day": "31",
    "ends_on_month": "3",
    "ends_on_year": "2020",
}


def post(user: User, address: str, **data: str) -> HttpResponse:
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.force_login(user)
    return client.post(address, data)  # type: ignore[return-value]  # the test client's own kind


def page_of(bid: Bid, name: str) -> str:
    return f"/bids/{bid.reference}/{name}"


def typed(bid: Bid, **changes: str) -> dict[str, str]:
    """The form of the terms as the page would send it, with changes."""
    award = again(bid).award
    return {
        **DAYS,
        "outcomes": "Fewer calls.",
        "plan": "instalments",
        "special_conditions": "No capital.",
        "signatory": "Rosa Finch",
        "seen": sign_of(award, current(award)),
        "budget-TOTAL_FORMS": "2",
        "budget-INITIAL_FORMS": "0",
        "budget-0-name": "Staffing",
        "budget-0-amount_pence": "3000",
        "budget-1-name": "Hall",
        "budget-1-amount_pence": "2,000",
        "plan-TOTAL_FORMS": "2",
        "plan-INITIAL_FORMS": "0",
        "plan-0-due_day": "7",
        "plan-0-due_month": "10",
        "plan-0-due_year": "2019",
        "plan-0-amount_pence": "2000",
        "plan-1-due_day": "7",
        "plan-1-due_month": "5",
        "plan-1-due_year": "2019",
        "plan-1-amount_pence": "3000",
        **changes,
    }


def change(cast: Cast, bid: Bid, **changes: Any) -> None:
    award = again(bid).award
    offer = Offer(**{**vars(offer_of(award, current(award))), **changes})
    set_terms(bid=bid, offer=offer, by=cast.officer)


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.approved()


# Accepting


def test_what_is_read_is_what_is_accepted_and_kept(cast: Cast, bid: Bid, read: Read) -> None:
    address = page_of(bid, "agreement")
    with time_machine.travel(STANDS, tick=False):
        words = read(cast.applicant, address)
        assert "This is an offer. It stands until 10am on Friday 19 April 2019" in words
        written = offered(again(bid).award)
        for section in read_text(written.text).sections:
            assert f"{section.number}. {section.heading}" in words
        given = {"signatory": "Rosa Finch", "agreed": "on", "seen": written.checksum}
        assert post(cast.applicant, address, **given).status_code == 302
    kept = Agreement.objects.get()
    assert (kept.text, kept.address) == (written.text, "203.0.113.9")
    Round.objects.update(conditions="Something else.")
    words = read(cast.applicant, address)
    for said in ("Accepted by\nRosa Finch", "9am on Monday 1 April 2019", kept.checksum):
        assert said in words
    assert "Something else." not in words
    assert "203.0.113.9" not in words
    assert "203.0.113.9" in read(cast.officer, address)


def test_terms_that_changed_meanwhile_are_read_again(cast: Cast, bid: Bid) -> None:
    address = page_of(bid, "agreement")
    with time_machine.travel(STANDS, tick=False):
        seen = offered(again(bid).award).checksum
        change(cast, bid, outcomes="Many fewer calls.")
        given = {"signatory": "Rosa Finch", "agreed": "on", "seen": seen}
        response = post(cast.applicant, address, **given)
        assert response.status_code == 409
        body = response.content.decode()
        assert "Read them again, then accept them." in body
        assert "Many fewer calls." in body
        assert 'value="Rosa Finch"' in body
        assert "checked" not in body
        assert f'value="{offered(again(bid).award).checksum}"' in body
    assert not Agreement.objects.exists()


def test_the_page_names_who_is_to_accept_it(cast: Cast, bid: Bid, read: Read) -> None:
    address = page_of(bid, "agreement")
    with time_machine.travel(STANDS, tick=False):
        change(cast, bid, signatory="Rosa Finch")
        assert "It is accepted by Rosa Finch." in read(cast.applicant, address)
        seen = offered(again(bid).award).checksum
        response = post(cast.applicant, address, signatory="Bob", agreed="on", seen=seen)
        assert response.status_code == 422
        assert "Rosa Finch is to accept it, and the name typed is Bob" in words_of(response)


def test_an_offer_after_its_time_says_so_and_takes_no_acceptance(
    cast: Cast, bid: Bid, read: Read
) -> None:
    address = page_of(bid, "agreement")
    words = read(cast.applicant, address)
    assert "The offer stood until 10am on Friday 19 April 2019. Ask an officer" in words
    assert "Full name of the person" not in words
    words = read(cast.officer, f"/bids/{bid.reference}")
    assert "Not accepted yet\nThe offer is over\nIt stood until 10am on Friday 19 April" in words


def test_the_officers_page_says_until_when_the_offer_stands(
    cast: Cast, bid: Bid, read: Read
) -> None:
    with time_machine.travel(STANDS, tick=False):
        words = read(cast.officer, f"/bids/{bid.reference}")
    assert "Not accepted yet\nThe offer stands until 10am on Friday 19 April 2019." in words
    for link in ("Set the terms of the award", "Award letter", "Grant agreement", "Who is paid"):
        assert link in words


def test_a_paper_is_said_to_be_one(cast: Cast, read: Read) -> None:
    words = read(cast.applicant, page_of(cast.monitored(), "agreement"))
    assert "It was accepted on paper" in words
    assert "Accepted by\nAnn" in words
    assert "Checksum" not in words


def test_in_a_hold_the_office_reads_it_and_nobody_accepts(
    cast: Cast, look: Look, read: Read
) -> None:
    until = in_london(timezone.now()).date() + timedelta(days=30)
    set_hold(partnership=cast.round.partnership, until=until, reason="Election", by=cast.officer)
    bid = cast.approved()
    for name in ("agreement", "award-letter", "agreement.docx", "award-letter.docx"):
        assert look(cast.applicant, page_of(bid, name)).status_code == 409
        assert look(cast.officer, page_of(bid, name)).status_code == 200
    assert "Full name of the person" not in read(cast.officer, page_of(bid, "agreement"))


def test_a_memo_is_called_one(cast: Cast, bid: Bid, read: Read) -> None:
    payee = Payee(internal=True, budget_holder="Hugh", cost_centre="C1", account_code="A1")
    set_payee(bid=bid, payee=payee, by=cast.officer)
    words = read(cast.applicant, page_of(bid, "agreement"))
    assert words.startswith("CSP19-001 · Night café\nGrant memo")
    assert "Read the memo" in read(cast.applicant, page_of(bid, "award-letter"))


def test_the_letter_is_a_page(cast: Cast, bid: Bid, read: Read) -> None:
    words = read(cast.applicant, page_of(bid, "award-letter"))
    assert "has approved a grant of £5,000.00 for “Night café”." in words
    assert "What to do now" in words


# Terms


def test_an_officer_sets_the_terms(cast: Cast, bid: Bid, read: Read) -> None:
    address = page_of(bid, "award-terms")
    words = read(cast.officer, address)
    assert "The parts must add up to £5,000.00." in words
    assert post(cast.officer, address, **typed(bid)).status_code == 302
    terms = current(again(bid).award)
    assert terms.version == 2
    assert [one["due"] for one in terms.instalments] == ["2019-05-07", "2019-10-07"]
    assert "7 October 2019" in read(cast.applicant, page_of(bid, "agreement"))
    assert "Rosa Finch" in look_value(cast, address)


def look_value(cast: Cast, address: str) -> str:
    client = Client()
    client.force_login(cast.officer)
    return client.get(address).content.decode()


def test_what_does_not_add_up_comes_back_with_all_that_was_typed(cast: Cast, bid: Bid) -> None:
    address = page_of(bid, "award-terms")
    response = post(cast.officer, address, **typed(bid, **{"budget-1-amount_pence": "1999"}))
    assert response.status_code == 422
    assert "The parts of the budget add up to £4,999.00" in words_of(response)
    body = response.content.decode()
    for said in ('value="Staffing"', 'value="1999"', "No capital.", 'value="Rosa Finch"'):
        assert said in body
    assert bid.award.terms.count() == 1


def test_a_row_is_added_and_taken_out_without_a_complaint(cast: Cast, bid: Bid) -> None:
    address = page_of(bid, "award-terms")
    rows = {"budget-1-name": "", "budget-1-amount_pence": "", "outcomes": ""}
    for button in ({"budget-do": "add"}, {"plan-do": "remove-1"}):
        response = post(cast.officer, address, **typed(bid, **rows, **button))
        assert response.status_code == 200
        words = words_of(response)
        assert "There is a problem" not in words
        assert ("Part 3" in words) is ("budget-do" in button)
        assert ("Instalment 2" in words) is ("budget-do" in button)
    assert bid.award.terms.count() == 1


def test_the_second_of_two_officers_sees_both_and_decides(cast: Cast, bid: Bid) -> None:
    address = page_of(bid, "award-terms")
    mine = typed(bid)
    change(cast, bid, special_conditions="Theirs.")
    response = post(cast.officer, address, **mine)
    assert response.status_code == 409
    words = words_of(response)
    assert "Somebody else changed this meanwhile" in words
    assert "Theirs." in words
    assert "No capital." in words
    award = again(bid).award
    mine["seen"] = sign_of(award, current(award))
    assert mine["seen"] in response.content.decode()
    assert post(cast.officer, address, **mine).status_code == 302


def test_accepted_terms_are_not_changed_here(cast: Cast, bid: Bid, look: Look) -> None:
    address = page_of(bid, "award-terms")
    mine = typed(bid)
    accept_agreement(bid=bid, signatory="Rosa", by=cast.applicant, at=AGREED)
    for response in (look(cast.officer, address), post(cast.officer, address, **mine)):
        assert response.status_code == 409
        assert "its terms are changed by a variation" in words_of(response)


# Who is paid


def test_finance_sets_who_is_paid(cast: Cast, bid: Bid, read: Read) -> None:
    address = page_of(bid, "award-payee")
    given = {"internal": "no", "supplier_number": "SUP-1", "seen": sign_of_payee(bid.award)}
    assert post(cast.finance, address, **given).status_code == 302
    assert Award.objects.get().supplier_number == "SUP-1"
    assert "Supplier number\nSUP-1" in read(cast.finance, f"/bids/{bid.reference}")
    assert "SUP-1" not in read(cast.applicant, f"/bids/{bid.reference}")
    stale = post(cast.officer, address, **given)
    assert stale.status_code == 409
    assert "Supplier number\nSUP-1" in words_of(stale)
    other = cast.approved(100_000)
    assert "was paid under supplier number SUP-1 before" in read(
        cast.finance, page_of(other, "award-payee")
    )


def test_bank_details_are_refused(cast: Cast, bid: Bid) -> None:
    given = {"internal": "no", "supplier_number": "20-30-40", "seen": sign_of_payee(bid.award)}
    response = post(cast.finance, page_of(bid, "award-payee"), **given)
    assert response.status_code == 422
    assert "bank details do not belong here" in words_of(response)


@pytest.mark.parametrize("state", ["sifted", "declined"])
def test_without_an_award_there_is_nothing_to_set(cast: Cast, look: Look, state: str) -> None:
    bid = getattr(cast, state)()
    for name in ("agreement", "award-letter", "award-terms", "award-payee", "agreement.docx"):
        assert look(cast.officer, page_of(bid, name)).status_code == 409
