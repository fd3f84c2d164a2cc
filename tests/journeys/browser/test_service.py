"""The service of the journeys is the real one."""

from tests.cast import Cast
from tests.journeys.browser.conftest import Arrive


def test_its_queue_works_and_its_files_are_kept_by_browsers(cast: Cast, person: Arrive) -> None:
    page = person(cast.officer)
    page.goto("/health")
    assert "Working" in page.get_by_text("Queue").locator("xpath=..").inner_text()
    style = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert style
    assert "immutable" in page.request.get(style).headers["cache-control"]
