"""What approving would do to a pot: sums in pence, shown before anybody presses the button."""

from collections.abc import Iterable
from dataclasses import dataclass

from funds.models import Account, Kind
from rounds.models import Pot, Round


@dataclass(frozen=True)
class PotState:
    """What a pot has committed and left. Pence; ``overdraft`` is how far it may be over-committed."""

    committed_pence: int
    left_pence: int
    overdraft_pence: int = 0

    def after(self, amount_pence: int) -> "PotState":
        """The pot once an amount more is committed."""
        return PotState(
            self.committed_pence + amount_pence,
            self.left_pence - amount_pence,
            self.overdraft_pence,
        )

    @property
    def over_pence(self) -> int:
        """By how much it is more than the pot can bear; 0 where it can."""
        return max(0, -self.left_pence - self.overdraft_pence)


def run(pot: PotState, amounts: Iterable[int]) -> list[PotState]:
    """The pot after each of the amounts, one after the other."""
    states = []
    for amount in amounts:
        pot = pot.after(amount)
        states.append(pot)
    return states


def pots(round: Round) -> dict[Pot, PotState]:
    """The pots of a round as they stand now (one query)."""
    held = {pot: PotState(0, 0) for pot in Pot}
    kinds = (Kind.POT, Kind.COMMITTED, Kind.PAID)
    for account in Account.objects.filter(round=round, kind__in=kinds):
        pot, pence = Pot(account.pot), account.balance_pence
        now = held[pot]
        if account.kind == Kind.POT:
            held[pot] = PotState(now.committed_pence, pence, account.overdraft_pence)
        else:
            committed = now.committed_pence + pence
            held[pot] = PotState(committed, now.left_pence, now.overdraft_pence)
    return held
