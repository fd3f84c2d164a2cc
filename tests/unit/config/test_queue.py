"""A nudge without a broker fails soon, so that no request waits for it."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from celery.exceptions import OperationalError
from django.test.utils import override_settings
from kombu import Connection

from config.celery import BEAT_SCHEDULE, app, configuration
from notices.tasks import send_due


@pytest.fixture
def silence(tmp_path: Path) -> Iterator[Path]:
    """A socket that takes calls and never says a word."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        yield tmp_path / "s"


def publish(url: str) -> float:
    """Publish to a broker that cannot take it; give how long that took."""
    started = time.monotonic()
    with override_settings(REDIS_URL=url):
        config = configuration()
    options = {
        "connect_timeout": config["broker_connection_timeout"],
        "transport_options": config["broker_transport_options"],
    }
    with Connection(config["broker_url"], **options) as broker, pytest.raises(OperationalError):
        app.send_task(send_due.name, connection=broker, retry=False)
    return time.monotonic() - started


def test_with_no_broker_at_all(tmp_path: Path) -> None:
    assert publish(f"unix://{tmp_path}/nobody") < 1


def test_with_a_broker_that_hangs(silence: Path) -> None:
    assert publish(f"unix://{silence}") < 4


def test_a_task_belongs_to_this_app() -> None:
    assert send_due.app.main == app.main
    assert current_app.main == app.main


def test_what_goes_by_the_clock_exists() -> None:
    app.loader.import_default_modules()
    for entry in BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks
