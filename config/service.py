"""``python -m config.service`` runs the whole service on one machine until it is stopped.

Two processes watch over the rest. The *keeper* is the one that a person starts; its child, the
*supervisor*, leads a process group and starts everything in it. A pipe between the two tells each
of the other's death, even by ``kill -9``; the one that is left stops what is left.
"""

import fcntl
import os
import signal
import sys
import time
from typing import IO

from django.conf import settings

from config import embedded
from config.supervisor import GRACE, Supervisor, port_answers, say

WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def claim() -> IO[str]:
    """Take the lock that one running service holds; it is free again once both watchers are gone."""
    lock = (settings.VAR_ROOT / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"The service is already running from {settings.VAR_ROOT}. Stop it there first.")
    if port_answers(settings.PORT):
        sys.exit(f"Port {settings.PORT} is in use. Choose another, as in: PORT=8001 make run")
    return lock


def keep() -> int:
    """Start the supervisor, pass on the wish to stop, and see that nothing outlives it."""
    ours, keepers = os.pipe()
    group = os.fork()
    if group == 0:
        os.close(keepers)
        os.setsid()
        return Supervisor(ours).run()
    os.close(ours)
    for wish in WISHES:
        signal.signal(wish, lambda *_: os.kill(group, signal.SIGTERM))
    _, status = os.waitpid(group, 0)
    for wish in WISHES:
        signal.signal(wish, signal.SIG_IGN)  # it is being done
    if os.WIFSIGNALED(status):
        say("The supervisor was killed, so all of the service is stopped.")
    sweep(group)
    embedded.clear(embedded.socket_path(settings.VAR_ROOT))
    return 0 if status == 0 else 1


def sweep(group: int) -> None:
    """Stop what is left of the supervisor's process group: gently at first."""
    deadline = time.monotonic() + GRACE
    try:
        os.killpg(group, signal.SIGTERM)
        while time.monotonic() < deadline:
            time.sleep(0.05)
            os.killpg(group, 0)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    held = claim()
    sys.exit(keep())
