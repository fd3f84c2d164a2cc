"""What a pot pays for under an allotment: pure sums in whole pence.

An allotment says how many pence each undecided bid gets, by reference; a bid that is not in it gets
nothing. Bids stand in rank order. What a decided bid holds stays as it is, whatever is tried.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from scoring.funding_line import FundingLine, draw

Allotment = Mapping[str, int]
PriorityKey = tuple[str, str]
"""The owner and the code of a priority."""


@dataclass(frozen=True)
class Contender:
    """A ranked bid as the sums see it. Pence."""

    reference: str
    requested_pence: int
    least_pence: int | None = None
    """The least that the project could work with; the whole request where the applicant stated none."""
    eligible: bool = True
    """Whether it scored at or over the round's threshold and floors."""
    organisation: str = ""
    area: str = ""
    priorities: frozenset[PriorityKey] = frozenset()
    held_pence: int | None = None
    """What a decided bid holds; nothing at all while it is undecided."""

    @property
    def is_open(self) -> bool:
        """Whether it awaits a decision, so that an allotment may give it money."""
        return self.held_pence is None

    @property
    def needs_pence(self) -> int:
        """The least that it can be given."""
        if self.least_pence is None:
            return self.requested_pence
        return min(self.least_pence, self.requested_pence)

    def takes_pence(self, allotment: Allotment) -> int:
        """What it takes from the pot."""
        held = self.held_pence
        return allotment.get(self.reference, 0) if held is None else held


@dataclass(frozen=True)
class Share:
    """Some bids that take money, and how much together."""

    bids: int = 0
    pence: int = 0

    def plus(self, pence: int) -> "Share":
        """With one bid more."""
        return Share(self.bids + 1, self.pence + pence)


@dataclass(frozen=True)
class Sums:
    """What an allotment comes to. Pence."""

    given_pence: int
    """To bids that are undecided."""
    left_pence: int
    """Of what the pot has available; below zero where more is given than that."""
    line: FundingLine
    by_priority: dict[PriorityKey, Share]
    """Each of the round's. A bid counts in full under every priority that it serves."""
    by_area: dict[str, Share]
    """The most first; the bids that named no area last, under an empty name."""
    by_organisation: dict[str, Share]

    @property
    def over_pence(self) -> int:
        """How much more is given than the pot has."""
        return max(0, -self.left_pence)

    @property
    def unfunded(self) -> list[PriorityKey]:
        """The priorities that no bid serves which takes money."""
        return [key for key, share in self.by_priority.items() if not share.pence]


def work_out(
    bids: Sequence[Contender],
    allotment: Allotment,
    priorities: Iterable[PriorityKey],
    available_pence: int,
) -> Sums:
    """Add an allotment up: what is given and left, the line, and the money by what it goes to."""
    takes = {bid.reference: bid.takes_pence(allotment) for bid in bids}
    funded = [bid for bid in bids if takes[bid.reference]]
    given = sum(takes[bid.reference] for bid in bids if bid.is_open)
    held = sum(bid.held_pence or 0 for bid in bids)
    by_priority = dict.fromkeys(priorities, Share())
    for bid in funded:
        for key in bid.priorities:
            by_priority[key] = by_priority.get(key, Share()).plus(takes[bid.reference])
    return Sums(
        given_pence=given,
        left_pence=available_pence - given,
        line=draw(list(takes.values()), available_pence + held),
        by_priority=by_priority,
        by_area=_grouped(funded, takes, lambda bid: " ".join(bid.area.split())),
        by_organisation=_grouped(funded, takes, lambda bid: bid.organisation),
    )


def _grouped(
    bids: Iterable[Contender], takes: Allotment, name: Callable[[Contender], str]
) -> dict[str, Share]:
    """The money by a name, capitals aside: the most first, and then by name."""
    words: dict[str, str] = {}
    shares: dict[str, Share] = {}
    for bid in bids:
        key = name(bid).casefold()
        words[key] = min(words.get(key, name(bid)), name(bid))
        shares[key] = shares.get(key, Share()).plus(takes[bid.reference])
    order = sorted(shares, key=lambda key: (not key, -shares[key].pence, key))
    return {words[key]: shares[key] for key in order}


class Why(Enum):
    """What can be wrong in an allotment."""

    NO_AMOUNT = "not an amount of whole pence"
    MORE_THAN_REQUESTED = "more than requested"
    LESS_THAN_WORKABLE = "below the least workable amount"
    NOT_OPEN = "decided, withdrawn or not ranked"
    OVER_THE_POT = "more than the pot has"


@dataclass(frozen=True)
class Wrong:
    """One thing wrong in an allotment; of the whole of it where no bid is named."""

    why: Why
    reference: str = ""


def wrongs(bids: Sequence[Contender], allotment: Allotment, available_pence: int) -> list[Wrong]:
    """All that is wrong in an allotment, bid by bid in rank order, and then of the whole of it."""
    known = {bid.reference: bid for bid in bids if bid.is_open}
    order = [*known, *(reference for reference in allotment if reference not in known)]
    found = []
    for reference in order:
        why = why_wrong(known.get(reference), allotment.get(reference, 0))
        if why:
            found.append(Wrong(why, reference))
    whole = [pence for pence in allotment.values() if type(pence) is int]
    if sum(whole) > max(0, available_pence):
        found.append(Wrong(Why.OVER_THE_POT))
    return found


def why_wrong(bid: Contender | None, pence: object) -> Why | None:
    """What is wrong with giving a bid an amount; nothing where it is well."""
    if type(pence) is not int or pence < 0:
        return Why.NO_AMOUNT
    if pence == 0:
        return None
    if bid is None:
        return Why.NOT_OPEN
    if pence > bid.requested_pence:
        return Why.MORE_THAN_REQUESTED
    return Why.LESS_THAN_WORKABLE if pence < bid.needs_pence else None


def in_rank_order(bids: Iterable[Contender], available_pence: int) -> dict[str, int]:
    """The sift's own rule over what the pot has: each eligible bid in full where that fits what is left."""
    given, left = {}, available_pence
    for bid in bids:
        if bid.is_open and bid.eligible and bid.requested_pence <= left:
            given[bid.reference] = bid.requested_pence
            left -= bid.requested_pence
    return given


@dataclass(frozen=True)
class PartFunding:
    """What became of part-funding the next bid. Pence."""

    left_pence: int
    """What was left before it."""
    turn: Contender | None = None
    """The first eligible bid in rank order that gets nothing."""
    pence: int = 0
    """What it gets: what was left, or all that it requested where that is less; 0 where it cannot."""
    next_able: Contender | None = None
    """Where it cannot: the next after it that could be given what is left."""


def part_fund_next(
    bids: Iterable[Contender], allotment: Allotment, available_pence: int
) -> PartFunding:
    """Give what is left to the first eligible bid in rank order that gets nothing, where it can work
    with that. It is never given less than it needs, nor more than it requested.
    """
    left = available_pence - sum(allotment.values())
    waiting = [b for b in bids if b.is_open and b.eligible and not allotment.get(b.reference)]
    if not waiting:
        return PartFunding(left)
    turn, *others = waiting
    if turn.needs_pence <= left:
        return PartFunding(left, turn, min(left, turn.requested_pence))
    able = next((bid for bid in others if bid.needs_pence <= left), None)
    return PartFunding(left, turn, next_able=able)
