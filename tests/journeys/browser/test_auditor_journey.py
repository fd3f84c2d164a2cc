"""The auditor reads everything and changes nothing."""

from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import (
    at_page,
    enrol,
    fill,
    follow,
    press,
    says,
    sign_in_with_password,
)


@EVERY_WAY
def test_an_auditor_follows_the_money_to_a_bid(
    cast: Cast, person: Arrive, width: int, javascript: bool
) -> None:
    # Given a bid that was approved and paid
    bid = cast.paid()
    # When the auditor signs in and follows it from the home page
    enrol(cast.auditor)
    page = person(None, width=width, javascript=javascript)
    page.goto("/desk")
    sign_in_with_password(page, cast.auditor)
    page.goto("/")
    follow(page, cast.round.title)
    expect(page.get_by_role("heading", level=1)).to_contain_text(cast.round.title)
    follow(page, bid.reference)
    # Then they read its whole story, and find nothing to press
    expect(page.get_by_role("heading", level=1)).to_contain_text(bid.project)
    expect(page.get_by_role("main")).to_contain_text("£5,000")
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    # And read who signed in, narrowed to one person, and who holds which role
    page.goto("/audit")
    fill(page, person="ada")
    press(page, "Show")
    says(page, "Signed in")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows (Excel)").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    for address, heading in (("people", "People"), ("organisations", "Organisations")):
        page.goto(f"/partnerships/{cast.round.partnership.code}/{address}")
        at_page(page, heading)
        expect(page.get_by_role("main").get_by_role("button", name="Remove")).to_have_count(0)
