"""Spreads bids over panel members, as evenly as their interests allow. Sums only, no database.

Bids are given out one by one, each to those who have least; then, while somebody has two more than
somebody else whom a chain of bids joins to them, the chain moves each of its bids one person on. When
no such chain is left, no other way to give them out is more even (an optimal semi-matching).
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Bid = int
Member = int


@dataclass
class _Spread:
    able: Mapping[Bid, Collection[Member]]
    kept: Mapping[Bid, Collection[Member]]
    members: Sequence[Member]
    given: dict[Bid, set[Member]] = field(default_factory=dict)
    loads: dict[Member, int] = field(default_factory=dict)

    def give(self, bid: Bid, member: Member) -> None:
        self.given[bid].add(member)
        self.loads[member] += 1

    def move(self, bid: Bid, giver: Member, taker: Member) -> None:
        self.given[bid].remove(giver)
        self.loads[giver] -= 1
        self.give(bid, taker)

    def fill(self, bid: Bid, each: int) -> None:
        """Give a bid to those who have least until it has as many as it is to have."""
        free = [member for member in self.members if member in self.able[bid]]
        while len(self.given[bid]) < each:
            rest = [member for member in free if member not in self.given[bid]]
            if not rest:
                return
            self.give(bid, min(rest, key=lambda member: self.loads[member]))

    def chain(self, start: Member) -> list[tuple[Bid, Member, Member]]:
        """Moves that take a bid off somebody and end with somebody who has two fewer; or none."""
        came: dict[Member, tuple[Bid, Member]] = {}
        waiting, seen = deque([start]), {start}
        while waiting:
            giver = waiting.popleft()
            for bid, takers in self._movable(giver):
                for taker in takers:
                    if taker in seen:
                        continue
                    seen.add(taker)
                    came[taker] = (bid, giver)
                    if self.loads[taker] <= self.loads[start] - 2:
                        return _back(came, taker)
                    waiting.append(taker)
        return []

    def _movable(self, giver: Member) -> list[tuple[Bid, list[Member]]]:
        """The bids that may be taken off somebody, each with those who may take it."""
        return [
            (bid, [m for m in self.members if m in self.able[bid] and m not in holders])
            for bid, holders in self.given.items()
            if giver in holders and giver not in self.kept.get(bid, ())
        ]


def spread(
    able: Mapping[Bid, Collection[Member]],
    *,
    members: Sequence[Member],
    each: int,
    kept: Mapping[Bid, Collection[Member]],
) -> dict[Bid, frozenset[Member]]:
    """Who scores which bid: ``each`` members for a bid, or as many as are able to.

    ``able`` are the members without an interest, by bid; ``kept`` those who have it already and keep
    it. The same question has the same answer, in the order of bids and members as given.
    """
    found = _Spread(able, kept, members, loads=dict.fromkeys(members, 0))
    for bid in able:
        found.given[bid] = set()
        for member in members:
            if member in kept.get(bid, ()):
                found.give(bid, member)
    for bid in able:
        found.fill(bid, each)
    while moves := _next_moves(found):
        for bid, giver, taker in moves:
            found.move(bid, giver, taker)
    return {bid: frozenset(holders) for bid, holders in found.given.items()}


def _next_moves(found: _Spread) -> list[tuple[Bid, Member, Member]]:
    for member in sorted(found.members, key=lambda one: -found.loads[one]):
        if moves := found.chain(member):
            return moves
    return []


def _back(
    came: Mapping[Member, tuple[Bid, Member]], end: Member
) -> list[tuple[Bid, Member, Member]]:
    """The chain that led to somebody, its last move first."""
    moves, taker = [], end
    while taker in came:
        bid, giver = came[taker]
        moves.append((bid, giver, taker))
        taker = giver
    return moves
