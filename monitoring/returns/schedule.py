"""Which returns a project owes, and how each stands.

A project owes a return for every period of its round that ended on the day of its approval or later, and
for the final one always.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from awards.models import Award
from bids.states import State as BidState
from monitoring.models import Return
from rounds.models import Period
from ui.dates import in_london

State = Return.State


@dataclass(frozen=True)
class Slot:
    """A period for which a project owes a return, and the return that is there so far."""

    award: Award
    period: Period
    begins: date
    """The first day on which it may be written."""
    sent: Return | None = None

    @property
    def is_given(self) -> bool:
        """Whether it was sent and not sent back."""
        return self.sent is not None and self.sent.state in (State.SENT, State.ACCEPTED)

    def is_overdue(self, today: date) -> bool:
        """Whether its day has gone and it is not given, while the project runs."""
        running = self.award.bid.state == BidState.MONITORED
        return running and not self.is_given and self.period.due < today


def owes(award: Award, period: Period) -> bool:
    """Whether a project owes a return for a period."""
    return period.final or period.ends >= in_london(award.approved_at).date()


def slots(award: Award, periods: Sequence[Period], returns: Iterable[Return]) -> list[Slot]:
    """The returns that a project owes or gave, in order. ``periods`` are all of its round's.

    One that has ended owes no more.
    """
    ended = award.bid.state in (BidState.CLOSED, BidState.TERMINATED)
    there = {one.period_id: one for one in returns}
    ordered = sorted(periods, key=lambda period: (period.ends, period.pk))
    found, begins = [], in_london(award.approved_at).date()
    for period in ordered:
        if period.pk in there or (owes(award, period) and not ended):
            found.append(Slot(award, period, begins, there.get(period.pk)))
            begins = max(begins, period.ends + timedelta(days=1))
    return found


def schedule(award: Award) -> list[Slot]:
    """A project's returns (two queries)."""
    return slots(award, list(award.bid.round.periods.all()), award.returns.all())


def is_behind(periods: Iterable[Period], today: date) -> Q:
    """Whether a project owes a return whose day has gone; in a query of a round's awards."""
    found = Q(pk__in=[])
    for period in periods:
        if period.due < today:
            given = Return.objects.given().filter(award=OuterRef("pk"), period=period)
            found |= owing(period) & ~Q(Exists(given))
    return found


def owing(period: Period) -> Q:
    """Whether a project owes a return for a period (``owes``), in a query."""
    return Q() if period.final else Q(approved_at__date__lte=period.ends)
