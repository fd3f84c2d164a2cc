"""What every test may ask for: a database, and one whose commits are real."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.test.utils import setup_databases, teardown_databases

from people.gate import PROVED
from people.models import User
from tests import office
from tests.databases import throwaway_copy

DATABASE_FIXTURES = {"db", "committed_db", "served_db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that it can run again on another one; leave out what needs
    LibreOffice where there is none and the run bears it.
    """
    if office.program() is None:
        _without_office(config, items)
    for item in items:
        wanted = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if wanted or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


def _without_office(config: pytest.Config, items: list[pytest.Item]) -> None:
    needing = [item for item in items if item.get_closest_marker("office")]
    if needing and office.is_required():
        raise pytest.UsageError(f"LibreOffice is missing, and CI asks for it. {office.HOW}")
    if needing:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was left out, in one line that is seen."""
    if office.program() is None and not config.getoption("collectonly"):
        terminalreporter.write_line(
            f"LibreOffice is missing: its tests were left out. {office.HOW}", yellow=True
        )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A migrated database of this run's and this worker's own. An SQLite one is a real file."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    with django_db_blocker.unblock():
        before = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    yield
    with django_db_blocker.unblock():
        teardown_databases(before, verbosity=0)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A throwaway copy of the migrated database, for tests that need real commits.

    Every connection opened while the test runs, in any thread, goes to the copy; the value is its
    ``DATABASE_URL``, for processes. Nothing is flushed: the copy is thrown away.
    """
    with django_db_blocker.unblock(), throwaway_copy() as url:
        yield url


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Files that a test keeps are its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _forced_sign_ins_are_enough() -> Iterator[None]:
    """Whoever a test signs in with ``force_login`` has shown all that their role asks for."""

    def prove(request: HttpRequest, user: User, **_rest: Any) -> None:
        if request.method is None:  # nothing but the test client makes a request out of nothing
            request.session[PROVED] = user.pk

    user_logged_in.connect(prove)
    yield
    user_logged_in.disconnect(prove)
