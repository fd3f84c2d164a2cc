"""What the journeys in the browser share: a service, people who open its pages, and a watch."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
import redis
from playwright.sync_api import Browser, Page, sync_playwright

from notices.models import Message
from people.models import User
from tests.browser import chromium
from tests.browser import service as services
from tests.browser.service import Service
from tests.browser.sessions import session_of
from tests.browser.watch import Watch, look_before_leaving
from tests.cast import Cast, cast_of
from tests.databases import throwaway_copy

EVERY_WAY = pytest.mark.parametrize(
    ("width", "javascript"), [(1280, True), (320, False)], ids=["desk", "phone without JavaScript"]
)
"""The two ends of what people have; a journey that holds at both holds between them."""
Seen = set[tuple[str, int, bool, str]]


class Arrive(Protocol):
    """Opens a browser as somebody, signed in; as nobody with ``None``."""

    def __call__(
        self, user: User | None, *, width: int = 1280, javascript: bool = True
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this run."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; the tests themselves are as synchronous as any.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        try:
            started = chromium.launch(playwright)
        except SystemExit as missing:
            pytest.fail(str(missing), pytrace=False)
        yield started
        started.close()


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """The Valkey of this run."""
    with services.broker() as address:
        yield address


@pytest.fixture(scope="session")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as a deployment has them."""
    return services.collect_static(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="session")
def seen() -> Seen:
    """The pages that were looked at in this run."""
    return set()


@pytest.fixture(scope="session")
def served_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the service of this run, where it is a file."""
    return tmp_path_factory.mktemp("served") / "served.sqlite3"


@pytest.fixture
def served_db(django_db_setup: None, django_db_blocker: Any, served_file: Path) -> Iterator[str]:
    """A database of this test's own, where the service finds it."""
    with django_db_blocker.unblock(), throwaway_copy(served_file) as url:
        yield url


@pytest.fixture(scope="session")
def started(
    broker: str, static: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Service]]:
    """The service on a database; started anew only where the database is at another address."""
    with ExitStack() as stack:
        there: dict[str, Service] = {}

        def on(database: str) -> Service:
            if database not in there:
                stack.close()
                there.clear()
                var = tmp_path_factory.mktemp("var")
                serving = services.serving(
                    var, database=database, broker=broker, static=static, media=var / "media"
                )
                there[database] = stack.enter_context(serving)
            return there[database]

        yield on


@pytest.fixture
def service(
    served_db: str, started: Callable[[str], Service], broker: str, settings: Any, _own_media: None
) -> Iterator[Service]:
    """The real service, with a database and files that are this test's. It must not log an error."""
    with redis.Redis.from_url(broker) as server:
        server.flushall()
    service = started(served_db)
    shutil.rmtree(service.media, ignore_errors=True)
    settings.MEDIA_ROOT = service.media
    before = service.log.stat().st_size
    yield service
    said = service.log.read_bytes()[before:].decode()
    assert "Traceback" not in said, said


@pytest.fixture
def cast(service: Service) -> Cast:
    """A small round that is open, and the people around it, where the service finds them."""
    return cast_of()


@pytest.fixture
def watch(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Looks at every page of the test."""
    watch = Watch(seen)
    look_before_leaving(monkeypatch, watch)
    return watch


@pytest.fixture
def person(browser: Browser, service: Service, watch: Watch) -> Iterator[Arrive]:
    """Opens a browser as somebody; at the end every page must have been without fault."""
    contexts = []

    def arrive(user: User | None, *, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=service.address,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        watch.over(context, javascript=javascript)
        if user:
            context.add_cookies([session_of(user, service.address)])
        return context.new_page()

    yield arrive
    watch.look_at_all()
    for context in contexts:
        context.close()
    assert not watch.found(), "\n".join(["Faults of the pages:", *watch.found()])


def newest_email(address: str) -> Message:
    """The newest message to somebody in the outbox."""
    return Message.objects.filter(to=address).latest("pk")
