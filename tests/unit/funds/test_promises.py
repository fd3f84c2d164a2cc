"""What the database itself refuses of the ledger, whoever writes and however."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from funds.books import differences
from funds.models import Account, Kind, Movement
from rounds.models import Pot
from tests.cast import Cast
from tests.dump import dump


def execute(sql: str, *values: str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def pot(cast: Cast) -> Account:
    return Account.objects.get(round=cast.round, kind=Kind.POT, pot=Pot.MAIN)


def cash(cast: Cast) -> Account:
    return Account.objects.get(round=cast.round, kind=Kind.CASH)


def movement(cast: Cast, **changes: Any) -> Movement:
    """A movement that no verb has written."""
    values: dict[str, Any] = {
        "round": cast.round,
        "kind": Movement.Kind.COMMIT,
        "source": pot(cast),
        "target": cash(cast),
        "amount_pence": 1,
        "at": timezone.now(),
        "by": cast.finance,
    }
    return Movement(**(values | changes))


def set_balance(account: Account, pence: int, overdraft: int = 0) -> None:
    Account.objects.filter(pk=account.pk).update(balance_pence=pence, overdraft_pence=overdraft)


# Each check, with a write that would break it and names it

BROKEN: dict[str, Callable[[Cast], object]] = {
    "funds_account_never_overspent (a pot)": lambda cast: set_balance(pot(cast), -1),
    "funds_account_never_overspent (a pot over its limit)": lambda cast: set_balance(
        pot(cast), -101, overdraft=100
    ),
    "funds_account_never_overspent (cash)": lambda cast: set_balance(cash(cast), -1),
    "funds_account_never_overspent (a new one)": lambda cast: Account.objects.create(
        round=cast.round, kind=Kind.PAID, pot=Pot.MAIN, key="X", balance_pence=-1
    ),
    "funds_account_never_overspent (committed)": lambda cast: Account.objects.create(
        round=cast.round, kind=Kind.COMMITTED, pot=Pot.MAIN, key="X", balance_pence=-1
    ),
    "funds_account_never_overspent (returned)": lambda cast: Account.objects.filter(
        round=cast.round, kind=Kind.RETURNED
    ).update(balance_pence=-1),
    "funds_account_overdraft_of_pot_or_cash (paid)": lambda cast: Account.objects.create(
        round=cast.round, kind=Kind.PAID, pot=Pot.MAIN, key="X", overdraft_pence=1
    ),
    "funds_account_overdraft_of_pot_or_cash (below zero)": lambda cast: set_balance(
        pot(cast), 5, overdraft=-1
    ),
    "funds_account_once": lambda cast: Account.objects.create(
        round=cast.round, kind=Kind.POT, pot=Pot.MAIN
    ),
    "funds_movement_above_zero (nothing)": lambda cast: movement(cast, amount_pence=0).save(),
    "funds_movement_above_zero (less)": lambda cast: movement(cast, amount_pence=-5).save(),
    "funds_movement_between_two_accounts": lambda cast: movement(cast, target=pot(cast)).save(),
}
COLUMNS_OF = {"funds_account_once": "funds_account.key"}
"""SQLite names the columns of a unique constraint, and not the constraint."""


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_its_checks_forbid(cast: Cast, name: str) -> None:
    before = dump()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name](cast)
    constraint = name.partition(" ")[0]
    said = str(refusal.value)
    assert constraint in said or COLUMNS_OF.get(constraint, constraint) in said
    assert dump() == before


def test_the_accounts_outside_go_below_zero(cast: Cast) -> None:
    for kind in (Kind.GRANT, Kind.FUNDER, Kind.BANK):
        Account.objects.filter(round=cast.round, kind=kind).update(balance_pence=-(10**12))


def test_a_limit_bears_exactly_its_amount(cast: Cast) -> None:
    set_balance(pot(cast), -100, overdraft=100)


def test_an_account_of_a_movement_is_kept(cast: Cast) -> None:
    before = dump()
    with pytest.raises(IntegrityError), transaction.atomic():
        execute("DELETE FROM funds_account WHERE kind = 'pot' AND pot = 'main'")
        connection.check_constraints()
    assert dump() == before


# A movement stays as it was written


def update(cast: Cast) -> None:
    Movement.objects.update(amount_pence=1)


def save_again(cast: Cast) -> None:
    row = Movement.objects.earliest("pk")
    row.amount_pence = 1
    row.save()


def bulk_update(cast: Cast) -> None:
    row = Movement.objects.earliest("pk")
    row.at = timezone.now()
    Movement.objects.bulk_update([row], ["at"])


def delete(cast: Cast) -> None:
    Movement.objects.all().delete()


def delete_one(cast: Cast) -> None:
    Movement.objects.latest("pk").delete()


def update_raw(cast: Cast) -> None:
    execute("UPDATE funds_movement SET note_id = NULL, at = at")


def delete_raw(cast: Cast) -> None:
    execute("DELETE FROM funds_movement")


def upsert(cast: Cast) -> None:
    execute(
        "INSERT INTO funds_movement SELECT * FROM funds_movement WHERE 1 = 1 "
        "ON CONFLICT (id) DO UPDATE SET amount_pence = 1"
    )


def upsert_by_the_orm(cast: Cast) -> None:
    row = Movement.objects.earliest("pk")
    row.amount_pence = 1
    Movement.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["amount_pence"], unique_fields=["id"]
    )


def replace_or_truncate(cast: Cast) -> None:
    """What each database has beside update and delete."""
    execute(
        {
            "sqlite": "INSERT OR REPLACE INTO funds_movement SELECT * FROM funds_movement",
            "postgresql": "TRUNCATE funds_movement CASCADE",
        }[connection.vendor]
    )


def update_or_replace(cast: Cast) -> None:
    execute(
        {
            "sqlite": "UPDATE OR REPLACE funds_movement SET id = (SELECT max(id) FROM funds_movement)",
            "postgresql": "TRUNCATE funds_account CASCADE",
        }[connection.vendor]
    )


@pytest.mark.parametrize(
    "path",
    [
        update,
        save_again,
        bulk_update,
        delete,
        delete_one,
        update_raw,
        delete_raw,
        upsert,
        upsert_by_the_orm,
        replace_or_truncate,
        update_or_replace,
    ],
)
def test_a_movement_is_neither_changed_nor_deleted(
    cast: Cast, path: Callable[[Cast], None]
) -> None:
    before = dump()
    connection.check_constraints()  # PostgreSQL truncates nothing while a check is still to come
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        path(cast)
    assert dump() == before


def test_a_movement_that_is_there_is_written_again_by_nobody(cast: Cast) -> None:
    row = Movement.objects.earliest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        movement(cast, pk=row.pk).save(force_insert=True)


# What the books say of a ledger that somebody reached past the verbs


def test_a_balance_that_its_movements_do_not_bear_out_is_named(cast: Cast) -> None:
    set_balance(pot(cast), 1_999_999)
    said = list(differences(cast.round))
    assert said == [
        "grant-2019-20: account pot:main carries £19,999.99, "
        "but its movements add up to £20,000.00",
        "grant-2019-20: the accounts add up to -£0.01 instead of nothing",
    ]


def test_a_movement_without_its_balances_is_named(cast: Cast) -> None:
    movement(cast, kind=Movement.Kind.RECEIVE).save()
    assert "account pot:main carries £20,000.00" in "\n".join(differences(cast.round))


def test_half_a_payment_is_named(cast: Cast) -> None:
    movement(cast, kind=Movement.Kind.PAY, source=cash(cast), target=pot(cast)).save()
    assert "the two halves of the “Paid” movements differ" in "\n".join(differences(cast.round))
