"""Pages of a list by the key of the last row shown: as fast for the last page as for the first."""

from typing import TypeVar

from django.db.models import Model, QuerySet

SIZE = 50
"""Rows on a page."""
M = TypeVar("M", bound=Model)


def key(text: str) -> int | None:
    """A row's key as it stands in an address; nothing for what no row could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def one_page(found: QuerySet[M]) -> tuple[list[M], int | None]:
    """The first rows, and the key of the last of them where more come after it."""
    rows = list(found[: SIZE + 1])
    return rows[:SIZE], rows[SIZE - 1].pk if len(rows) > SIZE else None


def newest_first(found: QuerySet[M], before: str) -> tuple[list[M], int | None]:
    """Those before a key, the newest first, and the key of the last where there are older ones."""
    found, last = found.order_by("-pk"), key(before)
    return one_page(found if last is None else found.filter(pk__lt=last))
