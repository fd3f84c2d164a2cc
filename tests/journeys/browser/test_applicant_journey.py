"""A volunteer: from the public page to the receipt, with what goes wrong on the way; then the answer."""

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from awards import actions as awards
from bids.models import Bid
from bids.states import State
from rounds.eligibility import checks_of
from rounds.models import Round
from scoring import actions as scoring
from tests.cast import Cast, again
from tests.files import pdf
from tests.journeys.browser.conftest import EVERY_WAY, Arrive, newest_email
from tests.journeys.browser.hands import (
    at_page,
    choose_file,
    code_in,
    declare_and_send,
    fill,
    fill_line,
    follow,
    link_in,
    open_now,
    press,
    says,
    sign_up,
    write_bid,
)

ROSA, MAY = "rosa@new.example", "may@new.example"


@EVERY_WAY
def test_a_volunteer_goes_from_the_public_page_to_the_receipt(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    round = open_now(cast)
    round.documents_asked.create(code="accounts", title="Your last accounts", position=1)
    round.questions.create(code="partners", title="Who else is with you?", position=1)
    page = person(None, width=width, javascript=javascript)
    checks_whether_they_can_apply(page, round)
    signs_up_and_registers(page, round)
    write_bid(page, partners="The school.")
    says(page, "You have completed 12 of 12 sections.")
    is_warned_of_a_text_that_is_too_long(page)
    makes_the_budget_add_up(page)
    loses_nothing_when_the_session_ends(page)
    adds_the_file(page)
    declare_and_send(page)

    bid = Bid.objects.get()
    says(page, ROSA)
    email = newest_email(ROSA)
    assert email.kind == "bid-received"
    assert bid.reference in email.subject + email.body
    follow(page, "See where your bid is")
    says(page, "We have your bid")
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    follow(page, "Read or print what you sent")
    for words in ("Typed too late.", "accounts.pdf", "A worker", "£1,000.00"):
        says(page, words)


def checks_whether_they_can_apply(page: Page, round: Round) -> None:
    """The first answers say why not; the second that it is worth it."""
    page.goto("/")
    follow(page, round.title)
    says(page, "Put victims first")
    follow(page, "Read all questions")
    says(page, "Why is it needed?")
    page.go_back()
    at_page(page, round.title)
    follow(page, "Check whether you can apply")
    for wrong in (True, False):
        for check in checks_of(round):
            answer = "yes" if check.good_answer is not wrong else "no"
            page.locator(f"[name={check.name}][value={answer}]").check()
        press(page, "Check")
        says(page, "It looks as if you cannot apply yet" if wrong else "You can apply")


def signs_up_and_registers(page: Page, round: Round) -> None:
    """The way from the button leads through the code and the organisation back to the bid."""
    press(page, "Start your bid")
    sign_up(page, ROSA, "Rosa Finch")
    press(page, "Register an organisation")
    press(page, "Register")
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the organisation")
    fill(page, name="New Works", address="1 High Street")
    page.get_by_label("Charity", exact=True).check()
    press(page, "Register")
    follow(page, "Choose a grant to bid for")
    follow(page, round.title)
    press(page, "Start your bid")
    page.get_by_label("The main round").check()
    press(page, "Start the bid")
    says(page, "You have completed 1 of 12 sections.")


def is_warned_of_a_text_that_is_too_long(page: Page) -> None:
    """Five hundred words fit."""
    follow(page, "The need")
    page.locator("textarea").fill("word " * 520)
    press(page, "Save and continue")
    expect(page.get_by_role("alert")).to_contain_text("20 words too long")
    page.locator("textarea").fill("Nowhere to go.")
    press(page, "Save and come back later")


def makes_the_budget_add_up(page: Page) -> None:
    """A second line is added; the page says what is lacking."""
    follow(page, "Budget")
    fill_line(page, 1, "A worker", "Staff", "1000")
    press(page, "Add another line")
    fill_line(page, 2, "Coffee", "Food", "100")
    press(page, "Save and continue")
    says(page, "£100.50")
    fill_line(page, 2, "Coffee", "Food", "200.50")
    press(page, "Save and come back later")
    bid = Bid.objects.get()
    assert (bid.missing_answers(), bid.budget_difference()) == ("", "")


def loses_nothing_when_the_session_ends(page: Page) -> None:
    """They sign in again with a code, and find what they typed."""
    follow(page, "The need")
    Session.objects.all().delete()
    page.locator("textarea").fill("Typed too late.")
    press(page, "Save and come back later")
    fill(page, email=ROSA)
    press(page, "Send me a code")
    fill(page, code=code_in(ROSA))
    press(page, "Continue")
    says(page, "Your session ended while you were writing.")
    expect(page.locator("textarea")).to_have_value("Typed too late.")
    press(page, "Save and come back later")


def adds_the_file(page: Page) -> None:
    """The page that checks the answers says that it is missing."""
    press(page, "Check your answers")
    says(page, "What is missing")
    follow(page, "Files: add “Your last accounts”")
    page.get_by_label("Your last accounts").check()
    choose_file(page, "accounts.pdf", pdf())
    press(page, "Add the file")
    says(page, "“accounts.pdf” was added.")
    page.goto(f"/bids/{Bid.objects.get().reference}/tasks")


@EVERY_WAY
def test_two_volunteers_write_one_bid_and_read_why_it_was_declined(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a draft, and a friend who takes up an invitation with an address of her own
    bid = cast.draft()
    open_now(cast)
    mine = person(cast.applicant, width=width, javascript=javascript)
    mine.goto(f"/organisations/{cast.organisation.pk}/invite")
    fill(mine, email=MAY)
    press(mine, "Send the invitation")
    theirs = person(None, width=width, javascript=javascript)
    theirs.goto(link_in(MAY))
    sign_up(theirs, MAY, "May")
    press(theirs, "Take it up")
    at_page(theirs, "Youth Works")
    # When both open a section, and she saves first
    for page in (mine, theirs):
        page.goto(f"/bids/{bid.reference}/edit/need")
    theirs.locator("textarea").fill("Hers.")
    press(theirs, "Save and come back later")
    mine.locator("textarea").fill("Mine.")
    press(mine, "Save and continue")
    # Then the other is shown both texts, and decides
    panel = mine.get_by_role("alert")
    expect(panel).to_contain_text("May saved this section")
    expect(panel).to_contain_text("Hers.")
    mine.locator("textarea").fill("Hers, and mine.")
    press(mine, "Save and come back later")
    assert again(bid).need == "Hers, and mine."
    declare_and_send(mine)
    # When it is declined
    decline(cast, bid)
    # Then both read why where the bid is, and what the panel said to nobody else is not there
    for page in (mine, theirs):
        page.goto("/")
        follow(page, bid.reference)
        says(page, "Too little money this year.")
        expect(page.get_by_role("main")).not_to_contain_text("Piers")
    assert again(bid).state == State.DECLINED
    assert newest_email("applicant@youth.example").kind == "bid-declined"


def decline(cast: Cast, bid: Bid) -> None:
    """Score, sift and decline it, all of it now."""
    for criterion in cast.round.criteria.all():
        bid.scores.create(criterion=criterion, member=cast.panel_member, points=4)
    bid.gate_checks.create(gate=cast.gate, passed=True, checked_by=cast.officer)
    scoring.sift(round=cast.round, by=cast.officer, only=[bid.reference])
    why = "Too little money this year."
    awards.decline(bid=again(bid), by=cast.decision_maker, reason=why)
