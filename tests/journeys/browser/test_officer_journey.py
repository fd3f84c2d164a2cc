"""The officer finds bids, has the proposals agreed and sends them, and brings people in."""

from playwright.sync_api import expect

from awards.models import Submission
from people.models import Invitation
from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive, newest_email


@EVERY_WAY
def test_an_officer_finds_a_bid(cast: Cast, person: Arrive, width: int, javascript: bool) -> None:
    # Given two bids of the round
    bid = cast.scored()
    cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    # When the officer searches for one by its organisation
    page = person(cast.officer, width=width, javascript=javascript)
    page.goto(f"/rounds/{cast.round.code}/bids")
    page.get_by_label("Search").fill("youth works")
    page.get_by_role("button", name="Show").click()
    # Then that one is found, and opens
    expect(page.get_by_role("status")).to_contain_text("1 bid")
    page.get_by_role("link", name=bid.reference).click()
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
    page.get_by_role("button", name="Record the agreement").click()
    # Then the page says what is missing, and nothing is recorded
    told = page.get_by_role("alert").get_by_role("link")
    expect(told.first).to_have_text("Enter the body or person that agreed")
    # When they say it
    page.get_by_label("Who agreed").fill("The strategic board")
    for part, number in (("Day", "26"), ("Month", "3"), ("Year", "2019")):
        page.get_by_label(part).fill(number)
    page.get_by_label("Minute").fill("Minute 12")
    page.get_by_role("button", name="Record the agreement").click()
    # Then they can freeze and send the proposals, once
    page.goto(f"/rounds/{cast.round.code}/main/send")
    expect(page.get_by_role("main")).to_contain_text("The strategic board")
    page.get_by_role("button", name="Freeze and send version 1").click()
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
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Their email address").fill("not an address")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Their email address").fill("new@panel.example")
    page.get_by_role("button", name="Send the invitation").click()
    # Then an email goes, and the invitation waits
    expect(page.get_by_role("main")).to_contain_text("The invitation goes to new@panel.example")
    assert "/invitations/" in newest_email("new@panel.example").body
    assert Invitation.objects.get().role == "panel"
