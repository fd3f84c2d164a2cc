"""What the clock does for the sift."""

from celery import shared_task
from django.utils import timezone

from notices.once import is_day
from rounds.models import Round
from scoring.reminding import DAYS_BEFORE, remind_by_the_clock
from ui.dates import in_london


@shared_task
def remind_panels() -> int:
    """Remind the panels whose day is near; give how many emails go. Safe to run twice."""
    now = timezone.now()
    if not is_day(now):
        return 0
    today = in_london(now).date()
    soon = Round.objects.filter(panel__gt=today, published=True)
    near = [one for one in soon if (one.panel - today).days in DAYS_BEFORE]
    return sum(len(remind_by_the_clock(round=round).emails) for round in near)
