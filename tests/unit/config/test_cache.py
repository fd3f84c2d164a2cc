"""The shared cache: shared while its server is there, this process's own while it is not."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from config import cache as shared
from config import embedded
from config.cache import SharedCache

PATIENCE = 10


@pytest.fixture
def server() -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """A real Valkey."""
    with TemporaryDirectory(prefix="safer-grants-", dir="/tmp") as folder:
        socket = Path(folder) / "valkey.sock"
        process = subprocess.Popen(embedded.command(socket))
        until_answers(socket)
        yield socket, process
        process.kill()
        process.wait()


def until_answers(socket: Path) -> None:
    """Wait for a server."""
    deadline = time.monotonic() + PATIENCE
    while not embedded.answers(f"unix://{socket}"):
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)


def cache(socket: Path) -> SharedCache:
    """The cache of one process."""
    options = {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}
    return SharedCache(f"unix://{socket}", {"OPTIONS": options})


def test_two_processes_count_together(server: tuple[Path, subprocess.Popen[bytes]]) -> None:
    one, other = cache(server[0]), cache(server[0])
    assert one.add("tries", 1, 60)
    assert not other.add("tries", 1, 60)
    assert other.incr("tries") == 2
    assert one.get("tries") == 2
    one.delete("tries")
    assert other.get("tries", "none") == "none"


def test_while_it_is_away_each_counts_for_itself_and_the_log_says_so(
    server: tuple[Path, subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(shared, "PAUSE", 0.2)
    socket, process = server
    one = cache(socket)
    one.set("tries", 1)
    process.kill()
    process.wait()
    with caplog.at_level(logging.WARNING):
        assert one.add("tries", 5)
        assert not one.add("tries", 6)
        assert one.get("tries") == 5
    assert caplog.text.count("The shared cache could not be reached") == 1
    socket.unlink(missing_ok=True)
    again = subprocess.Popen(embedded.command(socket))
    try:
        until_answers(socket)
        time.sleep(0.3)
        assert one.get("tries") is None, "it does not go back to the shared one"
    finally:
        again.kill()
        again.wait()


def test_one_that_hangs_is_waited_for_once(server: tuple[Path, subprocess.Popen[bytes]]) -> None:
    socket, process = server
    one = cache(socket)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        for number in range(20):
            one.set(str(number), number)
            assert one.get(str(number)) == number
        assert time.monotonic() - began < 4
    finally:
        os.kill(process.pid, signal.SIGCONT)
