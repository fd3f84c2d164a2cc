"""What stands in a round's accounts now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Sum

from funds.models import Account, Kind, Movement
from funds.statement import statement
from rounds.models import Pot, Round


class PotBalance(TypedDict):
    """One pot, in pence: ``allocation = committed + available + returned``."""

    allocation_pence: int
    committed_pence: int
    paid_pence: int
    available_pence: int
    returned_pence: int


@dataclass(frozen=True)
class Balances:
    """A round's pots and its cash, in pence."""

    pots: dict[Pot, PotBalance]
    cash_pence: int


def pot_balance(*, available: int, committed: int, paid: int, returned: int) -> PotBalance:
    """Put a pot together from its accounts: what is committed counts what is paid too."""
    return PotBalance(
        allocation_pence=available + committed + paid + returned,
        committed_pence=committed + paid,
        paid_pence=paid,
        available_pence=available,
        returned_pence=returned,
    )


def balances(round: Round) -> Balances:
    """The balances of a round as its accounts carry them (one query)."""
    rows = Account.objects.filter(round=round).values_list("kind", "pot")
    held = {
        (kind, pot): total
        for kind, pot, total in rows.annotate(total=Sum("balance_pence")).order_by()
    }
    pots = {
        pot: pot_balance(
            available=held.get((Kind.POT, pot), 0),
            committed=held.get((Kind.COMMITTED, pot), 0),
            paid=held.get((Kind.PAID, pot), 0),
            returned=held.get((Kind.RETURNED, pot), 0),
        )
        for pot in Pot
    }
    return Balances(pots=pots, cash_pence=held.get((Kind.CASH, ""), 0))


def free_now(rounds: Iterable[Round]) -> dict[int, dict[str, int]]:
    """What each pot of several rounds has available, and their cash (under ""), in pence (one query)."""
    kinds = (Kind.POT, Kind.CASH)
    rows = Account.objects.filter(round__in=list(rounds), kind__in=kinds)
    found: dict[int, dict[str, int]] = {}
    for round, pot, pence in rows.values_list("round", "pot", "balance_pence"):
        found.setdefault(round, {})[pot] = pence
    return found


def balances_as_at(round: Round, as_at: date | None) -> Balances:
    """The balances as they stood at the end of a day in London; now, where there is none (one query)."""
    if as_at is None:
        return balances(round)
    then = statement(round, as_at)
    pots = {
        pot: pot_balance(
            available=line.available,
            committed=line.committed - line.paid,
            paid=line.paid,
            returned=line.returned,
        )
        for pot, line in then.pots.items()
    }
    return Balances(pots=pots, cash_pence=then.cash)


def available_pence(round: Round, pot: Pot) -> int:
    """What a pot has left, over-allocation left out."""
    return Account.objects.get(round=round, kind=Kind.POT, pot=pot).balance_pence


def received_pence(round: Round) -> int:
    """All the cash that has come from the funder."""
    rows = round.movements.filter(kind=Movement.Kind.RECEIVE)
    return rows.aggregate(total=Sum("amount_pence"))["total"] or 0


def recomputed(round: Round) -> dict[int, int]:
    """Every account's balance worked out again from the movements alone, by the account's id."""
    totals: dict[int, int] = {}
    for side, sign in (("target", 1), ("source", -1)):
        rows = Movement.objects.filter(round=round).values_list(side)
        for account, total in rows.annotate(total=Sum("amount_pence")).order_by():
            totals[account] = totals.get(account, 0) + sign * total
    return totals
