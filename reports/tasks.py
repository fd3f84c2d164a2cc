"""What the queue makes."""

from celery import shared_task
from django.utils import timezone

from notices.once import is_day
from reports.jobs.running import remove_old, run, run_waiting
from reports.meeting.reminding import remind


@shared_task
def make_file(pk: int) -> None:
    """Make a file that somebody asked for. Safe to run twice and side by side."""
    run(pk)


@shared_task
def make_waiting_files() -> int:
    """Make what no nudge has reached, and what killed workers left. Safe to run twice."""
    return run_waiting()


@shared_task
def remove_old_files() -> int:
    """Remove the files that were kept their time; give how many. Safe to run twice."""
    return remove_old(timezone.now())


@shared_task
def remind_of_papers() -> int:
    """Remind of sign-offs and of papers that are due; give how many emails go. Safe to run twice."""
    now = timezone.now()
    return remind(now) if is_day(now) else 0
