"""A whole round in the browser, from an empty page to an accepted grant, by six people."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from bids.models import Bid
from bids.states import State
from people.models import User
from rounds.models import Round
from tests.cast import CRITERIA, Cast
from tests.files import pdf
from tests.journeys.browser.conftest import EVERY_WAY, Arrive, newest_email
from tests.journeys.browser.hands import (
    PASSWORD,
    app_code,
    at_page,
    choose_file,
    code_in,
    declare_and_send,
    enrol,
    fill,
    fill_date,
    follow,
    in_days,
    press,
    says,
    sign_in_with_code,
    sign_in_with_password,
    sign_up,
    today,
    write_bid,
)
from tests.workbooks import scores_workbook

ANN = "ann@new.example"


@dataclass
class Six:
    """The pages of the six, each in a browser of their own."""

    officer: Page
    applicant: Page
    panel: Page
    decider: Page
    finance: Page
    auditor: Page


@EVERY_WAY
def test_six_people_take_a_round_from_its_beginning_to_an_accepted_grant(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    six = Six(*(person(None, width=width, javascript=javascript) for _one in range(6)))
    for somebody in (cast.decision_maker, cast.finance, cast.auditor):
        enrol(somebody)
    the_officer_signs_in_for_the_first_time(six.officer, cast.officer)
    round = the_officer_makes_a_round(six.officer, cast)
    bid = the_applicant_bids(six.applicant, round)
    the_officer_has_it_changed(six, bid)
    the_panel_member_reads_it(six.panel, cast.panel_member, bid)
    the_officer_brings_the_scores_in_and_sifts(six.officer, cast, bid)
    the_proposals_are_agreed_and_sent(six.officer, round)
    the_answer_is_taken_down_and_confirmed(six, cast, bid)
    finance_sees_the_promise_and_records_income(six.finance, cast.finance, round)
    the_applicant_accepts(six.applicant, bid)
    the_auditor_reads_it_all(six.auditor, cast, bid)


def the_officer_signs_in_for_the_first_time(page: Page, officer: User) -> None:
    """They choose a password and set up an app before anything else."""
    page.goto("/desk")
    follow(page, "Sign in with your password")
    follow(page, "Set a password")
    fill(page, email=officer.email)
    press(page, "Send me a code")
    fill(page, code=code_in(officer.email))
    press(page, "Continue")
    fill(page, password1=PASSWORD)
    press(page, "Save and sign in")
    at_page(page, "Set up your second step")
    press(page, "Set up an app")
    fill(page, code=app_code(page.locator("code.app-secret").inner_text()))
    press(page, "Finish")
    at_page(page, "Your recovery codes")
    press(page, "I have kept them safe")
    at_page(page, "What waits for you")


def the_officer_makes_a_round(page: Page, cast: Cast) -> Round:
    """Last year's round is copied, its dates are set, and it is published."""
    year = in_days(120)
    first = year.year if year.month > 3 else year.year - 1
    page.goto("/")
    follow(page, "Begin a round")
    page.get_by_label(f"A copy of {cast.round.title}").check()
    fill(
        page,
        title="Grant of this year",
        financial_year=f"{first}-{(first + 1) % 100:02d}",
        allocation_pence="30000",
    )
    press(page, "Begin")
    follow(page, "Dates")
    fill_date(page, "opens", in_days(-1), "9am")
    fill_date(page, "closes", in_days(20), "midday")
    for name, days in (("panel", 30), ("submission_due", 40), ("committee", 200)):
        fill_date(page, name, in_days(days))
    press(page, "Save")
    says(page, "“Dates” is saved.")
    press(page, "Check and publish")
    press(page, "Publish the round")
    says(page, "The round is published.")
    round = Round.objects.latest("pk")
    assert round.published
    return round


def the_applicant_bids(page: Page, round: Round) -> Bid:
    """From the public page to the receipt."""
    page.goto("/")
    follow(page, round.title)
    press(page, "Start your bid")
    sign_up(page, ANN, "Ann Marsh")
    press(page, "Register an organisation")
    fill(page, name="New Works", address="1 High Street")
    page.get_by_label("Charity", exact=True).check()
    press(page, "Register")
    page.goto(f"/rounds/{round.code}/apply")
    page.get_by_label("The main round").check()
    press(page, "Start the bid")
    write_bid(page)
    declare_and_send(page)
    bid = Bid.objects.get(round=round)
    assert bid.state == State.SUBMITTED
    assert newest_email(ANN).kind == "bid-received"
    return bid


