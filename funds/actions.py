"""Every way that money moves. Each is one transaction: lock, re-read, check, write.

Amounts are pence above zero. Each verb raises ``Refused`` with a sentence for the person where an
account cannot bear it; the database refuses it too (``funds_account_never_overspent``).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext

from base.errors import NotAllowed, Refused
from base.verbs import verb
from funds.models import Account, Kind, Movement
from funds.moving import account, locked, move
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from ui.money import format_pence

__all__ = [
    "account",
    "allocations",
    "bounce",
    "carry_forward",
    "commit",
    "may_delegate",
    "open_books",
    "pay",
    "receive",
    "recover",
    "refuse_to_carry",
    "release",
    "return_to_funder",
    "set_overdrafts",
    "virement",
]


@verb
def open_books(
    *, round: Round, pots: Mapping[Pot, int], by: User, at: datetime | None = None
) -> list[Movement]:
    """Make a round's accounts and allocate its pots; a round whose books are open keeps its pots.

    ``pots`` gives each pot's allocation in pence. Run again it brings the overdrafts up to the round's
    settings, and raises ``Refused`` where the pots differ: those change only by virement.
    """
    require(by, Permission.OPEN_ROUND, round.partnership)
    for kind in (Kind.GRANT, Kind.FUNDER, Kind.BANK, Kind.CASH):
        Account.objects.get_or_create(round=round, kind=kind)
    for pot in Pot:
        for kind in (Kind.POT, Kind.RETURNED):
            Account.objects.get_or_create(round=round, kind=kind, pot=pot)
    allocated = allocations(round)
    if allocated and allocated != {pot: pence for pot, pence in pots.items() if pence}:
        raise Refused(
            gettext("The pots of an open round change only by virement, not by its file.")
        )
    moved = (
        [] if allocated else [_allocate(round, pot, pots[pot], by, at) for pot in pots if pots[pot]]
    )
    set_overdrafts(round=round)
    return moved


def _allocate(round: Round, pot: Pot, amount_pence: int, by: User, at: datetime | None) -> Movement:
    legs = [(account(round, Kind.GRANT), account(round, Kind.POT, pot))]
    return move(Movement.Kind.ALLOCATE, legs, amount_pence, by=by, at=at)


def allocations(round: Round) -> dict[Pot, int]:
    """What was allocated to each pot when the round opened, in pence, before any virement."""
    rows = Movement.objects.filter(round=round, kind=Movement.Kind.ALLOCATE)
    totals = rows.values_list("target__pot").annotate(total=Sum("amount_pence")).order_by()
    return {Pot(pot): total for pot, total in totals}


@verb
def set_overdrafts(*, round: Round) -> None:
    """Let pots and cash go as far below zero as the round's settings say, and no further."""
    accounts = locked(_limited(round))
    allocated = {pot: _allocation(round, pot) for pot in Pot}
    cash = account(round, Kind.CASH)
    for held in accounts.values():
        if held.pk == cash.pk:
            most = sum(allocated.values()) * (100 + round.over_allocation_percent) // 100
            overdraft = most if round.pay_ahead else 0
        else:
            overdraft = allocated[Pot(held.pot)] * round.over_allocation_percent // 100
        if held.balance_pence < -overdraft:
            raise Refused(
                gettext(
                    "The %(held)s account is already %(balance)s below zero: its limit cannot be lowered "
                    "past that."
                )
                % {"held": held, "balance": format_pence(-held.balance_pence)}
            )
        Account.objects.filter(pk=held.pk).update(overdraft_pence=overdraft)


def _limited(round: Round) -> list[Account]:
    """The accounts whose limit the round sets: its pots and its cash."""
    return [account(round, Kind.CASH), *(account(round, Kind.POT, pot) for pot in Pot)]


def _allocation(round: Round, pot: Pot) -> int:
    """A pot's allocation after virements, in pence."""
    held = account(round, Kind.POT, pot)
    kinds = (Movement.Kind.ALLOCATE, Movement.Kind.VIREMENT, Movement.Kind.CARRY)
    rows = Movement.objects.filter(kind__in=kinds)
    into = rows.filter(target=held).aggregate(total=Sum("amount_pence"))["total"] or 0
    out = rows.filter(source=held).aggregate(total=Sum("amount_pence"))["total"] or 0
    return into - out


