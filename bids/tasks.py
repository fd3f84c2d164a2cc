"""What the queue and the clock do for bids."""

from celery import shared_task
from django.utils import timezone

from bids.attachments import scan_waiting
from bids.reminding import remind
from notices.once import is_day


@shared_task
def scan_files() -> int:
    """Have waiting files scanned. Safe to run twice and side by side."""
    return scan_waiting()


@shared_task
def remind_of_deadlines() -> int:
    """Remind those whose drafts are not sent; give how many emails go. Safe to run twice."""
    now = timezone.now()
    return remind(now) if is_day(now) else 0
