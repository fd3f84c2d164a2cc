"""Which emails something sends, found out by doing it and undoing it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

from django.db.models.signals import post_save

from notices.models import Message


@contextmanager
def messages_written() -> Iterator[list[Message]]:
    """The messages that this thread puts in the outbox meanwhile, as they are written."""
    found: list[Message] = []
    here = get_ident()

    def keep(instance: Message, created: bool, **_kwargs: Any) -> None:
        if created and get_ident() == here:
            found.append(instance)

    post_save.connect(keep, sender=Message, weak=False)
    try:
        yield found
    finally:
        post_save.disconnect(keep, sender=Message)
