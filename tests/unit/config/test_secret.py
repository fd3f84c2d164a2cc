"""The key that signs sessions: made once, kept private, never a weak one."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config.secret import LENGTH, secret_key


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)


def stops(file: Path, *, on_one_machine: bool = True) -> str:
    with pytest.raises(SystemExit) as stopped:
        secret_key(file, on_one_machine=on_one_machine)
    line = str(stopped.value)
    assert line.startswith("SECRET_KEY: ")
    assert "\n" not in line
    return line


def test_it_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "key", on_one_machine=True)
    assert len(first) >= LENGTH
    assert secret_key(tmp_path / "key", on_one_machine=True) == first
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"], "a draft was left behind"


def test_processes_that_start_together_agree_on_one(tmp_path: Path) -> None:
    together = Barrier(16)

    def start(_: int) -> str:
        together.wait()
        return secret_key(tmp_path / "key", on_one_machine=True)

    for _ in range(20):
        with ThreadPoolExecutor(16) as pool:
            assert len(set(pool.map(start, range(16)))) == 1
        (tmp_path / "key").unlink()


def test_one_from_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "abcdefghij" * 5)
    assert secret_key(tmp_path / "key", on_one_machine=False) == "abcdefghij" * 5
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("weak", ["short", "a" * 80])
def test_a_weak_one_is_refused(weak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", weak)
    line = stops(tmp_path / "key")
    assert "random characters" in line
    assert weak not in line


def test_beside_another_database_it_must_be_set(tmp_path: Path) -> None:
    assert "required when the database is not SQLite" in stops(
        tmp_path / "key", on_one_machine=False
    )


def test_one_that_others_may_read_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path / "key", on_one_machine=True)
    (tmp_path / "key").chmod(0o640)
    assert "chmod 600" in stops(tmp_path / "key")


def test_a_damaged_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("half")
    (tmp_path / "key").chmod(0o600)
    assert "damaged" in stops(tmp_path / "key")
