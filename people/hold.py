"""A publicity hold: the weeks before an election, in which nothing is announced.

It lasts up to the first moment of the day that it is set to, on a clock in London.
"""

from datetime import datetime

from django.utils import timezone

from people.models import Partnership
from ui.dates import midnight


def hold_ends(partnership: Partnership) -> datetime | None:
    """When the hold that is on now ends; nothing where none is on."""
    if partnership.hold_until is None:
        return None
    ends = midnight(partnership.hold_until)
    return ends if timezone.now() < ends else None


def is_held(partnership: Partnership, on: datetime | None = None) -> bool:
    """Whether nothing may be announced at a moment (now, where none is given)."""
    until = partnership.hold_until
    return until is not None and (on or timezone.now()) < midnight(until)
