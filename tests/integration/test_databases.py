"""The throwaway copy: commits on it are real, seen by threads and processes, and then gone."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tests.databases import throwaway_copy

COUNT = """
import django; django.setup()
from django.contrib.sessions.models import Session
print(Session.objects.count())
"""


def leave(key: str) -> None:
    """Commit a row."""
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())
    connection.close()


def test_threads_and_processes_see_what_was_committed(committed_db: str) -> None:
    leave("here")
    thread = Thread(target=leave, args=["in a thread"])
    thread.start()
    thread.join()
    assert Session.objects.count() == 2
    counted = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**os.environ, "DATABASE_URL": committed_db},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert counted.stdout.strip() == "2"


@pytest.mark.parametrize("turn", [1, 2])
def test_each_copy_starts_clean(turn: int, committed_db: str) -> None:
    assert not Session.objects.exists()
    leave(f"turn {turn}")


def test_the_database_of_the_other_tests_is_untouched(db: None) -> None:
    assert not Session.objects.exists()


def test_a_copy_is_gone_once_the_test_is_over(
    django_db_setup: None, django_db_blocker: object
) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with throwaway_copy() as first:
            leave("gone soon")
        original = connection.settings_dict["NAME"]
        with throwaway_copy() as second:
            assert first != second
            assert connection.settings_dict["NAME"] != original
            assert not Session.objects.exists()
        assert connection.settings_dict["NAME"] == original
        connection.close()
    if first.startswith("sqlite"):
        assert not Path(first.removeprefix("sqlite:///")).parent.exists()


def test_a_copy_and_a_rolled_back_test_do_not_mix(db: None) -> None:
    with pytest.raises(RuntimeError, match="not for both"), throwaway_copy():
        leave("never")


def test_the_copy_has_the_triggers_and_the_settings(committed_db: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA recursive_triggers")
            assert cursor.fetchone() == (1,)
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")
        [triggers] = cursor.fetchone()
    assert triggers > 0
