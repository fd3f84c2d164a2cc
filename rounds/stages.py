"""Where a round is in its year, as somebody who wants to bid sees it."""

from datetime import datetime, timedelta
from enum import Enum

from rounds.models import Round
from ui.dates import financial_year_end, midnight


class Stage(Enum):
    """Whether bids may be sent."""

    SOON = "soon"
    OPEN = "open"
    IN_YEAR = "in year"
    """The main route is closed; tactical bids may be sent until the year ends."""
    CLOSED = "closed"


def tactical_ends(round: Round) -> datetime:
    """The first moment at which tactical bids are too late: midnight after 31 March."""
    return midnight(financial_year_end(round.financial_year) + timedelta(days=1))


def stage(round: Round, now: datetime) -> Stage:
    """Where the round is at a moment."""
    if now < round.opens:
        return Stage.SOON
    if now < round.closes:
        return Stage.OPEN
    return Stage.IN_YEAR if now < tactical_ends(round) else Stage.CLOSED
