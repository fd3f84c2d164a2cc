"""What the queue and the clock do for bids."""

from celery import shared_task
from django.utils import timezone

from bids.attachments import scan_waiting
from bids.reminding import remind
from ui.dates import in_london

FROM_HOUR = 8
"""Of the day in London: nobody is reminded in the night."""


@shared_task
def scan_files() -> int:
    """Have waiting files scanned. Safe to run twice and side by side."""
    return scan_waiting()


@shared_task
def remind_of_deadlines() -> int:
    """Remind those whose drafts are not sent; give how many emails go. Safe to run twice."""
    now = timezone.now()
    return remind(now) if in_london(now).hour >= FROM_HOUR else 0
