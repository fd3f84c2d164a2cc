"""The Monday email to officers and finance, and the page that shows what it would say."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from base.verbs import verb
from monitoring.desk.monday import Week, weeks
from notices.actions import tell
from notices.html import blocks
from notices.links import link
from notices.once import first, is_day
from people.models import Partnership
from people.partnerships import find_partnership
from people.permissions import Permission, require
from people.requests import SignedInRequest
from people.roles import FINANCE, OFFICER
from ui.dates import format_date, in_london
from ui.forms import page

MONDAY = 0
"""The weekday in London on which it goes."""


def is_time(now: datetime) -> bool:
    """Whether it is Monday, from 8 in the morning, in London."""
    return in_london(now).weekday() == MONDAY and is_day(now)


def written(found: Iterable[Week]) -> str:
    """What waits, round by round, as an email's text: headings, and lists."""
    parts: list[str] = []
    for week in found:
        parts.append(f"# {week.round.title}")
        for one in (*week.waiting, week.money):
            parts += [one.title, "\n".join(f"- {line}" for line in one.lines)]
    return "\n\n".join(parts)


def send(now: datetime | None = None) -> int:
    """Send each partnership its email where it is time; give how many go. Safe to run twice."""
    now = now or timezone.now()
    if not is_time(now):
        return 0
    partnerships = Partnership.objects.filter(rounds__published=True, rounds__closed_at=None)
    return sum(_tell(partnership=one, now=now) for one in partnerships.distinct())


@verb
def _tell(*, partnership: Partnership, now: datetime) -> int:
    """Email the officers and finance of one partnership, once a Monday; give how many emails go."""
    day = in_london(now).date()
    if not first(f"monday:{partnership.pk}:{day}"):
        return 0
    what = written(weeks(partnership, now))
    if not what:
        return 0
    roles = (OFFICER.name, FINANCE.name)
    people = partnership.memberships.filter(role__in=roles, user__is_active=True)
    emails = sorted(set(people.values_list("user__email", flat=True)))
    for email in emails:
        tell(
            to=email,
            kind="monday",
            fields={
                "partnership": partnership.name,
                "day": format_date(day),
                "what": what,
                "link": link("monday", partnership.code),
            },
            partnership=partnership,
        )
    return len(emails)


@require_safe
@login_required
def monday_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What the Monday email would say now."""
    partnership = find_partnership(request.user, code)
    require(request.user, Permission.READ, partnership)
    body = written(weeks(partnership, timezone.now()))
    context = {"partnership": partnership, "body": blocks(body)}
    return page(request, "monitoring/monday.html", context)
