"""Asking the panel for its scores by email: first the request, later reminders, one a day at most."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.verbs import verb
from bids.states import State
from notices.actions import tell
from notices.links import link
from notices.models import Message
from notices.rehearsal import messages_written
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round
from rounds.models import locked as hold
from scoring.assigning import to_be_scored
from scoring.panel import read_panel
from ui.dates import format_date, in_london, midnight

ASKED, REMINDED = "asked-to-score", "score-reminder"
DAYS_BEFORE = (3, 1)
"""How many days before the panel's day those who have not finished are reminded by the clock."""


@dataclass(frozen=True)
class Unfinished:
    """A member who has not sent scores for some bids."""

    member: User
    bids: int
    told_today: bool = False


@dataclass(frozen=True)
class Reminders:
    """What a reminding did, or would do: the emails, and who had one today already."""

    emails: list[Message] = field(default_factory=list)
    told_today: list[User] = field(default_factory=list)


class _Undone(Exception):
    """Takes what was found out of a transaction that is rolled back."""

    def __init__(self, found: Reminders) -> None:
        super().__init__()
        self.found = found


def unfinished(round: Round, now: datetime | None = None) -> list[Unfinished]:
    """The members who have not finished, in the order of the round, and whether they were told today."""
    panel = read_panel(round)
    bids = to_be_scored(round)
    today = midnight(in_london(now or timezone.now()).date())
    told = set(
        Message.objects.filter(
            partnership=round.partnership_id, kind__in=(ASKED, REMINDED), made_at__gte=today
        ).values_list("to", flat=True)
    )
    waits = Counter(member.pk for bid in bids for member in panel.waiting(bid))
    late = round.bids.filter(state=State.SUBMITTED, assignments__late=True).distinct()
    pairs = ((bid.pk, member.pk) for bid in late for member in panel.waiting(bid))
    waits.update(member for bid, member in pairs if (bid, member) in panel.late)
    members = [person.user for person in panel.people]
    return [Unfinished(m, waits[m.pk], m.email in told) for m in members if waits[m.pk]]


@verb
def remind(*, round: Round, by: User, only: Collection[int] | None = None) -> Reminders:
    """Email every member who has not finished, or ``only`` some of them (keys), once a day at most."""
    require(by, Permission.SIFT, round.partnership)
    return _remind(round, only)


def rehearse(*, round: Round, by: User) -> Reminders:
    """The very emails that would go now. Nothing is changed."""
    try:
        _do_and_undo(round=round, by=by)
    except _Undone as undone:
        return undone.found
    raise AssertionError("a rehearsal is always undone")


@verb
def _do_and_undo(*, round: Round, by: User) -> None:
    raise _Undone(remind(round=round, by=by))


@verb
def remind_by_the_clock(*, round: Round, now: datetime | None = None) -> Reminders:
    """Remind those who have not finished, some days before the panel's day. Safe to run again."""
    now = now or timezone.now()
    days = [round.panel - timedelta(days=count) for count in DAYS_BEFORE]
    if in_london(now).date() not in days:
        return Reminders()
    return _remind(round, None, now)


def _remind(round: Round, only: Collection[int] | None, now: datetime | None = None) -> Reminders:
    hold(round)
    asked_before = set(
        Message.objects.filter(
            partnership=round.partnership_id, kind=ASKED, made_at__gte=round.opens
        ).values_list("to", flat=True)
    )
    found = [one for one in unfinished(round, now) if only is None or one.member.pk in only]
    with messages_written() as emails:
        for one in found:
            if not one.told_today:
                _tell(round, one, REMINDED if one.member.email in asked_before else ASKED)
    return Reminders(list(emails), [one.member for one in found if one.told_today])


def _due(round: Round) -> str:
    if in_london(timezone.now()).date() > round.panel:
        return _("as soon as you can")
    return _("before the panel meets on %(day)s") % {"day": format_date(round.panel)}


def _tell(round: Round, one: Unfinished, kind: str) -> None:
    fields = {
        "round": round.title,
        "partnership": round.partnership.name,
        "bids": ngettext("%(count)s bid", "%(count)s bids", one.bids) % {"count": one.bids},
        "due": _due(round),
        "link": link("scoring", round.code),
    }
    tell(to=one.member.email, kind=kind, fields=fields, partnership=round.partnership)
