"""Runs the service's commands as people do: in a process of their own."""

import os
import subprocess
import sys
from typing import Any

from config.environment import ROOT


def started(url: str, *words: str) -> subprocess.Popen[str]:
    """A command on the way, on the database with this address."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        env=environment(url),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(url: str, *words: str) -> tuple[int, str, str]:
    """Run a command to its end: its exit status, and what it said on output and on error."""
    with started(url, *words) as process:
        said, complained = process.communicate(timeout=100)
    return process.returncode, said, complained


def environment(url: str) -> dict[str, Any]:
    return {**os.environ, "DATABASE_URL": url}
