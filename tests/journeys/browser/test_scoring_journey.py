"""A panel member scores bids in a real browser: at a desk, and on a phone without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from bids.models import Bid
from scoring.models import Declaration, Score, ScoreDraft
from tests.cast import Cast
from tests.journeys.browser.conftest import EVERY_WAY, Arrive
from tests.journeys.browser.hands import follow, press, says

DESCRIPTORS = ["No fit", "Little", "Some", "Fair", "Good", "Could not be better"]


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """Submitted; the member has no interest in who bids."""
    cast.round.criteria.update(descriptors=DESCRIPTORS, guidance="Look for figures.")
    Declaration.objects.create(
        round=cast.round,
        member=cast.panel_member,
        organisation=cast.organisation,
        has_interest=False,
        by=cast.panel_member,
    )
    return cast.submitted()


def choose(page: Page, group: str, points: str) -> None:
    page.get_by_role("group", name=group).get_by_label(points).check()


@EVERY_WAY
def test_a_member_scores_a_bid_and_goes_on_to_the_next(
    cast: Cast, bid: Bid, person: Arrive, width: int, javascript: bool
) -> None:
    other = cast.submitted()
    # Given the desk, which leads to what is to be scored
    page = person(cast.panel_member, width=width, javascript=javascript)
    page.goto("/desk")
    page.get_by_role("main").get_by_role("link", name="2 bids").click()
    says(page, "2 bids wait for your scores.")
    follow(page, bid.reference)
    if width < 1000:
        follow(page, "Go to your scores")
        expect(page).to_have_url(re.compile("#scores$"))
    # When they score two criteria and press send, the third is named, and nothing is lost
    choose(page, "Fit with the PCC's priorities", "4: Good")
    choose(page, "Fit with the partnership's priorities", "3: Fair")
    page.locator("[name=comment-pcc-fit]").fill("It names the priority.")
    press(page, "Send my scores")
    expect(page.get_by_role("alert")).to_contain_text("Choose the points for “Evidence of need”")
    assert page.locator("[name=comment-pcc-fit]").input_value() == "It names the priority."
    choose(page, "Evidence of need", "0: No fit")
    press(page, "Send my scores")
    # Then they look once more, and send
    says(page, "You send them once.")
    says(page, "It names the priority.")
    assert not Score.objects.exists()
    press(page, "Send my scores")
    says(page, f"Your scores for {bid.reference} are sent.")
    assert sorted(Score.objects.values_list("points", flat=True)) == [0, 3, 4]
    page.get_by_role("button", name=f"Score the next bid, {other.reference}").click()
    says(page, "Nowhere to go.")
    press(page, "Save and come back later")
    says(page, "1 of 2 sent")


def test_the_form_saves_itself_while_the_member_reads(cast: Cast, bid: Bid, person: Arrive) -> None:
    page = person(cast.panel_member)
    page.goto(f"/rounds/{cast.round.code}/scoring")
    follow(page, bid.reference)
    choose(page, "Evidence of need", "2: Some")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved at \d"), timeout=15_000)
    page.locator("[name=comment-need]").fill("Figures of 2017.")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved at \d"), timeout=15_000)
    assert ScoreDraft.objects.get().answers == {
        "need": {"points": "2", "comment": "Figures of 2017."}
    }
    # The form stays in sight while the bid is read.
    page.mouse.wheel(0, 600)
    expect(page.locator("#scores")).to_be_in_viewport()