def the_officer_has_it_changed(six: Six, bid: Bid) -> None:
    """It goes back and comes again, and passes its gate."""
    page = six.officer
    page.goto("/desk")
    says(page, "check")
    page.goto(f"/bids/{bid.reference}")
    follow(page, "Send the bid back")
    fill(page, reason="Say who else pays.")
    fill_date(page, "change_by", in_days(10), "midday")
    press(page, "Continue")
    says(page, "Say who else pays.")
    press(page, "Send the bid back")
    says(page, f"{bid.reference} was sent back.")

    page = six.applicant
    page.goto(f"/bids/{bid.reference}")
    says(page, "Say who else pays.")
    page.goto(f"/bids/{bid.reference}/edit/need")
    page.locator("textarea").fill("Nowhere to go, and nobody else pays.")
    press(page, "Save and come back later")
    declare_and_send(page)

    page = six.officer
    page.goto(f"/bids/{bid.reference}")
    follow(page, "See what changed")
    says(page, "nobody else pays")
    page.goto(f"/bids/{bid.reference}")
    follow(page, "Check the gates")
    page.get_by_label("Passed").check()
    press(page, "Save the checks")
    says(page, "The checks are saved.")


def the_panel_member_reads_it(page: Page, member: User, bid: Bid) -> None:
    """They sign in with a code and declare no interest; then the bid is there, with its answers."""
    page.goto(f"/rounds/{bid.round.code}/interests")
    sign_in_with_code(page, member)
    page.get_by_label("No", exact=True).check()
    press(page, "Save the answers")
    page.goto(f"/rounds/{bid.round.code}/bids")
    follow(page, bid.reference)
    says(page, "nobody else pays")


def the_officer_brings_the_scores_in_and_sifts(page: Page, cast: Cast, bid: Bid) -> None:
    """The panel's scores come as a workbook; the sift says what it is about to do."""
    rows = [(bid.reference, cast.panel_member.email, code, 4) for code in CRITERIA]
    page.goto(f"/rounds/{bid.round.code}/bring-in")
    page.get_by_label("The panel’s scores").check()
    choose_file(page, "scores.xlsx", scores_workbook(rows))
    press(page, "Bring it in")
    says(page, "It was brought in")
    page.goto(f"/rounds/{bid.round.code}/sift")
    press(page, "Sift the bids that are ready")
    says(page, "1 bid was sifted.")
    says(page, "80.00")


def the_proposals_are_agreed_and_sent(page: Page, round: Round) -> None:
    """The partnership's agreement is recorded, and the submission frozen."""
    follow(page, "Agree and send the proposals")
    press(page, "Record the agreement")
    fill(page, agreed_by="The strategic board", minute="Minute 12")
    fill_date(page, "agreed_on", today())
    press(page, "Record the agreement")
    page.goto(f"/rounds/{round.code}/main/send")
    press(page, "Freeze and send version 1")
    says(page, "Version 1 was sent")


def the_answer_is_taken_down_and_confirmed(six: Six, cast: Cast, bid: Bid) -> None:
    """The officer enters the PCC's answer with its letter; the decision maker confirms it."""
    page, code = six.officer, bid.round.code
    page.goto(f"/rounds/{code}")
    follow(page, "Take down decisions of the")
    page.get_by_label("Decision").select_option("Approve")
    fill(page, decided_by="Katy Hall")
    fill_date(page, "decided_on", today())
    choose_file(page, "letter.pdf", pdf())
    press(page, "Take these decisions down")
    says(page, "Nothing is decided yet")

    page = six.decider
    page.goto(f"/rounds/{code}")
    sign_in_with_password(page, cast.decision_maker)
    follow(page, "1 decision waits to be confirmed")
    says(page, "Katy Hall")
    says(page, "£18,799.50")
    press(page, f"Confirm {bid.reference}")
    says(page, "£1,200.50 is committed")


def finance_sees_the_promise_and_records_income(page: Page, finance: User, round: Round) -> None:
    """The money is committed; the first instalment comes."""
    page.goto(f"/rounds/{round.code}")
    sign_in_with_password(page, finance)
    says(page, "£1,200.50")
    follow(page, "Record money received")
    fill(page, amount_pence="15,000", reference="REM-1")
    fill_date(page, "on", today())
    press(page, "Record it")
    says(page, "£15,000.00")


def the_applicant_accepts(page: Page, bid: Bid) -> None:
    """They read the decision where their bid is, and accept the agreement."""
    page.goto("/")
    follow(page, bid.reference)
    says(page, "£1,200.50")
    page.goto(f"/bids/{bid.reference}/agreement")
    fill(page, signatory="Ann Marsh")
    page.locator("[name=agreed]").check()
    press(page, "Accept")
    says(page, "The grant agreement is accepted.")


def the_auditor_reads_it_all(page: Page, cast: Cast, bid: Bid) -> None:
    """The history names everybody, and there is nothing to press."""
    page.goto(f"/bids/{bid.reference}")
    sign_in_with_password(page, cast.auditor)
    for name in ("Ann", "Olive", "Diana"):
        says(page, name)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    page.goto(f"/rounds/{bid.round.code}/decisions")
    says(page, "Katy Hall")
    follow(page, "Audit trail")
    at_page(page, "Audit")
    says(page, "Signed in")
