"""Sees every page of a journey before it is left, and remembers what was wrong with it."""

import functools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from tests.browser import axe

LEAVING: dict[type, tuple[str, ...]] = {
    Page: ("goto", "reload", "go_back", "go_forward", "click", "press", "close"),
    Locator: (
        "click",
        "press",
        "press_sequentially",
        "tap",
        "check",
        "uncheck",
        "set_checked",
        "select_option",
        "set_input_files",
    ),
}
PARTS = {"stylesheet", "script", "image", "font", "media", "manifest"}
"""What a page cannot do without. A page itself may answer 4xx, and so may what a script asks for."""
PASSING = re.compile(r'(?:csrfmiddlewaretoken"[^>]*value|nonce)="[^"]*"')


class Watch:
    """The faults of the pages of one test."""

    def __init__(self, seen: set[tuple[str, int, bool, str]]) -> None:
        self.faults: list[str] = []
        self._seen = seen
        self._allowed: list[str] = []
        self._people: dict[BrowserContext, bool] = {}

    def over(self, context: BrowserContext, *, javascript: bool) -> None:
        """Watch everything that a person opens."""
        self._people[context] = javascript
        context.on("console", self._console)
        context.on("weberror", lambda error: self._fault(error.page, f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def allow(self, words: str) -> None:
        """Faults with these words are what the test brings about on purpose."""
        self._allowed.append(words)

    def found(self) -> list[str]:
        """The faults that nobody allowed."""
        return [fault for fault in self.faults if not any(w in fault for w in self._allowed)]

    def look(self, page: Page) -> None:
        """Look at a page as it stands; the same page is looked at once in a run."""
        javascript = self._people.get(page.context)
        if javascript is None or page.is_closed() or not page.url.startswith("http"):
            return
        page.wait_for_load_state()
        width = page.viewport_size["width"] if page.viewport_size else 0
        path = re.sub(r"^https?://[^/]*", "", page.url)
        this = (path, width, javascript, PASSING.sub("", page.content()))
        if this in self._seen:
            return
        self._seen.add(this)
        for fault in axe.faults(page) if javascript else axe.faults_without_javascript(page):
            self._fault(page, f"{fault} (at {width} px)")

    def look_at_all(self) -> None:
        """Look at the pages that are still open."""
        for context in self._people:
            for page in context.pages:
                self.look(page)

    def _fault(self, page: Page | None, words: str) -> None:
        self.faults.append(f"{page.url if page else 'a page'}: {words}")

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is said twice; the other place knows what it was.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._fault(message.page, f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or the person went on
            self.faults.append(f"{request.url}: request failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        part = response.request.resource_type in PARTS
        if response.status >= 500 or (part and response.status >= 400):
            self.faults.append(f"{response.url}: answers {response.status}")


def look_before_leaving(patch: pytest.MonkeyPatch, watch: Watch) -> None:
    """Make every act that may leave a page look at it first, whichever way it is written."""

    def looking(act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def look_and_act(self: Page | Locator, *args: Any, **kwargs: Any) -> Any:
            watch.look(self if isinstance(self, Page) else self.page)
            return act(self, *args, **kwargs)

        return look_and_act

    for kind, names in LEAVING.items():
        for name in names:
            patch.setattr(kind, name, looking(getattr(kind, name)))
    keyboard = Page.keyboard.fget  # type: ignore[attr-defined]  # a property of the class
    patch.setattr(Page, "keyboard", property(looking(keyboard)))
