"""What the clock does for running projects."""

from celery import shared_task
from django.utils import timezone

from monitoring.desk.monday_mail import send
from monitoring.returns.reminders import remind
from notices.once import is_day


@shared_task
def remind_of_returns() -> int:
    """Remind projects of their returns; give how many emails go. Safe to run twice."""
    now = timezone.now()
    return remind(now) if is_day(now) else 0


@shared_task
def say_what_waits() -> int:
    """Email officers and finance on Mondays what waits; give how many emails go. Safe to run twice."""
    return send(timezone.now())