@verb
def receive(
    *, round: Round, amount_pence: int, reference: str, by: User, at: datetime | None = None
) -> Movement:
    """Record an instalment of the grant that the funder has paid. A reference is used once."""
    require(by, Permission.RECORD_INCOME, round.partnership)
    legs = [(account(round, Kind.FUNDER), account(round, Kind.CASH))]
    locked(leg for pair in legs for leg in pair)
    reference = reference.strip()
    if not reference:
        raise Refused(gettext("Give the reference of the payment received."))
    earlier = round.movements.filter(kind=Movement.Kind.RECEIVE, note__text=reference).first()
    if earlier:
        raise Refused(
            gettext(
                "%(amount)s was already recorded with the reference %(reference)s. Give each receipt a "
                "reference of its own."
            )
            % {"amount": format_pence(earlier.amount_pence), "reference": reference}
        )
    return move(Movement.Kind.RECEIVE, legs, amount_pence, by=by, at=at, text=reference)


@verb
def virement(
    *,
    round: Round,
    source: Pot,
    target: Pot,
    amount_pence: int,
    by: User,
    second: User,
    reason: str,
    at: datetime | None = None,
) -> Movement:
    """Move money between pots: asked by one person and agreed by another, each able to."""
    for person in (by, second):
        require(person, Permission.AGREE_VIREMENT, round.partnership)
    if by == second:
        raise NotAllowed(gettext("Somebody else must agree to money moving between pots."))
    if not reason.strip():
        raise Refused(gettext("Give the reason why the money moves between pots."))
    if source == target:
        raise Refused(gettext("Choose two different pots."))
    locked(_limited(round))
    legs = [(account(round, Kind.POT, source), account(round, Kind.POT, target))]
    moved = move(
        Movement.Kind.VIREMENT, legs, amount_pence, by=by, second=second, at=at, text=reason
    )
    set_overdrafts(round=round)
    return moved


@verb
def commit(
    *,
    round: Round,
    pot: Pot,
    key: str,
    amount_pence: int,
    by: User,
    at: datetime | None = None,
    delegated: bool = False,
) -> Movement:
    """Promise an amount of a pot to an award, whose accounts are made where they are missing.

    ``delegated`` is the decision of the officer whom the round names, from the tactical pot and up to the
    limit that was delegated; otherwise only a decision maker commits.
    """
    if not (delegated and may_delegate(round, pot, amount_pence, by)):
        require(by, Permission.DECIDE, round.partnership)
    for kind in (Kind.COMMITTED, Kind.PAID):
        Account.objects.get_or_create(round=round, kind=kind, pot=pot, key=key)
    legs = [(account(round, Kind.POT, pot), account(round, Kind.COMMITTED, pot, key))]
    return move(Movement.Kind.COMMIT, legs, amount_pence, by=by, at=at, overdraft=True)


def may_delegate(round: Round, pot: Pot, amount_pence: int, by: User) -> bool:
    """Whether somebody decides this amount under the round's delegation."""
    named = by.is_active and round.delegate_id == by.pk
    return named and pot == Pot.TACTICAL and 0 < amount_pence <= round.delegated_limit_pence


@verb
def pay(
    *,
    round: Round,
    pot: Pot,
    key: str,
    amount_pence: int,
    by: User,
    at: datetime | None = None,
    reference: str = "",
) -> Movement:
    """Pay what was committed out of the cash that came: both flows in one transaction."""
    require(by, Permission.PAY, round.partnership)
    legs = [
        (account(round, Kind.COMMITTED, pot, key), account(round, Kind.PAID, pot, key)),
        (account(round, Kind.CASH), account(round, Kind.BANK)),
    ]
    return move(Movement.Kind.PAY, legs, amount_pence, by=by, at=at, text=reference, overdraft=True)


@verb
def release(
    *,
    round: Round,
    pot: Pot,
    key: str,
    amount_pence: int,
    by: User,
    at: datetime | None = None,
    reason: str = "",
) -> Movement:
    """Give back to its pot what was committed and will not be paid. Who may is the caller's rule."""
    legs = [(account(round, Kind.COMMITTED, pot, key), account(round, Kind.POT, pot))]
    return move(Movement.Kind.RELEASE, legs, amount_pence, by=by, at=at, text=reason)


