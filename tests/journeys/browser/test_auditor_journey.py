"""The auditor reads everything and changes nothing."""

from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive


@EVERY_WAY
def test_an_auditor_follows_the_money_to_a_bid(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a bid that was approved and paid
    bid = cast.paid()
    # When the auditor follows it from the home page
    page = person(cast.auditor, width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name=cast.round.title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(cast.round.title)
    page.get_by_role("link", name=bid.reference).first.click()
    # Then they read its whole story, and find nothing to press
    expect(page.get_by_role("heading", level=1)).to_contain_text(bid.project)
    expect(page.get_by_role("main")).to_contain_text("£5,000")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
