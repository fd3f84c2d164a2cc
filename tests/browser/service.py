"""The real service for a journey: gunicorn with the service's own settings, and a Valkey."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from config import embedded

PATIENCE = 30
GUNICORN = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "1", "--bind"]


@dataclass(frozen=True)
class Service:
    """A running service: where it answers, where it writes what it says, and where its files are."""

    address: str
    log: Path
    media: Path


@contextmanager
def serving(
    var: Path, *, database: str, broker: str, static: Path, media: Path
) -> Iterator[Service]:
    """Serve a database on a port of its own, from its own folder; give the service at once.

    The port listens before gunicorn has started, so that the first request waits for it.
    """
    var.mkdir(exist_ok=True)
    (var / "static").symlink_to(static)
    log = var / "log"
    with socket.create_server(("127.0.0.1", 0), backlog=64) as door, log.open("w") as out:
        port = door.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(
            [*GUNICORN, f"fd://{door.fileno()}"],
            cwd=settings.BASE_DIR,
            env=environment(
                VAR_ROOT=str(var),
                MEDIA_ROOT=str(media),
                DATABASE_URL=database,
                REDIS_URL=broker,
                BASE_URL=address,
                PORT=str(port),
            ),
            pass_fds=[door.fileno()],
            stdout=out,
            stderr=out,
        )
    try:
        yield Service(address, log, media)
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing that it does is still wanted
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def environment(**more: str) -> dict[str, str]:
    """The environment of the service: as on any machine, with the tests' key so that sessions hold."""
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": settings.SECRET_KEY}
    rest = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "EMAIL_URL")}
    return {**rest, **ours, **more}


def collect_static(var: Path) -> Path:
    """Make the static files as a deployment does; give their folder."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment(VAR_ROOT=str(var)), check=True)
    return var / "static"


@contextmanager
def broker() -> Iterator[str]:
    """A Valkey of its own; gives its address."""
    with TemporaryDirectory(prefix="safer-grants-", dir="/tmp") as folder:
        path = Path(folder) / "valkey.sock"
        process = subprocess.Popen(embedded.command(path))
        try:
            deadline = time.monotonic() + PATIENCE
            while not embedded.answers(f"unix://{path}"):
                assert time.monotonic() < deadline, "the broker did not start"
                time.sleep(0.05)
            yield f"unix://{path}"
        finally:
            process.terminate()
            process.wait(PATIENCE)
