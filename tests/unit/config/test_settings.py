"""The settings as Django reads them: safe on https, and SQLite as the ledger needs it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

from config import environment

COMMANDS = {
    "manage.py": ["manage.py", "check"],
    "celery": ["-m", "celery", "-A", "config", "report"],
    "gunicorn": ["-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0"],
    "make run": ["-m", "config.service"],
}


def run(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a part of the service with these variables and none of the tests' own."""
    ours = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "REDIS_URL", "DATABASE_URL")
    rest = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, *command],
        env={**rest, **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_wrong_setting_stops_every_start_with_one_line(
    command: list[str], tmp_path: Path
) -> None:
    ended = run(command, BASE_URL="grants.example.org", VAR_ROOT=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.startswith("BASE_URL: write it as https://")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_postgresql_without_a_secret_key_does_not_start(tmp_path: Path) -> None:
    ended = run(
        COMMANDS["manage.py"],
        DATABASE_URL="postgresql://u:p@127.0.0.1:1/grants",
        VAR_ROOT=str(tmp_path),
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("SECRET_KEY: set it")
    assert ended.stderr.count("\n") == 1


SHOW = """
import django
from django.conf import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,
      s.SECURE_HSTS_SECONDS > 0, s.CSRF_TRUSTED_ORIGINS, s.DEBUG)
"""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://g.example", "True True True True ['https://g.example'] False"),
        ("http://g.example", "False False False False ['http://g.example'] False"),
    ],
)
def test_safety_follows_the_address(address: str, shown: str, tmp_path: Path) -> None:
    variables = {"BASE_URL": address, "VAR_ROOT": str(tmp_path)}
    ended = run(["-c", SHOW], DJANGO_SETTINGS_MODULE="config.settings", **variables)
    assert ended.stdout.strip() == shown, ended.stderr


def test_sqlite_is_opened_as_the_ledger_needs_it(tmp_path: Path, django_db_blocker: Any) -> None:
    config = environment._sqlite(f"sqlite:///{tmp_path}/grants.sqlite3")
    pragmas = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 60_000,
    }
    connection = ConnectionHandler({"default": config})["default"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
        connection.close()
    assert found == pragmas
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
