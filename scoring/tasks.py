"""What the clock does for the sift."""

from celery import shared_task
from django.utils import timezone

from rounds.models import Round
from scoring.reminding import DAYS_BEFORE, remind_by_the_clock
from ui.dates import in_london

FROM_HOUR = 8
"""Of the day in London: nobody is reminded in the night."""


@shared_task
def remind_panels() -> int:
    """Remind the panels whose day is near; give how many emails go. Safe to run twice."""
    local = in_london(timezone.now())
    if local.hour < FROM_HOUR:
        return 0
    soon = Round.objects.filter(panel__gt=local.date(), published=True)
    near = [one for one in soon if (one.panel - local.date()).days in DAYS_BEFORE]
    return sum(len(remind_by_the_clock(round=round).emails) for round in near)
