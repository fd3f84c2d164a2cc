"""A kill in the middle of a command leaves the database as it was."""

import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from bids.models import Bid
from tests.cast import cast_of
from tests.dump import Dump, dump
from tests.integration.commands import run, started
from tests.workbooks import many_bids

BIDS = 150


def is_writing(url: str) -> bool:
    """Whether another process is in the middle of a transaction that writes."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0)) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
        )
        return bool(cursor.fetchone()[0])


def kill_midway(process: subprocess.Popen[str], url: str, seconds: float) -> None:
    """Kill a command so long after it began to write."""
    with process:
        while not is_writing(url):
            assert process.poll() is None, "the command was over before it wrote"
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()
        process.wait()
    assert process.returncode == -9, "the command was over before it was killed"


def settled(url: str) -> Dump:
    """The database once nobody is writing any more."""
    deadline = time.monotonic() + 20
    while is_writing(url):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return dump()


@pytest.fixture
def fresh(committed_db: str) -> str:
    """A database with one open round; nothing of it is held by this process."""
    cast_of()
    connection.close()
    return committed_db


def test_a_kill_in_the_middle_of_an_import_brings_nothing_in(fresh: str, tmp_path: Path) -> None:
    file = tmp_path / "bids.xlsx"
    file.write_bytes(many_bids(BIDS))
    words = ("import_bids", "grant-2019-20", str(file), "--on", "2019-03-01")
    before = dump()
    for seconds in (0.0, 0.3, 0.8):
        kill_midway(started(fresh, *words), fresh, seconds)
        assert settled(fresh) == before
        call_command("check_books")

    status, said, complained = run(fresh, *words)

    assert (status, complained) == (0, "")
    assert f"{BIDS} bids for £15,000.00 brought in" in said
    assert Bid.objects.filter(state="submitted").count() == BIDS
    call_command("check_books")


def test_a_kill_in_the_middle_of_everything_leaves_nothing(committed_db: str) -> None:
    """The demo goes through every verb, from the round's opening to its payments."""
    before = dump()
    kill_midway(started(committed_db, "demo"), committed_db, 0.5)
    assert settled(committed_db) == before
    call_command("check_books")
