"""Many people doing something at the very same time, each with a connection of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread

from django.db import connections

from base.errors import Refused


@dataclass
class Outcome:
    """What became of what everybody did."""

    done: list[object] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)
    """What no person should ever see."""


def at_once(actions: list[Callable[[], object]]) -> Outcome:
    """Do all of it at once: a thread for each, none begins before all are there."""
    outcome, start = Outcome(), Barrier(len(actions))

    def act(action: Callable[[], object]) -> None:
        try:
            connections["default"].ensure_connection()
            start.wait()
            outcome.done.append(action())
        except Refused as refused:
            outcome.refused.append(str(refused))
        except BaseException as error:
            start.abort()
            outcome.broken.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=act, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome
