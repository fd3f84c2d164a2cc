"""What a round should be after any sequence of verbs, kept by the test in plain numbers.

It is written from the design alone, and says of every move whether it must succeed.
"""

from dataclasses import dataclass, field

from bids.states import Arrow, State
from rounds.models import Pot

ARROWS: dict[Arrow, tuple[set[str], str]] = {
    Arrow.SUBMIT: ({"draft"}, "submitted"),
    Arrow.SEND_BACK: ({"submitted"}, "draft"),
    Arrow.REJECT: ({"submitted"}, "declined"),
    Arrow.SIFT: ({"submitted"}, "sifted"),
    Arrow.REOPEN: ({"sifted"}, "submitted"),
    Arrow.APPROVE: ({"sifted"}, "approved"),
    Arrow.DECLINE: ({"sifted"}, "declined"),
    Arrow.REINSTATE: ({"declined"}, "sifted"),
    Arrow.TURN_DOWN: ({"approved"}, "withdrawn"),
    Arrow.START_MONITORING: ({"approved"}, "monitored"),
    Arrow.CLOSE: ({"monitored"}, "closed"),
    Arrow.WITHDRAW: ({"draft", "submitted", "sifted"}, "withdrawn"),
    Arrow.TERMINATE: ({"approved", "monitored"}, "terminated"),
}


@dataclass
class ModelBid:
    """A bid: its state, the arrows it took, and its money in pence."""

    pot: Pot
    requested: int
    state: str = State.DRAFT.value
    arrows: list[Arrow] = field(default_factory=lambda: [Arrow.START])
    scored: bool = False
    award: int = 0
    committed: int = 0
    paid: int = 0
    spent: int | None = None
    """What its final return says, once it was sent."""

    def may(self, arrow: Arrow) -> bool:
        """Whether the arrow starts where the bid is."""
        return self.state in ARROWS[arrow][0]

    def take(self, arrow: Arrow) -> None:
        self.state = ARROWS[arrow][1]
        self.arrows.append(arrow)


@dataclass
class ModelPot:
    """A pot: what it has, what it was given, and what went back to the funder. Pence."""

    available: int
    allocation: int
    returned: int = 0


@dataclass
class Model:
    """The whole round."""

    pots: dict[Pot, ModelPot]
    over_percent: int = 0
    pay_ahead: bool = False
    cash: int = 0
    received: int = 0
    bids: dict[str, ModelBid] = field(default_factory=dict)

    def bears(self, pot: Pot, amount: int) -> bool:
        """Whether a commitment of the amount fits."""
        held = self.pots[pot]
        return 0 < amount <= held.available + held.allocation * self.over_percent // 100

    def cash_limit(self) -> int:
        """How far cash may go below zero."""
        total = sum(pot.allocation for pot in self.pots.values())
        return total * (100 + self.over_percent) // 100 if self.pay_ahead else 0

    def commit(self, bid: ModelBid, amount: int) -> None:
        self.pots[bid.pot].available -= amount
        bid.committed += amount
        bid.award = amount

    def can_pay(self, bid: ModelBid, amount: int) -> bool:
        affordable = amount <= self.cash + self.cash_limit()
        return bid.state == "monitored" and 0 < amount <= bid.committed and affordable

    def pay(self, bid: ModelBid, amount: int) -> None:
        bid.committed -= amount
        bid.paid += amount
        self.cash -= amount

    def release(self, bid: ModelBid, amount: int) -> None:
        bid.committed -= amount
        self.pots[bid.pot].available += amount

    def recover(self, bid: ModelBid, amount: int) -> None:
        bid.paid -= amount
        self.pots[bid.pot].available += amount
        self.cash += amount

    def bounce(self, bid: ModelBid, amount: int) -> None:
        bid.paid -= amount
        bid.committed += amount
        self.cash += amount

    def can_vary(self, bid: ModelBid, amount: int) -> bool:
        """Whether an award may become another amount: not less than is paid, nor more than the pot bears."""
        if bid.state != "monitored" or amount in (0, bid.award) or amount < bid.paid:
            return False
        more = amount - bid.committed - bid.paid
        return amount < bid.award or self.bears(bid.pot, more)

    def vary(self, bid: ModelBid, amount: int) -> None:
        more = amount - bid.committed - bid.paid
        if more < 0 or amount > bid.award:
            self.pots[bid.pot].available -= more
            bid.committed += more
        bid.award = amount

    def give_back(self, pot: Pot, amount: int) -> None:
        self.pots[pot].available -= amount
        self.pots[pot].returned += amount
        self.cash -= amount

    def squared(self, bid: ModelBid) -> bool:
        """Whether a monitored bid may be closed."""
        if bid.spent is None:
            return False
        return bid.paid == bid.spent <= bid.award and bid.committed == 0
