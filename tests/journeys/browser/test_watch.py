"""The watch over the journeys: each kind of fault is found, with JavaScript on and off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.browser.service import Service
from tests.browser.watch import Watch
from tests.journeys.browser.conftest import Arrive
from tests.journeys.browser.hands import follow

POLICY = {"Content-Security-Policy": "default-src 'self'"}
GOOD = """<!doctype html><html lang="en"><title>A page</title>
<meta name="viewport" content="width=device-width"><main><h1>A page</h1>"""


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """Nobody: these pages are made here."""
    return Service("http://pages.example", tmp_path, tmp_path)


def served(page: Page, html: str, *, status: int = 200) -> None:
    """Open a page that this test wrote; nothing else is at its address."""

    def answer(route: Route) -> None:
        kind = "text/html; charset=utf-8"
        route.fulfill(status=status, body=html, headers={**POLICY, "Content-Type": kind})

    page.route("**/*.png", lambda route: route.fulfill(status=404))
    page.route("**/*-page", answer)
    page.goto("/a-page")


@pytest.fixture
def faults(watch: Watch) -> Callable[[], list[str]]:
    """What is wrong with the pages that are open; the test itself is not held to it."""

    def look() -> list[str]:
        watch.look_at_all()
        found = watch.found()
        watch.allow("")
        return found

    return look


@pytest.mark.parametrize("javascript", [True, False])
def test_a_good_page_has_no_fault(
    person: Arrive, faults: Callable[[], list[str]], javascript: bool
) -> None:
    served(person(None, javascript=javascript), GOOD)
    assert faults() == []


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("<input>", "label (Form elements must have labels): input (at 320 px)"),
        ('<img src="/missing.png" alt="">', "/missing.png: answers 404"),
        (f"<p>{'wide' * 200}", "scrolls sideways by"),
        ('<p style="color: red">', "console: "),
    ],
)
def test_what_is_wrong_is_found(
    person: Arrive, faults: Callable[[], list[str]], javascript: bool, wrong: str, told: str
) -> None:
    served(person(None, width=320, javascript=javascript), GOOD + wrong)
    found = faults()
    assert any(told in fault for fault in found), found
    assert len(found) == 1


def test_a_page_that_was_left_is_not_forgotten(
    person: Arrive, faults: Callable[[], list[str]]
) -> None:
    page = person(None)
    served(page, GOOD + '<input><a href="/next-page">On</a>')
    follow(page, "On")
    assert "/a-page: label" in faults()[0]


def test_what_a_script_made_of_a_page_counts(
    person: Arrive, faults: Callable[[], list[str]]
) -> None:
    page = person(None)
    served(page, GOOD)
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('main').append(document.createElement('select'))")
    assert "select-name" in faults()[0]


def test_a_script_that_fails_is_a_fault(person: Arrive, faults: Callable[[], list[str]]) -> None:
    page = person(None)
    page.route(
        "**/a.js", lambda route: route.fulfill(body="gone()", content_type="text/javascript")
    )
    served(page, GOOD + '<script src="/a.js"></script>')
    assert "script: gone is not defined" in faults()[0]


@pytest.mark.parametrize(("status", "number"), [(404, 0), (422, 0), (500, 1)])
def test_a_page_may_refuse_but_not_break(
    person: Arrive, faults: Callable[[], list[str]], status: int, number: int
) -> None:
    served(person(None), GOOD, status=status)
    assert len(faults()) == number


def test_a_server_that_is_gone_is_a_fault(person: Arrive, faults: Callable[[], list[str]]) -> None:
    page = person(None)
    served(page, GOOD)
    page.route("**/gone", lambda route: route.abort("connectionrefused"))
    page.evaluate("fetch('/gone').catch(() => null)")
    assert any("request failed: net::ERR_CONNECTION_REFUSED" in fault for fault in faults())
