"""What the integration tests share."""

import fcntl
from collections.abc import Iterator

import pytest

from tests.cast import Cast, cast_of


@pytest.fixture
def crowd(tmp_path_factory: pytest.TempPathFactory, committed_db: str) -> Iterator[str]:
    """A database of real commits, for a test that opens many connections at once.

    One such test runs at a time, however many workers there are: a server bears 250 connections.
    """
    lock = tmp_path_factory.getbasetemp().parent / "crowd.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield committed_db


@pytest.fixture
def cast(db: None) -> Cast:
    """A small round that is open, and the people around it."""
    return cast_of()
