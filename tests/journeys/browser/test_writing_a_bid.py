"""Writing a bid in a real browser: what the page does by itself, and that nothing typed is lost."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from bids.models import Bid
from people.models import User
from tests.browser.sessions import session_of
from tests.browser.watch import Watch
from tests.cast import Cast, again
from tests.journeys.browser.conftest import Arrive
from tests.journeys.browser.hands import press

SAVED = re.compile(r"^Saved at \d")


def edit(bid: Bid, section: str) -> str:
    return f"/bids/{bid.reference}/edit/{section}"


def wait_until_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=15_000)


def test_the_page_saves_what_is_typed_and_says_so(cast: Cast, person: Arrive) -> None:
    bid = cast.draft()
    page = person(cast.applicant)
    page.goto(edit(bid, "need"))
    page.locator("textarea").fill("There is nowhere to go at night.")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    wait_until_saved(page)
    assert again(bid).need == "There is nowhere to go at night."
    page.locator("textarea").fill("There is nowhere to go at all.")
    press(page, "Save and come back later")
    expect(page.get_by_role("heading", name="Night café")).to_be_visible()
    assert again(bid).need == "There is nowhere to go at all."


def test_a_press_while_the_page_saves_itself_is_no_conflict(cast: Cast, person: Arrive) -> None:
    bid = cast.draft()
    page = person(cast.applicant)
    page.goto(edit(bid, "need"))

    def slowly(route: object) -> None:
        page.wait_for_timeout(600)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/edit/need", slowly)
    page.locator("textarea").fill("First.")
    with page.expect_request(lambda request: request.method == "POST", timeout=15_000):
        pass
    page.locator("textarea").fill("First and second.")
    press(page, "Save and come back later")
    expect(page.get_by_role("heading", name="Night café")).to_be_visible()
    assert again(bid).need == "First and second."


def test_a_lost_connection_is_said_and_the_text_is_saved_when_it_is_back(
    cast: Cast, person: Arrive, watch: Watch
) -> None:
    watch.allow("request failed")
    bid = cast.draft()
    page = person(cast.applicant)
    page.goto(edit(bid, "need"))
    page.context.set_offline(True)
    page.locator("textarea").fill("Typed in a tunnel.")
    expect(page.locator("[data-saved]")).to_contain_text("connection failed", timeout=15_000)
    assert page.locator("textarea").input_value() == "Typed in a tunnel."
    page.context.set_offline(False)
    wait_until_saved(page)
    assert again(bid).need == "Typed in a tunnel."


def test_a_session_that_ends_while_somebody_types_loses_nothing(cast: Cast, person: Arrive) -> None:
    bid = cast.draft()
    page = person(cast.applicant)
    page.goto(edit(bid, "need"))
    Session.objects.all().delete()
    page.locator("textarea").fill("Typed too late.")
    expect(page.locator("[data-saved]")).to_contain_text("session has ended", timeout=15_000)

    sign_in_again(page, cast.applicant)
    wait_until_saved(page)
    assert again(bid).need == "Typed too late."


def test_a_press_after_the_session_ended_leads_to_sign_in_and_back_to_the_text(
    cast: Cast, person: Arrive
) -> None:
    bid = cast.draft()
    page = person(cast.applicant, width=320)
    page.goto(edit(bid, "need"))
    Session.objects.all().delete()
    page.locator("textarea").fill("Typed too late.")
    press(page, "Save and continue")
    expect(page).to_have_url(re.compile(f"/sign-in.*next={edit(bid, 'need')}"))

    sign_in_on_this_page(page, cast.applicant)
    page.goto(edit(bid, "need"))
    expect(page.get_by_text("Your session ended while you were writing.")).to_be_visible()
    assert page.locator("textarea").input_value() == "Typed too late."
    press(page, "Save and come back later")
    assert again(bid).need == "Typed too late."


def sign_in_again(page: Page, user: User) -> None:
    """As if in another tab: the browser has a new session, and the page does not know."""
    address = page.url.partition("/bids")[0]
    page.context.add_cookies([session_of(user, address)])


def sign_in_on_this_page(page: Page, user: User) -> None:
    """Sign in in the session that the browser has now, whichever way people sign in."""
    (cookie,) = (c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie["value"]
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    address = page.url.partition("/sign-in")[0]
    page.context.add_cookies([{"name": cookie["name"], "value": value, "url": address}])


def test_two_who_write_at_once_see_both_texts_and_lose_neither(cast: Cast, person: Arrive) -> None:
    bid, friend = cast.draft(), cast.outsider
    bid.people.add(friend)
    mine, theirs = person(cast.applicant), person(friend, width=320)
    mine.goto(edit(bid, "need"))
    theirs.goto(edit(bid, "need"))
    theirs.locator("textarea").fill("Theirs.")
    wait_until_saved(theirs)

    mine.locator("textarea").fill("Mine.")
    expect(mine.locator("[data-saved]")).to_contain_text("Oscar saved this section", timeout=15_000)
    mine.locator("textarea").fill("Mine, and longer.")
    mine.wait_for_timeout(4000)
    assert again(bid).need == "Theirs."
    press(mine, "Save and continue")
    panel = mine.get_by_role("alert")
    expect(panel).to_contain_text("Theirs.")
    expect(panel).to_contain_text("Mine, and longer.")
    assert mine.locator("textarea").input_value() == "Mine, and longer."
    press(mine, "Save and come back later")
    assert again(bid).need == "Mine, and longer."


@pytest.mark.parametrize("width", [1280, 320])
def test_budget_lines_add_up_as_they_are_typed(cast: Cast, person: Arrive, width: int) -> None:
    bid = cast.draft()
    page = person(cast.applicant, width=width)
    page.goto(edit(bid, "budget"))
    line = page.get_by_role("group", name="Line 2")
    line.get_by_label("Amount").fill("1,250.5")
    expect(page.locator("[data-sum]")).to_have_text(
        "The lines add up to £6,250.50. That is £1,250.50 more than the £5,000.00 requested."
    )
    page.get_by_role("group", name="Line 1").get_by_label("Amount").fill("3749.50")
    expect(page.locator("[data-sum]")).to_have_text(
        "The lines add up to £5,000.00, which is the amount requested."
    )


def test_enter_in_a_box_takes_no_line_out(cast: Cast, person: Arrive) -> None:
    bid = cast.draft()
    page = person(cast.applicant)
    page.goto(edit(bid, "budget"))
    page.get_by_role("group", name="Line 1").get_by_label("Kind of cost").press("Enter")
    expect(page).to_have_url(re.compile("safeguarding"))
    assert bid.budget_lines.count() == 1
