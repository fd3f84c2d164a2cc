"""Tests that need LibreOffice are never left out unseen."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import office

pytestmark = pytest.mark.timeout(120)
ROOT = Path(__file__).parents[2]


def run_without(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run a test that needs LibreOffice, as a machine that has none does."""
    command = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/unit/reports/test_in_office.py",
    ]
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "SOFFICE": "no-such-program", **environment},
        capture_output=True,
        check=False,
        text=True,
    )


def test_a_machine_without_it_is_told_in_one_line() -> None:
    ended = run_without()
    assert f"its tests were left out. {office.HOW}" in ended.stdout
    assert "deselected" in ended.stdout


def test_a_run_that_must_have_it_fails_without_it() -> None:
    ended = run_without(CI="true")
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert office.HOW in ended.stderr
