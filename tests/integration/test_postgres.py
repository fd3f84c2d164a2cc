"""The tests' own PostgreSQL: strangers are kept out, and a kill leaves nothing of it."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from tests import postgres

TELL = "import os, sys, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"


def servers() -> list[psutil.Process]:
    """The servers that stand in a temporary folder."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "cwd"])
        if "postgres" in " ".join(process.info["cmdline"] or [])[:200]
        and (process.info["cwd"] or "").startswith("/tmp/safer-grants-")
    ]


def test_it_takes_many_connections_and_no_strangers() -> None:
    with postgres.server() as address:
        with psycopg.connect(address) as connection:
            assert connection.execute("SHOW max_connections").fetchone() == ("250",)
        stranger = address.replace(address.split(":")[2].split("@")[0], "guess")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(stranger)


def test_nothing_of_it_outlives_a_kill_9() -> None:
    before = {process.pid for process in servers()}
    command = [sys.executable, "-m", "tests.postgres", sys.executable, "-c", TELL]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE) as runner:
        assert runner.stdout
        runner.stdout.readline()
        ours = [process for process in servers() if process.pid not in before]
        children = psutil.Process(runner.pid).children(recursive=True)
        folder = Path(ours[0].cwd())
        runner.kill()
    _, alive = psutil.wait_procs(ours, timeout=20)
    assert not alive
    for child in children:
        if child.is_running():
            child.kill()
    deadline = time.monotonic() + 10
    while folder.exists():
        assert time.monotonic() < deadline, "its folder was left behind"
        time.sleep(0.1)


def test_without_any_postgresql_the_run_says_how_to_bring_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "find_spec", lambda _: None)
    monkeypatch.setattr(postgres, "SYSTEM", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="No PostgreSQL was found: make clean setup brings one"):
        postgres.programs()
