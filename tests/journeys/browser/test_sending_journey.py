"""An applicant adds a file, sends the bid, answers a question and accepts the offer."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from awards import actions as awards
from bids.actions import send_back
from bids.models import Bid
from bids.queries import ask
from rounds.models import DocumentAsked, Round
from scoring import actions as scoring
from tests.cast import Cast, again
from tests.files import pdf
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import follow, go, press


def ready(cast: Cast) -> Bid:
    """A draft that lacks only its accounts, in a round that is open for another month."""
    bid = cast.draft()
    now = timezone.now()
    later = (now + timedelta(days=40)).date()
    Round.objects.update(
        closes=now + timedelta(days=30), panel=later, submission_due=later + timedelta(days=14)
    )
    DocumentAsked.objects.create(
        round=cast.round, code="accounts", title="Your last accounts", position=1
    )
    return bid


def decide(cast: Cast, bid: Bid) -> None:
    """Score it, sift it and approve it, all of it now."""
    for criterion in cast.round.criteria.all():
        bid.scores.create(criterion=criterion, member=cast.panel_member, points=4)
    bid.gate_checks.create(gate=cast.gate, passed=True, checked_by=cast.officer)
    scoring.sift(round=cast.round, by=cast.officer, only=[bid.reference])
    awards.approve(bid=again(bid), amount_pence=450_000, by=cast.decision_maker)


def send(page: Page) -> None:
    for words in ("I am authorised", "What it says is true", "The partnership may share"):
        page.get_by_label(words).check()
    press(page, "Declare and send the bid")


@EVERY_WAY
def test_an_applicant_sends_a_bid_and_follows_it_to_the_agreement(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a bid that lacks a file
    bid = ready(cast)
    page = person(cast.applicant, width=width, javascript=javascript)
    page.goto(f"/bids/{bid.reference}/check")
    main = page.get_by_role("main")
    expect(main).to_contain_text("What is missing")
    # When they add it
    follow(page, "Files: add “Your last accounts”")
    page.get_by_label("Your last accounts").check()
    page.get_by_label("Choose a file").set_input_files(
        {"name": "accounts.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    press(page, "Add the file")
    expect(main).to_contain_text("“accounts.pdf” was added.")
    # Then they declare that it is true, and send it
    page.goto(f"/bids/{bid.reference}/check")
    press(page, "Declare and send the bid")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bid sent")
    follow(page, "Read or print what you sent")
    expect(main).to_contain_text("Nowhere to go.")
    # When it is sent back, they change it and send it again, and see what changed
    until = timezone.now() + timedelta(days=30)
    send_back(bid=again(bid), by=cast.officer, reason="Say how many nights.", change_by=until)
    page.goto(f"/bids/{bid.reference}")
    expect(main).to_contain_text("Say how many nights.")
    Bid.objects.filter(pk=bid.pk).update(need="Nowhere to go, three nights a week.")
    follow(page, "Check your answers and send it")
    send(page)
    page.goto(f"/bids/{bid.reference}/changes")
    expect(main).to_contain_text("three nights a week")
    # When an officer asks, they answer
    ask(bid=again(bid), question="Who else pays?", due=until, by=cast.officer)
    page.goto(f"/bids/{bid.reference}")
    go(page.get_by_role("button", name="Answer a question"))
    page.get_by_label("Your answer").fill("The parish council.")
    press(page, "Send your answer")
    expect(main).to_contain_text("Your answer was sent")
    # When it is approved, they accept the agreement
    decide(cast, again(bid))
    page.goto(f"/bids/{bid.reference}")
    expect(main).to_contain_text("you are offered £4,500.00")
    go(page.get_by_role("button", name="Read and accept the grant agreement"))
    page.get_by_label("Full name").fill("Rosa Finch")
    page.get_by_label("I have read it all").check()
    press(page, "Accept")
    expect(main).to_contain_text("The grant agreement is accepted.")
    page.goto(f"/bids/{bid.reference}")
    expect(main).to_contain_text("Rosa Finch accepted the grant agreement")
    assert again(bid).award.agreement.recorded_by == cast.applicant


@EVERY_WAY
def test_an_applicant_takes_a_bid_back(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    bid = cast.submitted()
    page = person(cast.applicant, width=width, javascript=javascript)
    page.goto(f"/bids/{bid.reference}")
    follow(page, "Withdraw the bid")
    page.get_by_label("Why are you withdrawing it?").fill("No staff.")
    page.get_by_label("I understand").check()
    press(page, "Withdraw the bid")
    expect(page.get_by_role("main")).to_contain_text("Your bid was withdrawn")


@EVERY_WAY
def test_an_applicant_turns_an_offer_down(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    bid = cast.approved()
    page = person(cast.applicant, width=width, javascript=javascript)
    page.goto(f"/bids/{bid.reference}")
    follow(page, "Turn the offer down")
    page.get_by_label("Why are you turning it down?").fill("No staff.")
    page.get_by_label("I understand").check()
    press(page, "Turn the offer down")
    expect(page.get_by_role("main")).to_contain_text("The offer was turned down")
