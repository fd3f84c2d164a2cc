"""The shared cache: what all processes count together, such as tries to sign in.

While it cannot be reached each process counts for itself, so that limits weaken and no request fails
(see ADR 9). It is asked again after a few seconds.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from django_redis.exceptions import ConnectionInterrupted
from redis import RedisError

PAUSE = 5.0
"""Seconds before an unreachable cache is asked again, so that a page waits for it once at most."""
FAILURES = (ConnectionInterrupted, RedisError, OSError)

logger = logging.getLogger(__name__)


class SharedCache(RedisCache):  # type: ignore[misc]  # django-redis has no types
    """Redis, and this process's own memory while Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while the shared cache is away", {})
        self._away_until = 0.0


def _either(name: str) -> Callable[..., Any]:
    shared = getattr(RedisCache, name)

    def call(self: SharedCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return shared(self, *args, **kwargs)
            except FAILURES as error:
                self._away_until = time.monotonic() + PAUSE
                logger.warning("The shared cache could not be reached: %s", error)
        return getattr(self._own, name)(*args, **kwargs)

    return call


ONE = ("add", "get", "set", "delete", "touch", "incr", "has_key", "clear")
MANY = ("get_many", "set_many", "delete_many")
for _name in (*ONE, *MANY):
    setattr(SharedCache, _name, _either(_name))
