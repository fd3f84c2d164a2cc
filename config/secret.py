"""The key that signs sessions. On one machine it is made at the first start and kept."""

import os
import stat
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from config.environment import stop, text

LENGTH = 50


def secret_key(file: Path, *, on_one_machine: bool) -> str:
    """The key from the environment, or the one kept in ``file``."""
    key = text("SECRET_KEY")
    if not key and not on_one_machine:
        stop("SECRET_KEY", "set it: it is required when the database is not SQLite.")
    if not key:
        return _kept(file)
    if len(key) < LENGTH or len(set(key)) < 5:
        stop("SECRET_KEY", f"make it {LENGTH} random characters or more.")
    return key


def _kept(file: Path) -> str:
    if not file.exists():
        _make(file)
    key = file.read_text().strip()
    if len(key) < LENGTH:
        stop("SECRET_KEY", f"the key in {file} is damaged; delete it to sign everybody out.")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        stop("SECRET_KEY", f"others may read the key in {file}; run chmod 600 on it.")
    return key


def _make(file: Path) -> None:
    """Make the key whole or not at all; of several processes, the first one's holds for all."""
    handle, draft = tempfile.mkstemp(dir=file.parent)  # only its owner may read it
    try:
        with os.fdopen(handle, "w") as out:
            out.write(get_random_secret_key())
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()
