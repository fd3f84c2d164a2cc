"""What the clock does once: the first who takes a key does it, and nobody after."""

from notices.models import Once


def first(key: str) -> bool:
    """Whether nobody took this key before; it is taken now, with the caller's transaction.

    Of two workers at once the second waits for the first, and then finds it taken. A transaction
    that is rolled back gives the key back.
    """
    _row, made = Once.objects.get_or_create(key=key)
    return made
