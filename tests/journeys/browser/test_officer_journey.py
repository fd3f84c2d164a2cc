"""The officer finds bids, has the proposals agreed and sends them, and brings people in."""

from playwright.sync_api import expect

from awards.models import Submission
from people.models import Invitation
from rounds.models import Round
from tests.cast import Cast, again
from tests.journeys.browser.conftest import EVERY_WAY, Arrive, newest_email
from tests.journeys.browser.hands import (
    at_page,
    fill,
    fill_date,
    follow,
    in_days,
    press,
    says,
)


@EVERY_WAY
def test_an_officer_finds_a_bid(cast: Cast, person: Arrive, width: int, javascript: bool) -> None:
    # Given two bids of the round
    bid = cast.scored()
    cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    # When the officer searches for one by its organisation
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/bids")
    page.get_by_label("Search").fill("youth works")
    press(page, "Show")
    # Then that one is found, and opens
    expect(page.get_by_role("status")).to_contain_text("1 bid")
    follow(page, bid.reference)
    expect(page.get_by_role("heading", level=1)).to_contain_text(bid.project)


@EVERY_WAY
def test_an_officer_has_the_proposals_agreed_and_sends_them(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a bid that is sifted
    bid = cast.sifted()
    page = person(cast.officer, width=width, javascript=javascript)
    # When the officer forgets to say who agreed
    page.goto(f"/rounds/{cast.round.code}/main/agree")
    expect(page.get_by_role("main")).to_contain_text(bid.reference)
    press(page, "Record the agreement")
    # Then the page says what is missing, and nothing is recorded
    told = page.get_by_role("alert").get_by_role("link")
    expect(told.first).to_have_text("Enter the body or person that agreed")
    # When they say it
    page.get_by_label("Who agreed").fill("The strategic board")
    for part, number in (("Day", "26"), ("Month", "3"), ("Year", "2019")):
        page.get_by_label(part).fill(number)
    page.get_by_label("Minute").fill("Minute 12")
    press(page, "Record the agreement")
    # Then they can freeze and send the proposals, once
    page.goto(f"/rounds/{cast.round.code}/main/send")
    expect(page.get_by_role("main")).to_contain_text("The strategic board")
    press(page, "Freeze and send version 1")
    sent = Submission.objects.get(round=cast.round)
    assert sent.by == cast.officer
    page.goto(f"/rounds/{cast.round.code}/main/send")
    expect(page.get_by_role("main")).to_contain_text("Version 1 was sent")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)


@EVERY_WAY
def test_an_officer_invites_a_panel_member(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # When an officer invites somebody to the panel
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/partnerships/{cast.round.partnership.code}/people")
    press(page, "Invite somebody")
    page.get_by_label("Their email address").fill("not an address")
    press(page, "Send the invitation")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Their email address").fill("new@panel.example")
    press(page, "Send the invitation")
    # Then an email goes, and the invitation waits
    expect(page.get_by_role("main")).to_contain_text("The invitation goes to new@panel.example")
    assert "/invitations/" in newest_email("new@panel.example").body
    assert Invitation.objects.get().role == "panel"


@EVERY_WAY
def test_an_officer_changes_an_email_and_sends_two_bids_back_with_it(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given two bids that were sent, and the words of an email that the officer makes their own
    bids = [cast.submitted(), cast.submitted()]
    partnership = cast.round.partnership.code
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/partnerships/{partnership}/emails/bid-sent-back")
    fill(page, body="Dear friend, ((wrong))")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    fill(page, body="Dear friends: ((reason))")
    press(page, "Preview")
    says(page, "Dear friends:")
    press(page, "Save")
    says(page, "The email’s words are saved.")
    # When they tick both bids, and say what must be changed
    page.goto(f"/rounds/{cast.round.code}/bids")
    for bid in bids:
        page.locator(f"[name=bid][value={bid.reference}]").check()
    press(page, "Send bids back")
    fill(page, reason="Say who else pays.")
    fill_date(page, "change_by", in_days(10), "midday")
    press(page, "Continue")
    # Then each email is shown as it will go, and nothing was done yet
    says(page, "Dear friends: Say who else pays.")
    assert [again(bid).state for bid in bids] == ["submitted", "submitted"]
    press(page, "Send bids back")
    for bid in bids:
        says(page, bid.reference)
    assert [again(bid).state for bid in bids] == ["draft", "draft"]
    # And the outbox has both
    page.goto(f"/partnerships/{partnership}/outbox")
    follow(page, newest_email("applicant@youth.example").subject)
    says(page, "Dear friends: Say who else pays.")


@EVERY_WAY
def test_an_officer_writes_the_parts_of_a_round(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # When an officer begins an empty round
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto("/rounds/new")
    page.get_by_label("An empty round").check()
    fill(page, title="Grant to come", financial_year="2031-32", allocation_pence="30000")
    press(page, "Begin")
    at_page(page, "Edit the round")
    # Then it says what is lacking, and pots that are a pound short are refused
    press(page, "Check and publish")
    says(page, "Before you can publish")
    follow(page, "Edit the round")
    follow(page, "Money and pots")
    fill(page, main_pence="20000", tactical_pence="9999")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("£1.00 short")
    fill(page, tactical_pence="10000")
    press(page, "Save")
    says(page, "“Money and pots” is saved.")
    # And rows are added and moved before they are saved
    follow(page, "Checks before scoring")
    for number, words in enumerate(("In the borough", "No capital")):
        press(page, "Add another" if number else "Add one")
        page.locator(f"[name=rows-{number}-title]").fill(words)
    press(page, "Move up Check 2")
    press(page, "Save")
    says(page, "“Checks before scoring” is saved.")
    assert [gate.title for gate in Round.objects.latest("pk").gates.all()] == [
        "No capital",
        "In the borough",
    ]
