"""Who sat on a round's panel, what each declared and scored, and whether every bid has its quorum."""

from collections.abc import Mapping
from dataclasses import dataclass

from bids.models import Bid
from bids.querysets import LONG_TEXTS
from bids.states import State
from people.models import User
from rounds.models import Round
from scoring.interest_register import Register, read_register
from scoring.panel import read_panel
from scoring.standings import Points, points_of


@dataclass(frozen=True)
class Seat:
    """A member of the panel."""

    user: User
    route: str
    """Whose bids they score; both routes' where it is empty."""
    to_score: int
    sent: int
    interests: int
    """Organisations in which they declared an interest that stands."""
    waiting: int
    """Organisations on which they have still to declare."""


@dataclass(frozen=True)
class Judged:
    """A bid and the scores that count of it: those of members without an interest."""

    reference: str
    organisation: str
    route: str
    counted: int
    """The fewest scores that any criterion has."""
    quorum: int

    @property
    def is_quorate(self) -> bool:
        """Whether it has as many as the round asks for."""
        return self.counted >= self.quorum


@dataclass(frozen=True)
class PanelRegister:
    """A round's panel, as a register."""

    seats: list[Seat]
    bids: list[Judged]
    interests: Register

    @property
    def lacking(self) -> list[Judged]:
        """The bids that lack scores."""
        return [one for one in self.bids if not one.is_quorate]


def panel_register(round: Round) -> PanelRegister:
    """Read the register (a fixed number of queries). A bid that failed a gate is scored by nobody."""
    bids = list(
        round.bids.exclude(state__in=(State.DRAFT, State.WITHDRAWN))
        .exclude(gate_checks__passed=False)
        .select_related("organisation")
        .defer("summary", *LONG_TEXTS)
        .order_by("reference")
    )
    panel, interests, points = read_panel(round), read_register(round), points_of(bids)
    codes = list(round.criteria.values_list("code", flat=True))
    seats = []
    for person in panel.people:
        expected = [bid for bid in bids if person.user in panel.expected(bid)]
        standing = [
            line
            for (_organisation, member), line in interests.stands.items()
            if member == person.user_id and line.row.has_interest
        ]
        seats.append(
            Seat(
                user=person.user,
                route=person.route,
                to_score=len(expected),
                sent=sum(panel.has_sent(bid, person.user) for bid in expected),
                interests=len(standing),
                waiting=len(interests.waiting[person.user_id]),
            )
        )
    return PanelRegister(
        seats, [_judged(round, bid, codes, points[bid.pk]) for bid in bids], interests
    )


def _judged(round: Round, bid: Bid, codes: list[str], given: Mapping[str, Points]) -> Judged:
    return Judged(
        reference=bid.reference,
        organisation=bid.organisation.name,
        route=bid.route,
        counted=min((given[code].count if code in given else 0 for code in codes), default=0),
        quorum=round.quorum_of(bid.route),
    )
