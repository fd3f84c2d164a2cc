"""Whether the service works. In tests nobody listens where the queue should be."""

import time
from typing import Any

import pytest
import redis
from django.db import OperationalError, connection

from notices.models import Message
from notices.querysets import MOST_TRIES
from tests.journeys.conftest import Look, Read


@pytest.fixture
def outbox(db: None) -> None:
    """Two messages that wait, one that was given up, one that went."""
    for number in range(4):
        Message.objects.create(to="ann@youth.example", subject=str(number), body="Hello")
    Message.objects.filter(subject="2").update(tries=MOST_TRIES)
    Message.objects.filter(subject="3").update(sent_at="2019-03-14T12:00Z")


@pytest.mark.usefixtures("outbox")
def test_without_a_queue_the_page_answers_soon_and_counts_what_waits(read: Read) -> None:
    began = time.monotonic()
    words = read(None, "/health")
    assert time.monotonic() - began < 3
    assert "Part of the service is not working" in words
    assert "Database\nWorking" in words
    assert "Queue\nNot reachable" in words
    assert "Messages waiting to be sent\n2" in words
    assert "Messages that could not be sent\n1" in words
    assert "youth.example" not in words


@pytest.mark.usefixtures("outbox")
def test_machines_read_the_same(look: Look) -> None:
    response: Any = look(None, "/health.json")
    assert response.json() == {
        "database": True,
        "queue": False,
        "waiting": 2,
        "given_up": 1,
        "scanner": None,
    }


def test_with_a_queue_it_says_so(db: None, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis.Redis, "ping", lambda self: True)
    assert "The service is working" in read(None, "/health")


def test_without_a_database_it_still_answers(
    db: None, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "ensure_connection", fail)
        response = look(None, "/health")
    assert response.status_code == 503
    assert b"Not reachable" in response.content
