"""What is wrong with a page for somebody who reads it with a keyboard, a screen reader or a phone."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from playwright.sync_api import Browser, Page, Route

SCRIPT = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = f"""axe.run(document, {{runOnly: {RULES}, resultTypes: ["violations"]}}).then(found => ({{
    wide: document.documentElement.scrollWidth - window.innerWidth,
    faults: found.violations.flatMap(rule => rule.nodes.map(
        node => `${{rule.id}} (${{rule.help}}): ${{node.target.join(" ")}}`))
}}))"""


def faults(page: Page) -> list[str]:
    """Breaches of WCAG 2.2 AA that axe-core finds on the page as it stands, and sideways scrolling.

    The script runs in a world of its own beside the page's, so that the page's
    Content-Security-Policy neither stops it nor has to be weakened for it.
    """
    browser = page.context.new_cdp_session(page)
    try:
        frame = browser.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = {"frameId": frame, "worldName": "axe"}
        context = browser.send("Page.createIsolatedWorld", world)["executionContextId"]
        browser.send("Runtime.evaluate", {"expression": SCRIPT.read_text(), "contextId": context})
        run = {"expression": RUN, "awaitPromise": True, "returnByValue": True}
        answer = browser.send("Runtime.evaluate", {**run, "contextId": context})
    finally:
        browser.detach()
    found: dict[str, Any] = answer["result"].get("value") or {"faults": [str(answer)], "wide": 0}
    sideways = [f"scrolls sideways by {found['wide']} px"] if found["wide"] > 0 else []
    return [*found["faults"], *sideways]


_copies: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()
"""The page of each browser in which the pages without JavaScript are looked at."""


def faults_without_javascript(page: Page) -> list[str]:
    """The same, of a page where JavaScript is off and so axe-core cannot run.

    A second browser shows what the first one made of the page: the same HTML at the same width, with
    the same style sheets and none of the page's scripts.
    """
    html = page.content().replace("<noscript", "<div").replace("</noscript", "</div")

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    browser, size = page.context.browser, page.viewport_size
    assert browser
    assert size
    copy = _copies.get(browser) or _copies.setdefault(browser, browser.new_page())
    copy.set_viewport_size(size)
    copy.route("**/*", answer)
    try:
        copy.goto(page.url)
        return faults(copy)
    finally:
        copy.unroute("**/*")