@verb
def recover(
    *,
    round: Round,
    pot: Pot,
    key: str,
    amount_pence: int,
    by: User,
    at: datetime | None = None,
    reason: str = "",
) -> Movement:
    """Take back what was paid: it is in its pot and in the cash again."""
    require(by, Permission.PAY, round.partnership)
    legs = [
        (account(round, Kind.PAID, pot, key), account(round, Kind.POT, pot)),
        (account(round, Kind.BANK), account(round, Kind.CASH)),
    ]
    return move(Movement.Kind.RECOVER, legs, amount_pence, by=by, at=at, text=reason)


@verb
def bounce(
    *,
    round: Round,
    pot: Pot,
    key: str,
    amount_pence: int,
    by: User,
    at: datetime | None = None,
    reason: str = "",
) -> Movement:
    """A payment came back from the payee's bank: it is committed and unpaid again, the cash is here."""
    require(by, Permission.PAY, round.partnership)
    legs = [
        (account(round, Kind.PAID, pot, key), account(round, Kind.COMMITTED, pot, key)),
        (account(round, Kind.BANK), account(round, Kind.CASH)),
    ]
    return move(Movement.Kind.BOUNCE, legs, amount_pence, by=by, at=at, text=reason)


@verb
def return_to_funder(
    *,
    round: Round,
    pot: Pot,
    amount_pence: int,
    by: User,
    at: datetime | None = None,
    reason: str = "",
) -> Movement:
    """Send unspent grant back to the funder, from a pot and from the cash."""
    require(by, Permission.PAY, round.partnership)
    legs = [
        (account(round, Kind.POT, pot), account(round, Kind.RETURNED, pot)),
        (account(round, Kind.CASH), account(round, Kind.FUNDER)),
    ]
    return move(Movement.Kind.RETURN, legs, amount_pence, by=by, at=at, text=reason)


@verb
def carry_forward(
    *,
    round: Round,
    into: Round,
    pot: Pot,
    amount_pence: int,
    by: User,
    second: User,
    reason: str,
    at: datetime | None = None,
) -> Movement:
    """Carry unspent grant of a pot, and its cash, into the same pot of the next round.

    Finance asks and another person agrees, as between pots: the money leaves its year. Raises
    ``Refused`` where the funder does not let the round carry forward, where the next round is of another
    partnership or funder, is not later, or has no open books.
    """
    require(by, Permission.PAY, round.partnership)
    require(second, Permission.AGREE_VIREMENT, round.partnership)
    if by == second:
        raise NotAllowed(gettext("Somebody else must agree to grant being carried forward."))
    refuse_to_carry(round, into)
    out = [
        (account(round, Kind.POT, pot), account(round, Kind.GRANT)),
        (account(round, Kind.CASH), account(round, Kind.FUNDER)),
    ]
    said: dict[str, Any] = {"by": by, "second": second, "at": at, "text": reason}
    moved = move(Movement.Kind.CARRY, out, amount_pence, **said)
    in_again = [
        (account(into, Kind.GRANT), account(into, Kind.POT, pot)),
        (account(into, Kind.FUNDER), account(into, Kind.CASH)),
    ]
    move(Movement.Kind.CARRY, in_again, amount_pence, **said)
    for each in (round, into):
        set_overdrafts(round=each)
    return moved


def refuse_to_carry(round: Round, into: Round) -> None:
    """Raise ``Refused`` where grant may not be carried from a round into another."""
    short_name = round.funder.short_name
    if not round.carry_forward:
        words = gettext("The %(short_name)s does not let %(round)s carry grant forward.")
        raise Refused(words % {"short_name": short_name, "round": round.code})
    same = (into.partnership_id, into.funder_id) == (round.partnership_id, round.funder_id)
    if not same or into.financial_year <= round.financial_year:
        raise Refused(
            gettext(
                "Grant is carried into a later round of the same partnership and %(short_name)s."
            )
            % {"short_name": short_name}
        )
    if not allocations(into):
        words = gettext("Publish %(round)s first: it has no books yet.")
        raise Refused(words % {"round": into.code})
