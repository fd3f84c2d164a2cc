"""The embedded broker's place: short, private, and the same for every command."""

from pathlib import Path

import pytest

from config.embedded import make_private, socket_path

LONGEST = 103  # bytes, on the strictest system


def test_the_path_is_short_wherever_the_project_is() -> None:
    assert len(str(socket_path(Path("/a" * 500)))) <= LONGEST


def test_each_var_folder_has_its_own_and_always_the_same() -> None:
    assert socket_path(Path("/a")) == socket_path(Path("/a"))
    assert socket_path(Path("/a")) != socket_path(Path("/b"))


def test_its_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    make_private(tmp_path / "place")
    make_private(tmp_path / "place")
    assert (tmp_path / "place").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    place.chmod(0o755)
    with pytest.raises(SystemExit, match="not a private folder"):
        make_private(place)


def test_a_link_laid_by_somebody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "place").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SystemExit, match="not a private folder"):
        make_private(tmp_path / "place")
