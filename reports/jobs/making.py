"""What a kind of file is made with: how far it is, and what comes of it. No kind is named here."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils import timezone

from base.verbs import verb
from reports.models import Job

T = TypeVar("T")

HOLDS = timedelta(minutes=2)
"""How long a try that says nothing keeps its job. A killed worker says nothing."""
OFTEN = 0.5
"""Seconds between two words about how far it is, so that telling costs little."""
BATCH = 500


class Cancelled(Exception):
    """The job is not this try's any more: somebody cancelled it, or another try took it over."""


@dataclass(frozen=True)
class Made:
    """A whole file."""

    name: str
    content_type: str
    content: bytes

    @property
    def checksum(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


class Step(Protocol):
    """Says how far a job is. Raises ``Cancelled`` where nobody waits for it any more.

    Call it outside a transaction, and at least once a minute.
    """

    def __call__(self, done: int, total: int, doing: str) -> None: ...


class Telling:
    """The step of one try of one job."""

    def __init__(self, pk: int, attempt: UUID, clock: Callable[[], float] = time.monotonic) -> None:
        self._pk, self._attempt, self._clock = pk, attempt, clock
        self._said: tuple[float, str] = (-OFTEN, "")

    def __call__(self, done: int, total: int, doing: str) -> None:
        """Keep how far it is, unless the same was said a moment ago."""
        at, last = self._said
        if doing == last and self._clock() - at < OFTEN:
            return
        tell(self._pk, self._attempt, done=done, total=total, doing=doing[:200])
        self._said = (self._clock(), doing)


@verb
def tell(pk: int, attempt: UUID, *, done: int, total: int, doing: str) -> None:
    """Keep how far a job is, and hold it on. Raises ``Cancelled`` where it is not this try's."""
    mine = Job.objects.filter(pk=pk, state=Job.State.RUNNING, held_by=attempt)
    until = timezone.now() + HOLDS
    if not mine.update(done=done, total=total, doing=doing, held_until=until):
        raise Cancelled


def counted(found: Iterable[T], step: Step, total: int, doing: str) -> Iterator[T]:
    """The same things one by one, telling how far it is every some hundred."""
    for number, one in enumerate(found):
        if number % BATCH == 0:
            step(number, total, doing)
        yield one
    step(total, total, doing)
