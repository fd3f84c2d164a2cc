"""How an amount moves: the accounts held, what refuses it, both ends written together.

The verbs of ``funds.actions`` stand on it, and nothing else calls ``move``.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, Sum
from django.utils.translation import gettext

from base.errors import Refused
from base.models import note
from base.verbs import happened
from funds.models import Account, Kind, Movement
from people.models import User
from rounds.models import Pot, Round
from rounds.models import locked as hold
from ui.dates import in_london, midnight
from ui.money import format_pence

Leg = tuple[Account, Account]
"""From one account to another."""


def account(round: Round, kind: Kind, pot: Pot | str = "", key: str = "") -> Account:
    """One account of a round. Raises ``Refused`` where it was never opened."""
    try:
        return Account.objects.get(round=round, kind=kind, pot=pot, key=key)
    except Account.DoesNotExist:
        raise Refused(
            gettext("Nothing was ever committed to %(key)s in %(round)s.")
            % {"key": key or pot or kind, "round": round.code}
        ) from None


def locked(accounts: Iterable[Account]) -> dict[int, Account]:
    """The accounts as they stand now, held until the transaction ends. Always in one order."""
    keys = {held.pk for held in accounts}
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {held.pk: held for held in rows}


def move(
    kind: Movement.Kind,
    legs: list[Leg],
    amount_pence: int,
    *,
    by: User,
    at: datetime | None,
    second: User | None = None,
    text: str = "",
    overdraft: bool = False,
) -> Movement:
    """Move an amount along each leg. Only what sets ``overdraft`` may take an account below zero."""
    if amount_pence <= 0:
        raise Refused(gettext("The amount must be more than zero."))
    _refuse_where_closed(legs[0][0].round, kind)
    now = locked(held for leg in legs for held in leg)
    for source, _ in legs:
        _refuse_unless_it_bears(now[source.pk], amount_pence, overdraft)
    words, moment = note(text), happened(at)
    if at and kind in NOT_BEFORE:
        _refuse_before_it_was_there([source for source, _ in legs], amount_pence, moment)
    movements = []
    for source, target in legs:
        Account.objects.filter(pk=source.pk).update(balance_pence=F("balance_pence") - amount_pence)
        Account.objects.filter(pk=target.pk).update(balance_pence=F("balance_pence") + amount_pence)
        movements.append(
            Movement.objects.create(
                round=source.round,
                kind=kind,
                source=source,
                target=target,
                amount_pence=amount_pence,
                at=moment,
                by=by,
                seconded_by=second,
                note=words,
            )
        )
    return movements[0]


AFTER_CLOSING = (Movement.Kind.RECOVER, Movement.Kind.RETURN)
"""How money still moves once the year is closed."""


def _refuse_where_closed(round: Round, kind: Movement.Kind) -> None:
    """Hold the round until the transaction ends, so that it is not closed meanwhile."""
    round = hold(round)
    if round.closed_at and kind not in AFTER_CLOSING:
        raise Refused(
            gettext(
                "%(round)s is closed: money only comes back, or goes back to the %(short_name)s."
            )
            % {"round": round.code, "short_name": round.funder.short_name}
        )


NOT_BEFORE = (Movement.Kind.RELEASE, Movement.Kind.RECOVER)
"""What is not dated before its award had the money: what happened under one award is in order."""


def _refuse_before_it_was_there(
    sources: Iterable[Account], amount_pence: int, moment: datetime
) -> None:
    """Raise ``Refused``, saying what there was. A date without a time counts to the end of its day."""
    day = in_london(moment).date()
    whole_day = moment == midnight(day)
    upto = Q(at__lt=midnight(day + timedelta(days=1))) if whole_day else Q(at__lte=moment)
    for source in sources:
        rows = Movement.objects.filter(upto)
        into = rows.filter(target=source).aggregate(total=Sum("amount_pence"))["total"] or 0
        out = rows.filter(source=source).aggregate(total=Sum("amount_pence"))["total"] or 0
        if source.kind in _SHORT and amount_pence > into - out:
            raise Refused(
                gettext("%(amount)s is too much for that time: then, %(short)s.")
                % {
                    "amount": format_pence(amount_pence),
                    "short": _short(source, max(into - out, 0)),
                }
            )


_SHORT = {
    Kind.POT: "the {pot} pot has {free} left",
    Kind.CASH: "only {free} of the grant has been received and not yet paid out",
    Kind.COMMITTED: "only {free} is committed to {key} and not yet paid",
    Kind.PAID: "only {free} was paid to {key}",
}


def _refuse_unless_it_bears(held: Account, amount_pence: int, overdraft: bool) -> None:
    free = held.free_pence if overdraft else held.balance_pence
    if held.kind in _SHORT and amount_pence > free:
        raise Refused(
            gettext("%(amount)s is too much: %(short)s.")
            % {"amount": format_pence(amount_pence), "short": _short(held, free)}
        )


def _short(held: Account, pence: int) -> str:
    """What an account has, in words."""
    words = _SHORT[Kind(held.kind)]
    return words.format(pot=held.pot, key=held.key, free=format_pence(pence))
