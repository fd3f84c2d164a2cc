"""What the clock does: by day, and once; the first who takes a key does it, and nobody after."""

from datetime import datetime

from notices.models import Once
from ui.dates import in_london

FROM_HOUR = 8
"""Of the day in London: nobody is reminded in the night."""


def is_day(now: datetime) -> bool:
    """Whether people may be reminded at this moment."""
    return in_london(now).hour >= FROM_HOUR


def first(key: str) -> bool:
    """Whether nobody took this key before; it is taken now, with the caller's transaction.

    Of two workers at once the second waits for the first, and then finds it taken. A transaction
    that is rolled back gives the key back.
    """
    _row, made = Once.objects.get_or_create(key=key)
    return made
