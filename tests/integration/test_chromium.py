"""Which Chromium the journeys take, how it is brought, and what is said where that cannot be."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.browser import chromium


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A machine without any Chromium; gives where Playwright's own would be."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "DEBIANS", tmp_path / "debians")
    own = tmp_path / "playwrights"
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(own)))


def program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_one_that_is_named_comes_before_debians_and_that_before_playwrights(
    bare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = program(tmp_path / "playwrights")
    assert chromium.chromium(bare) == own
    debians = program(tmp_path / "debians")
    assert chromium.chromium(bare) == debians
    named = program(tmp_path / "named")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.chromium(bare) == named


def test_without_any_a_run_says_how_to_get_one(bare: Any) -> None:
    with pytest.raises(SystemExit, match=r"^No Chromium was found\. Install your system's .*$"):
        chromium.launch(bare)


def test_a_wrong_name_is_said(bare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SystemExit, match="CHROMIUM names /nowhere/chromium, which is no program"):
        chromium.chromium(bare)


def test_root_takes_debians_and_others_playwrights(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path / "apt-get")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert [command[0] for command in chromium.ways()] == ["apt-get", "apt-get"]
    assert chromium.ways()[-1][-1] == "chromium"
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert chromium.ways() == [
        [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    ]


def test_what_cannot_be_brought_is_said_in_one_line() -> None:
    fails = ["sh", "-c", "echo first; echo 'E: no such package' >&2; exit 100"]
    with pytest.raises(SystemExit) as stopped:
        chromium.bring([["true"], fails, ["touch", "/nowhere/never"]])
    said = str(stopped.value)
    assert said.startswith("No Chromium could be brought (E: no such package). Install ")
    assert "\n" not in said


def test_commands_that_work_are_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    chromium.bring([["echo", "hello"]])
    assert capfd.readouterr() == ("", "")
