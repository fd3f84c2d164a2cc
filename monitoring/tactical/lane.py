"""The tactical pot's bids as they come during the year: how long each has waited, and what is next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import OuterRef, Subquery

from bids.models import HistoryRow
from bids.states import Arrow, State
from monitoring.desk.needs import with_needs
from rounds.models import Pot, Round
from ui.dates import in_london

if TYPE_CHECKING:
    from monitoring.desk.needs import WaitingBid

ANSWERED = (Arrow.APPROVE, Arrow.DECLINE, Arrow.REJECT, Arrow.WITHDRAW)
"""What ends the response clock."""
MOST = 200
"""Bids that the desk shows, the newest first."""


@dataclass(frozen=True)
class Clock:
    """By when a tactical bid is to be answered, and when it was. Days in London."""

    due: date
    answered: date | None = None

    def left(self, today: date) -> int:
        """The days that are left; below zero where it is late. An answered bid stands as it was."""
        return (self.due - (self.answered or today)).days

    @property
    def was_late(self) -> bool:
        """Whether it was answered after its day."""
        return self.answered is not None and self.answered > self.due


def clock(sent_at: datetime | None, answered_at: datetime | None, days: int) -> Clock | None:
    """The response clock of a bid: so many days from the day on which it was sent."""
    if sent_at is None:
        return None
    answered = in_london(answered_at).date() if answered_at else None
    return Clock(in_london(sent_at).date() + timedelta(days=days), answered)


@dataclass(frozen=True)
class TacticalBid:
    """A bid of the tactical pot, with its clock."""

    bid: "WaitingBid"
    clock: Clock | None


def tactical_bids(round: Round) -> list[TacticalBid]:
    """The tactical bids of a round, the newest first (one query). Drafts have not come yet."""
    moves = HistoryRow.objects.filter(bid=OuterRef("pk"))
    sent = moves.filter(transition=Arrow.SUBMIT).order_by("-pk").values("at")[:1]
    answered = moves.filter(transition__in=ANSWERED).order_by("-pk").values("at")[:1]
    bids = (
        with_needs(round.bids.filter(route=Pot.TACTICAL).exclude(state=State.DRAFT), [round])
        .annotate(sent_at=Subquery(sent), answered_at=Subquery(answered))
        .select_related("organisation", "award")
        .order_by("-pk")[:MOST]
    )
    return [
        TacticalBid(
            cast("WaitingBid", bid),
            clock(bid.sent_at, _answer(bid.state, bid.answered_at), round.response_days),  # type: ignore[attr-defined]  # annotated above
        )
        for bid in bids
    ]


def _answer(state: str, answered_at: datetime | None) -> datetime | None:
    """When it was answered; a bid that was reopened or reinstated waits again."""
    return None if state in (State.SUBMITTED, State.SIFTED) else answered_at
