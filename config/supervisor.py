"""Starts the broker, the worker, beat and the web server, and stops all when one of them dies."""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from subprocess import Popen

from django.conf import settings

from config import embedded

GRACE = 15  # seconds to finish what is being done
PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "--quiet", "--app", "config"]
WORKER = [*CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--pidfile", ""]
BROKER = "The broker"
PREPARATION = "The preparation"


class Over(Exception):
    """The service stops: because it was told to, or with a line that says what happened."""


class Supervisor:
    """Starts the processes, waits for the first reason to stop, and stops them."""

    def __init__(self, keeper: int) -> None:
        self.keeper = keeper  # the end of a pipe: readable once the keeper is gone
        self.told = False
        self.children: dict[str, Popen[bytes]] = {}

    def run(self) -> int:
        """Run until something ends it; give the exit status."""
        signal.signal(signal.SIGTERM, self._tell)
        try:
            self._start_all()
            while True:
                self._pause()
        except Over as over:
            if reason := str(over):
                say(reason)
            return 1 if reason else 0
        finally:
            self._stop_all()

    def _tell(self, *_: object) -> None:
        self.told = True

    def _start_all(self) -> None:
        broker = embedded.socket_path(settings.VAR_ROOT)
        if settings.REDIS_URL == f"unix://{broker}":
            embedded.make_private(broker.parent)
            self._start(BROKER, embedded.command(broker))
            self._until(lambda: embedded.answers(settings.REDIS_URL))
        self._start(PREPARATION, [*PYTHON, "config.prepare"])
        self._until(lambda: self.children[PREPARATION].poll() == 0)
        self._start("The worker", WORKER)
        self._start("The clock (beat)", BEAT)
        bind = f"127.0.0.1:{settings.PORT}"
        self._start("The web server", [*PYTHON, "gunicorn", "config.wsgi", "--bind", bind])
        self._until(lambda: port_answers(settings.PORT))
        say(f"\nLook at {settings.BASE_URL} - Ctrl-C here stops the service.")

    def _start(self, name: str, command: list[str]) -> None:
        self.children[name] = Popen(command, cwd=settings.BASE_DIR)

    def _until(self, ready: Callable[[], bool]) -> None:
        while not ready():
            self._pause()

    def _pause(self) -> None:
        """Wait a moment; end it all if we are told to, the keeper is gone or a child has died."""
        gone, _, _ = select.select([self.keeper], [], [], 0.2)
        if gone or self.told:
            raise Over
        for name, child in self.children.items():
            status = child.poll()
            if status is not None and not (name == PREPARATION and status == 0):
                raise Over(f"{name} has stopped ({how(status)}), so all of the service is stopped.")

    def _stop_all(self) -> None:
        """Stop the broker last: the others may still have something to tell it."""
        end([child for name, child in self.children.items() if name != BROKER])
        if BROKER in self.children:
            end([self.children[BROKER]])
            embedded.clear(embedded.socket_path(settings.VAR_ROOT))
        if select.select([self.keeper], [], [], 0)[0]:  # nobody is left to sweep up after us
            os.killpg(0, signal.SIGKILL)


def end(children: list[Popen[bytes]]) -> None:
    """Ask processes to finish; after a while make them."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    while any(child.poll() is None for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.kill()
        child.wait()


def how(status: int) -> str:
    """How a process ended, in words."""
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def say(line: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def port_answers(port: int) -> bool:
    """Whether something on this machine listens on this port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
