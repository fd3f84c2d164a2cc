"""Reminding of the deadline by the clock those who have a draft and have not sent it."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from base.verbs import verb
from bids.actions import deadline
from bids.history import locked
from bids.mail import tell_about
from bids.models import Bid
from bids.states import State
from notices.once import first
from rounds.models import Pot
from ui.dates import format_moment, in_london

DAYS_BEFORE = (3, 1)
"""How many days before its deadline a draft is called to mind."""
TACTICAL = timedelta(days=500)
"""How long after the round's own end its tactical route may stay open: to the end of its year."""


def remind(now: datetime | None = None) -> int:
    """Remind of every draft whose deadline is near; give how many emails went. Safe to run twice."""
    now = now or timezone.now()
    soon = now + timedelta(days=max(DAYS_BEFORE) + 1)
    near = Q(round__closes__range=(now, soon)) | Q(change_by__range=(now, soon))
    tactical = Q(route=Pot.TACTICAL, round__closes__range=(now - TACTICAL, soon))
    drafts = Bid.objects.filter(near | tactical, state=State.DRAFT, round__closed_at=None)
    found = drafts.select_related("round__partnership", "organisation").order_by("pk")
    return sum(
        _tell(bid=bid, due=due, stage=stage)
        for bid in found
        if (due := deadline(bid)) > now and (stage := _stage(due, now)) is not None
    )


def _stage(due: datetime, now: datetime) -> int | None:
    """Which reminder a draft is at; nothing while its deadline is far."""
    left = (in_london(due).date() - in_london(now).date()).days
    return min((before for before in DAYS_BEFORE if left <= before), default=None)


@verb
def _tell(*, bid: Bid, due: datetime, stage: int) -> int:
    """Send one reminder, once for each deadline; give how many emails went."""
    if not first(f"draft-closes:{bid.pk}:{due.isoformat()}:{stage}"):
        return 0
    bid = locked(bid)
    if bid.state != State.DRAFT:
        return 0
    tell_about(bid, "draft-closes", {"due": format_moment(due)})
    return 1
