"""Checks that the ledger is what its movements say."""

from collections.abc import Iterator

from django.db.models import F, Q

from funds.balances import recomputed
from funds.models import OUTSIDE, Account, Kind, Movement
from rounds.models import Round
from ui.money import format_pence

PAIRS = (
    (Movement.Kind.PAY, Kind.COMMITTED, Kind.CASH),
    (Movement.Kind.RECOVER, Kind.PAID, Kind.BANK),
    (Movement.Kind.RETURN, Kind.POT, Kind.CASH),
    (Movement.Kind.BOUNCE, Kind.PAID, Kind.BANK),
    (Movement.Kind.CARRY, Kind.POT, Kind.CASH),
    (Movement.Kind.CARRY, Kind.GRANT, Kind.FUNDER),
)
"""Movements that go along both flows: the accounts that each half comes from."""


def differences(round: Round) -> Iterator[str]:
    """Every way in which a round's books do not hold, in words."""
    again = recomputed(round)
    accounts = list(Account.objects.filter(round=round).order_by("pk"))
    for account in accounts:
        should = again.get(account.pk, 0)
        if account.balance_pence != should:
            yield (
                f"{round.code}: account {account} carries {format_pence(account.balance_pence)}, "
                f"but its movements add up to {format_pence(should)}"
            )
        if account.kind not in OUTSIDE and account.free_pence < 0:
            yield f"{round.code}: account {account} is overspent by {format_pence(-account.free_pence)}"
    if total := sum(account.balance_pence for account in accounts):
        yield f"{round.code}: the accounts add up to {format_pence(total)} instead of nothing"
    yield from _halves(round)
    if strangers := _strangers(round):
        yield f"{round.code}: {strangers} movements go to or from another round's accounts"


def _halves(round: Round) -> Iterator[str]:
    for kind, promise, cash in PAIRS:
        amounts = {
            half: sorted(
                round.movements.filter(kind=kind, source__kind=half).values_list(
                    "amount_pence", "at"
                )
            )
            for half in (promise, cash)
        }
        if amounts[promise] != amounts[cash]:
            yield f"{round.code}: the two halves of the “{kind.label}” movements differ"


def _strangers(round: Round) -> int:
    elsewhere = ~Q(source__round=F("round")) | ~Q(target__round=F("round"))
    return round.movements.filter(elsewhere).count()
