"""Reminding projects of their returns by the clock, and telling the partnership of what stays away."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.utils import timezone

from awards.models import Award
from base.verbs import verb
from bids.history import locked
from bids.mail import tell_about
from bids.models import Bid
from bids.states import State
from monitoring.models import Return
from monitoring.returns.mail import fields_for
from monitoring.returns.schedule import slots
from notices.once import first
from people.roles import DECISION_MAKER, OFFICER
from rounds.models import Period, Round
from ui.dates import in_london

FIRST, SECOND = 14, 3
"""How many days before its day a return is called to mind."""
ESCALATED = 14
"""How many days after it the partnership is told."""
MOST_WEEKS = 26
"""For how long a project is reminded of a return that is overdue; then it is the officers' to do."""


def remind(now: datetime | None = None) -> int:
    """Remind every project of what is due or overdue today; give how many emails went. Safe to run twice."""
    today = in_london(now or timezone.now()).date()
    earliest = today - timedelta(weeks=MOST_WEEKS)
    near = Period.objects.filter(
        due__range=(earliest, today + timedelta(days=FIRST)), round__closed_at=None
    )
    rounds = Round.objects.filter(periods__in=near).distinct().prefetch_related("periods")
    return sum(_remind_round(round, today) for round in rounds)


def _remind_round(round: Round, today: date) -> int:
    periods = list(round.periods.all())
    returns = defaultdict(list)
    for sent in Return.objects.filter(award__bid__round=round):
        returns[sent.award_id].append(sent)
    running = Award.objects.filter(bid__round=round, bid__state=State.MONITORED)
    count = 0
    for award in running.select_related("bid__round__partnership", "bid__organisation"):
        for slot in slots(award, periods, returns[award.pk]):
            if not slot.is_given:
                for kind, stage in stages(slot.period.due, today):
                    count += _tell(award=award, period=slot.period, kind=kind, stage=stage)
    return count


def stages(due: date, today: date) -> list[tuple[str, str]]:
    """Which emails a return that is not given is at on a day: each kind, and which of its kind it is.

    A day on which the clock stood still is made good on the next.
    """
    left = (due - today).days
    if left > FIRST:
        return []
    if left >= 0:
        return [("return-due", str(SECOND if left <= SECOND else FIRST))]
    weeks = (-left - 1) // 7
    found = [("return-overdue", str(weeks))] if weeks < MOST_WEEKS else []
    if -left >= ESCALATED:
        found.append(("return-escalated", ""))
    return found


@verb
def _tell(*, award: Award, period: Period, kind: str, stage: str) -> int:
    """Send one of them, once; give how many emails went."""
    if not first(f"{kind}:{award.pk}:{period.pk}:{stage}"):
        return 0
    bid = locked(award.bid)
    given = award.returns.given().filter(period=period).exists()
    if bid.state != State.MONITORED or given:
        return 0
    fields = fields_for(award, period)
    if kind != "return-escalated":
        tell_about(bid, kind, fields)
        return 1
    people = _partnership(bid)
    for email in people:
        tell_about(bid, kind, {**fields, "contact": bid.contact_email}, to=email)
    return len(people)


def _partnership(bid: Bid) -> list[str]:
    """The officers of the bid's round and those who decide."""
    roles = (OFFICER.name, DECISION_MAKER.name)
    people = bid.round.people.filter(role__in=roles, user__is_active=True)
    return sorted(set(people.values_list("user__email", flat=True)))
