"""Whether the service's parts can be reached. Nothing here raises, whatever is down."""

import logging
from dataclasses import asdict, dataclass

import redis
from django.conf import settings
from django.db import Error, connection

from base import scanner
from notices.models import Message
from notices.querysets import MOST_TRIES

SECONDS = 1

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """What was found. The numbers are of outbox messages; nothing where the database is down."""

    database: bool
    queue: bool
    waiting: int | None
    given_up: int | None
    scanner: bool | None
    """Whether the virus scanner answers; nothing where files are not scanned."""

    @property
    def working(self) -> bool:
        """Whether every part can be reached."""
        return self.database and self.queue and self.scanner is not False

    def document(self) -> dict[str, bool | int | None]:
        """For a machine that watches the service."""
        return asdict(self)


def health() -> Health:
    """Look at the database, the queue, the scanner and the outbox, for at most a few seconds."""
    waiting, given_up = _outbox()
    return Health(
        database=waiting is not None,
        queue=_queue(),
        waiting=waiting,
        given_up=given_up,
        scanner=scanner.answers() if scanner.is_set() else None,
    )


def _outbox() -> tuple[int | None, int | None]:
    """Messages that wait to be sent, and those that were tried too often."""
    try:
        connection.ensure_connection()
        unsent = Message.objects.filter(sent_at=None)
        given_up = unsent.filter(tries__gte=MOST_TRIES).count()
        return unsent.count() - given_up, given_up
    except Error as error:
        logger.warning("The database could not be reached: %s", error)
        return None, None


def _queue() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError) as error:
        logger.warning("The queue could not be reached: %s", error)
        return False
    finally:
        client.close()
