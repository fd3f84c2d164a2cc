"""A verb is tried again when the database is busy, and in the end the person is told."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Barrier, Thread

import pytest
from django.db import connection

from base.errors import Refused
from base.verbs import TRIES, verb
from bids.actions import withdraw
from bids.history import locked
from bids.models import Bid
from bids.states import State
from tests.cast import Cast, again, cast_of
from tests.dump import dump
from tests.integration.threads import at_once

on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="SQLite's own way to be busy"
)
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="PostgreSQL's own way to be busy"
)


@contextmanager
def write_lock(url: str) -> Iterator[None]:
    """Hold the database's write lock from another connection."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def be_impatient() -> None:
    """Wait for a lock for a twentieth of a second only, instead of a minute."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")


def take_back(cast: Cast, bid: Bid) -> Callable[[], Bid]:
    return lambda: withdraw(bid=bid, by=cast.officer, reason="No staff.")


@on_sqlite
def test_the_person_is_told_when_the_database_stays_busy(committed_db: str) -> None:
    cast = cast_of()
    bid = cast.submitted()
    cast.officer  # noqa: B018  # read before the lock
    before = dump()
    be_impatient()
    with write_lock(committed_db), pytest.raises(Refused) as refusal:
        take_back(cast, bid)()
    assert str(refusal.value) == (
        "The service is very busy and nothing was changed. Please try again in a minute."
    )
    assert dump() == before
    assert take_back(cast, bid)().state == State.WITHDRAWN


@on_sqlite
def test_a_verb_is_done_once_the_lock_is_gone(committed_db: str) -> None:
    cast = cast_of()
    bid = cast.submitted()
    cast.officer  # noqa: B018
    be_impatient()
    held = Barrier(2)

    def hold() -> None:
        with write_lock(committed_db):
            held.wait()
            time.sleep(0.2)

    other = Thread(target=hold)
    other.start()
    held.wait()
    take_back(cast, bid)()
    other.join()
    assert again(bid).state == State.WITHDRAWN
    assert bid.history.count() == 3


@on_postgresql
def test_of_two_verbs_that_wait_for_each_other_both_are_done(crowd: str) -> None:
    cast = cast_of()
    one, other = cast.submitted(), cast.submitted()
    officer = cast.officer
    meet = Barrier(2, timeout=20)
    tries = []

    def crosswise(first: Bid, second: Bid) -> Callable[[], object]:
        @verb
        def move() -> None:
            tries.append(first.reference)
            locked(first)
            if len(tries) <= 2:
                meet.wait()  # each holds one and now wants the other's
            withdraw(bid=second, by=officer, reason="No staff.")

        return move

    outcome = at_once([crosswise(one, other), crosswise(other, one)])

    assert outcome.broken == []
    assert outcome.refused == []
    assert len(tries) == 3
    assert [again(bid).state for bid in (one, other)] == [State.WITHDRAWN] * 2
    assert [bid.history.count() for bid in (one, other)] == [3, 3]


@on_postgresql
def test_the_person_is_told_when_every_try_meets_a_deadlock(committed_db: str) -> None:
    tries = []

    @verb
    def hopeless() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            words = "RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected'"
            cursor.execute(f"DO $$ BEGIN {words}; END $$")

    with pytest.raises(Refused, match="very busy and nothing was changed"):
        hopeless()
    assert len(tries) == TRIES


def test_another_error_of_the_database_is_not_tried_again(committed_db: str) -> None:
    tries = []

    @verb
    def broken() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM a_table_that_is_not_there")

    with pytest.raises(Exception, match="a_table_that_is_not_there"):
        broken()
    assert len(tries) == 1


def test_a_refusal_is_not_tried_again_and_undoes_what_was_done_before_it(committed_db: str) -> None:
    cast = cast_of()
    bid = cast.submitted()
    officer = cast.officer
    before = dump()
    tries = []

    @verb
    def halfway() -> None:
        tries.append(1)
        withdraw(bid=bid, by=officer, reason="No staff.")
        raise Refused("No.")

    with pytest.raises(Refused, match="No"):
        halfway()
    assert len(tries) == 1
    assert dump() == before
