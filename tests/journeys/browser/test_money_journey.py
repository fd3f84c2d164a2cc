"""From a claim to the payment, from a change to what is released, from a request to the moved pot.

The applicant works at a desk, and on a phone without JavaScript; officer, finance and decision maker
have each their own screen beside.
"""

import re

from playwright.sync_api import Page

from bids.models import Bid
from funds.statement import statement
from monitoring.models import PaymentLine, Variation
from reports.books import differences
from rounds.models import Period, Pot
from tests.cast import Cast, again
from tests.claims import running
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import (
    at_page,
    choose_file,
    fill,
    fill_date,
    follow,
    in_days,
    link_in,
    press,
    says,
    today,
)


def project(cast: Cast) -> Bid:
    """A running project of £3,000, with £5,000 in cash; its returns are due some day."""
    Period.objects.update(due=in_days(90))
    return running(cast, 300_000, cash_pence=500_000)


def claim(page: Page, bid: Bid, pounds: str) -> None:
    page.goto(f"/bids/{bid.reference}")
    follow(page, "Claims and payments")
    press(page, "Claim money")
    fill(page, amount_pence=pounds)
    page.get_by_label("The money is for the project as it was agreed").check()
    press(page, "Send the claim")


def decide(page: Page, bid: Bid, words: str) -> None:
    page.goto(f"/bids/{bid.reference}/claims/1")
    page.get_by_role("radio", name=re.compile(words)).check()
    press(page, "Save the decision")


@EVERY_WAY
def test_a_claim_is_checked_approved_and_paid(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a running project whose applicant claims too much at first
    bid = project(cast)
    page = person(cast.applicant, width=width, javascript=javascript)
    claim(page, bid, "3,000.01")
    says(page, "is too much")
    claim(page, bid, "2,000")
    says(page, "Claim 1 is sent.")
    # When an officer checks it and finance approves it
    officer = person(cast.officer, width=width, javascript=javascript)
    decide(officer, bid, "right")
    finance = person(cast.finance, width=width, javascript=javascript)
    decide(finance, bid, "Approve")
    # Then finance makes a batch of it, and brings in what the payment system says
    finance.goto(f"/rounds/{cast.round.code}/payments")
    press(finance, "Make a batch of those ticked")
    at_page(finance, "Batch 1")
    line = PaymentLine.objects.get()
    rows = (
        f"Payment reference,Date,Amount,Status\n{line.reference},{today():%d/%m/%Y},2000.00,paid\n"
    )
    choose_file(finance, "confirmation.csv", rows.replace("2000.00", "2000.01").encode())
    press(finance, "Bring it in")
    says(finance, "What is wrong in the file")
    for _time in range(2):  # the same file again does nothing
        choose_file(finance, "confirmation.csv", rows.encode())
        press(finance, "Bring it in")
    assert statement(cast.round).awards[bid.reference].paid == 200_000
    # And the applicant sees that it was paid
    page.goto(f"/bids/{bid.reference}/claims")
    says(page, "Paid")
    # And finance finds it in the ledger and in the statement
    finance.goto(f"/rounds/{cast.round.code}/finance")
    follow(finance, "Ledger")
    says(finance, "£2,000.00")
    finance.goto(f"/rounds/{cast.round.code}/statement")
    says(finance, bid.reference)
    assert list(differences([cast.round])) == []


@EVERY_WAY
def test_a_change_is_asked_for_agreed_and_in_force(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a running project that costs less than was thought
    bid = project(cast)
    page = person(cast.applicant, width=width, javascript=javascript)
    page.goto(f"/bids/{bid.reference}/variations")
    press(page, "Ask for a change")
    fill(page, amount_pence="0", reason="The driver volunteers.")
    press(page, "Ask for it")
    says(page, "There is a problem")
    fill(page, amount_pence="2,500")
    press(page, "Ask for it")
    says(page, "The change is asked for.")
    # When an officer agrees, the old terms still hold
    officer = person(cast.officer, width=width, javascript=javascript)
    officer.goto(f"/bids/{bid.reference}/variations/1")
    officer.get_by_role("radio", name="Agree").check()
    press(officer, "Decide")
    assert again(bid).award.amount_pence == 300_000
    # Then the organisation reads the new version and accepts it by the name that signed
    page.goto(link_in("applicant@youth.example"))
    says(page, "£2,500.00")
    fill(page, signatory="Somebody Else")
    page.get_by_label("I have read it all").check()
    press(page, "Accept")
    says(page, "Ann is to accept it")
    fill(page, signatory="Ann")
    page.get_by_label("I have read it all").check()
    press(page, "Accept")
    says(page, "What was accepted, word for word")
    assert again(bid).award.amount_pence == 250_000
    assert Variation.objects.get().state == Variation.State.IN_FORCE
    assert list(differences([cast.round])) == []


@EVERY_WAY
def test_money_moves_between_pots_by_two_people(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given finance asks to move money
    page = person(cast.finance, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/virements")
    page.get_by_role("radio", name=re.compile("Main pot to tactical pot")).check()
    fill(page, amount_pence="500", reason="More comes up.", authority="Minute 12")
    press(page, "Ask for agreement")
    assert statement(cast.round).pots[Pot.MAIN].available == 2_000_000
    # When a decision maker follows the link in the email, and agrees
    other = person(cast.decision_maker, width=width, javascript=javascript)
    other.goto(link_in(cast.decision_maker.email))
    says(other, "More comes up.")
    other.get_by_role("radio", name=re.compile("Yes, move the money")).check()
    press(other, "Send the answer")
    # Then it has moved
    assert statement(cast.round).pots[Pot.MAIN].available == 1_950_000


@EVERY_WAY
def test_the_year_is_signed_off_and_closed(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a year that is over, with a bid that nobody decided
    bid = cast.sifted()
    page = person(cast.finance, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/year-end")
    press(page, "Record the sign-off")
    says(page, "There is a problem")
    fill(page, signed_by="Sam Treasurer")
    fill_date(page, "signed_on", today())
    press(page, "Record the sign-off")
    says(page, "Signed off by Sam Treasurer")
    # When a decision maker closes it
    other = person(cast.decision_maker, width=width, javascript=javascript)
    other.goto(f"/rounds/{cast.round.code}/close")
    says(other, bid.reference)
    press(other, "Close the round")
    says(other, "1 bid was declined")
    # Then no money is received any more
    page.goto(f"/rounds/{cast.round.code}/receive")
    fill(page, amount_pence="100", reference="REM-9")
    fill_date(page, "on", today())
    press(page, "Record it")
    says(page, "is closed")
