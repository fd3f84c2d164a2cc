"""The whole service, started for real: it serves, it works, and it leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings

from config.embedded import socket_path
from tests.postgres import free_port

pytestmark = [
    pytest.mark.xdist_group("service"),  # the first start is prepared once
    pytest.mark.timeout(300),
]

PATIENCE = 60
PARTS = {
    "The broker": "valkey-server",
    "The worker": "worker",
    "The clock (beat)": "beat",
    "The web server": "gunicorn",
}
TELL = """
import django; django.setup()
from django.db import transaction
from notices.actions import write
with transaction.atomic():
    write(to="someone@example.org", subject="A real letter", body="By the queue.")
"""


@dataclass
class Service:
    """A service that was started on its own port and folder."""

    var: Path
    port: int
    keeper: subprocess.Popen[bytes]
    output: Path

    def environment(self, **more: str) -> dict[str, str]:
        return environment(self.var, PORT=str(self.port), **more)

    def said(self) -> str:
        return self.output.read_text()

    def everything(self) -> list[psutil.Process]:
        """All that runs below the keeper."""
        return psutil.Process(self.keeper.pid).children(recursive=True)

    def supervisor(self) -> psutil.Process:
        [only] = psutil.Process(self.keeper.pid).children()
        return only

    def part(self, name: str) -> psutil.Process:
        [found] = [p for p in self.supervisor().children() if PARTS[name] in " ".join(p.cmdline())]
        return found

    def ends(self) -> int:
        """Wait for the end; give the exit status."""
        return self.keeper.wait(PATIENCE)


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a person who set nothing but these."""
    ours = ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "REDIS_URL", "DATABASE_URL")
    rest = {name: value for name, value in os.environ.items() if name not in ours}
    return {**rest, "VAR_ROOT": str(var), "DJANGO_SETTINGS_MODULE": "config.settings", **more}


def until(what: Callable[[], bool], says: Callable[[], str]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, says()
        time.sleep(0.1)


def gone(processes: list[psutil.Process]) -> None:
    """Nothing of what ran runs any more."""
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    assert not [process.cmdline() for process in alive]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first start leaves: the tables, the static files, the example round."""
    var = tmp_path_factory.mktemp("prepared")
    prepare = [sys.executable, "-m", "config.prepare"]
    subprocess.run(prepare, env=environment(var), cwd=settings.BASE_DIR, check=True)
    return var


@contextmanager
def running(var: Path, **variables: str) -> Iterator[Service]:
    """Start the service and wait until it says where to look; whatever happens, end it."""
    port, output = free_port(), var / "output"
    with output.open("w") as out:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.service"],
            env=environment(var, PORT=str(port), **variables),
            cwd=settings.BASE_DIR,
            stdout=out,
            stderr=out,
        )
    service = Service(var, port, keeper, output)
    everything = []
    try:
        until(lambda: "Look at" in service.said() or keeper.poll() is not None, service.said)
        assert keeper.poll() is None, service.said()
        everything = service.everything()
        yield service
    finally:
        keeper.terminate()
        keeper.wait(PATIENCE)
        for process in everything:
            if process.is_running():
                process.kill()


@pytest.fixture
def service(prepared: Path, tmp_path: Path) -> Iterator[Service]:
    """A running service of this test's own."""
    var = tmp_path / "var"
    shutil.copytree(prepared, var)
    with running(var) as started:
        yield started


def test_it_serves_works_and_stops_on_ctrl_c(service: Service) -> None:
    everything = service.everything()
    assert f"Look at http://127.0.0.1:{service.port}" in service.said()
    assert "officer@example.gov.uk" in service.said(), "it does not say who can sign in"

    with urlopen(f"http://127.0.0.1:{service.port}/") as page:
        assert page.status == 200
        html = page.read().decode()
    assert "PCC Safer Communities Grant 2019-20" in html, "the front page does not list the grant"
    style = html.split("govuk-frontend.min.")[1].split('"')[0]
    with urlopen(f"http://127.0.0.1:{service.port}/static/govuk/govuk-frontend.min.{style}") as css:
        assert css.status == 200

    letter = [sys.executable, "-c", TELL]
    subprocess.run(letter, env=service.environment(), cwd=settings.BASE_DIR, check=True)
    outbox = service.var / "outbox"
    until(
        lambda: any("A real letter" in sent.read_text() for sent in outbox.glob("*")), service.said
    )

    service.keeper.send_signal(signal.SIGINT)
    assert service.ends() == 0
    gone(everything)
    assert not socket_path(service.var).parent.exists()
    assert "has stopped" not in service.said()
    assert "Traceback" not in service.said()


def test_a_second_one_says_so_plainly(service: Service) -> None:
    again = [sys.executable, "-m", "config.service"]
    same = subprocess.run(
        again,
        env=service.environment(),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert same.returncode == 1
    assert same.stderr.startswith("The service is already running from ")
    assert same.stderr.count("\n") == 1
    other = subprocess.run(
        again,
        env=service.environment(VAR_ROOT=str(service.var / "other")),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert other.returncode == 1
    assert other.stderr.startswith(f"Port {service.port} is in use.")
    assert other.stderr.count("\n") == 1
    assert service.keeper.poll() is None, "the first one was disturbed"


@pytest.mark.parametrize("name", PARTS)
def test_when_one_dies_all_stop_and_it_is_named(name: str, service: Service) -> None:
    everything = service.everything()
    service.part(name).kill()
    assert service.ends() == 1
    line = f"{name} has stopped (killed by SIGKILL), so all of the service is stopped.\n"
    assert line in service.said()
    gone(everything)


@pytest.mark.parametrize("who", ["keeper", "supervisor"])
def test_nothing_outlives_a_kill_9(who: str, service: Service) -> None:
    everything = service.everything()
    (service.keeper if who == "keeper" else service.supervisor()).kill()
    assert service.ends() != 0
    gone(everything)
    until(lambda: not socket_path(service.var).parent.exists(), service.said)


def test_it_starts_again_after_a_kill_9_of_all(service: Service) -> None:
    everything = service.everything()
    for process in everything:
        process.kill()
    service.keeper.kill()
    gone(everything)
    with running(service.var) as again:
        again.keeper.terminate()
        assert again.ends() == 0


def test_a_preparation_that_fails_stops_the_start(prepared: Path, tmp_path: Path) -> None:
    broken = tmp_path / "grants.sqlite3"
    broken.write_bytes(b"not a database" * 1000)
    ended = subprocess.run(
        [sys.executable, "-m", "config.service"],
        env=environment(tmp_path, PORT=str(free_port())),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 1
    assert "The preparation has stopped (exit status 1)" in ended.stderr
    assert not socket_path(tmp_path).parent.exists()
