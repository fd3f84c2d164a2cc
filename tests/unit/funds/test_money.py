"""Every way that money moves: what each verb does, who may, and what it refuses."""

from collections.abc import Callable

import pytest

from base.errors import NotAllowed, Refused
from funds import actions as ledger
from funds.balances import balances, recomputed
from funds.books import differences
from funds.models import Account, Kind, Movement
from people.models import User
from rounds.models import Pot
from tests.cast import DECIDED, PAID, Cast, at, cast_of
from tests.dump import dump
from tests.round_files import round_file, round_text

KEY = "CSP19-001"


def pence(cast: Cast, kind: Kind, pot: str = "", key: str = "") -> int:
    return Account.objects.get(round=cast.round, kind=kind, pot=pot, key=key).balance_pence


def held(cast: Cast) -> dict[str, int]:
    """Every account's balance by its name."""
    return {str(account): account.balance_pence for account in cast.round.accounts.all()}


def commit(cast: Cast, amount_pence: int, *, pot: Pot = Pot.MAIN, key: str = KEY) -> Movement:
    return ledger.commit(
        round=cast.round,
        pot=pot,
        key=key,
        amount_pence=amount_pence,
        by=cast.decision_maker,
        at=DECIDED,
    )


def receive(cast: Cast, amount_pence: int, reference: str = "REM-1") -> Movement:
    return ledger.receive(
        round=cast.round, amount_pence=amount_pence, reference=reference, by=cast.finance, at=PAID
    )


def pay(cast: Cast, amount_pence: int, by: User | None = None) -> Movement:
    return ledger.pay(
        round=cast.round,
        pot=Pot.MAIN,
        key=KEY,
        amount_pence=amount_pence,
        by=by or cast.finance,
        at=PAID,
    )


def release(cast: Cast, amount_pence: int) -> Movement:
    return ledger.release(
        round=cast.round, pot=Pot.MAIN, key=KEY, amount_pence=amount_pence, by=cast.officer, at=PAID
    )


def recover(cast: Cast, amount_pence: int, by: User | None = None) -> Movement:
    return ledger.recover(
        round=cast.round, pot=Pot.MAIN, key=KEY, amount_pence=amount_pence, by=by or cast.finance
    )


def give_back(cast: Cast, amount_pence: int, by: User | None = None) -> Movement:
    return ledger.return_to_funder(
        round=cast.round, pot=Pot.MAIN, amount_pence=amount_pence, by=by or cast.finance
    )


def virement(cast: Cast, amount_pence: int, **changes: object) -> Movement:
    words: dict[str, object] = {
        "round": cast.round,
        "source": Pot.TACTICAL,
        "target": Pot.MAIN,
        "amount_pence": amount_pence,
        "by": cast.finance,
        "second": cast.decision_maker,
        "reason": "The main round is strong.",
        "at": DECIDED,
    }
    return ledger.virement(**(words | changes))  # type: ignore[arg-type]


def sound(cast: Cast) -> None:
    assert list(differences(cast.round)) == []


# What each verb does


def test_an_open_round_has_its_pots_and_owes_the_grant(cast: Cast) -> None:
    assert pence(cast, Kind.GRANT) == -3_000_000
    assert pence(cast, Kind.POT, Pot.MAIN) == 2_000_000
    assert pence(cast, Kind.POT, Pot.TACTICAL) == 1_000_000
    assert cast.round.movements.count() == 2
    sound(cast)


def test_money_received_is_cash_and_moves_no_pot(cast: Cast) -> None:
    before = held(cast)
    receive(cast, 123_456)
    assert pence(cast, Kind.FUNDER) == -123_456
    assert held(cast) == before | {"funder": -123_456, "cash": 123_456}
    sound(cast)


def test_a_commitment_leaves_its_pot(cast: Cast) -> None:
    commit(cast, 500_000)
    assert pence(cast, Kind.POT, Pot.MAIN) == 1_500_000
    assert pence(cast, Kind.COMMITTED, Pot.MAIN, KEY) == 500_000
    assert pence(cast, Kind.PAID, Pot.MAIN, KEY) == 0
    sound(cast)


def test_a_payment_moves_the_promise_and_the_cash(cast: Cast) -> None:
    commit(cast, 500_000)
    receive(cast, 300_000)
    pay(cast, 200_000)
    assert pence(cast, Kind.COMMITTED, Pot.MAIN, KEY) == 300_000
    assert pence(cast, Kind.PAID, Pot.MAIN, KEY) == 200_000
    assert pence(cast, Kind.CASH) == 100_000
    assert pence(cast, Kind.BANK) == 200_000
    sound(cast)


def test_a_release_goes_back_to_the_pot(cast: Cast) -> None:
    commit(cast, 500_000)
    release(cast, 120_000)
    assert pence(cast, Kind.POT, Pot.MAIN) == 1_620_000
    assert pence(cast, Kind.COMMITTED, Pot.MAIN, KEY) == 380_000
    sound(cast)


def test_a_recovery_is_in_the_pot_and_in_the_cash_again(cast: Cast) -> None:
    commit(cast, 500_000)
    receive(cast, 500_000)
    pay(cast, 500_000)
    recover(cast, 80_000)
    assert pence(cast, Kind.PAID, Pot.MAIN, KEY) == 420_000
    assert pence(cast, Kind.POT, Pot.MAIN) == 1_580_000
    assert pence(cast, Kind.CASH) == 80_000
    sound(cast)


def test_money_returned_leaves_its_pot_and_the_cash(cast: Cast) -> None:
    receive(cast, 500_000)
    give_back(cast, 15_600)
    assert pence(cast, Kind.POT, Pot.MAIN) == 1_984_400
    assert pence(cast, Kind.RETURNED, Pot.MAIN) == 15_600
    assert pence(cast, Kind.CASH) == 484_400
    assert pence(cast, Kind.FUNDER) == -484_400
    sound(cast)


def test_a_virement_moves_between_pots(cast: Cast) -> None:
    moved = virement(cast, 250_000)
    assert pence(cast, Kind.POT, Pot.TACTICAL) == 750_000
    assert pence(cast, Kind.POT, Pot.MAIN) == 2_250_000
    assert (moved.by, moved.seconded_by) == (cast.finance, cast.decision_maker)
    assert moved.note is not None
    assert moved.note.text == "The main round is strong."
    sound(cast)


def test_in_every_pot_the_allocation_is_committed_available_or_returned(cast: Cast) -> None:
    receive(cast, 1_000_000)
    commit(cast, 500_000)
    pay(cast, 400_000)
    release(cast, 50_000)
    recover(cast, 30_000)
    give_back(cast, 20_000)
    virement(cast, 100_000)
    now = balances(cast.round)
    assert now.pots[Pot.MAIN] == {
        "allocation_pence": 2_100_000,
        "committed_pence": 420_000,
        "paid_pence": 370_000,
        "available_pence": 1_660_000,
        "returned_pence": 20_000,
    }
    assert now.pots[Pot.TACTICAL]["allocation_pence"] == 900_000
    for pot in now.pots.values():
        parts = pot["committed_pence"] + pot["available_pence"] + pot["returned_pence"]
        assert pot["allocation_pence"] == parts
    assert now.cash_pence == 1_000_000 - 400_000 + 30_000 - 20_000
    assert {a.pk: a.balance_pence for a in cast.round.accounts.all() if a.balance_pence} == {
        pk: total for pk, total in recomputed(cast.round).items() if total
    }


# Who may

WHO: list[tuple[Callable[[Cast, User], object], set[str]]] = [
    (
        lambda cast, by: ledger.receive(
            round=cast.round, amount_pence=1, reference=by.email, by=by
        ),
        {"officer", "finance"},
    ),
    (
        lambda cast, by: ledger.commit(
            round=cast.round, pot=Pot.MAIN, key=KEY, amount_pence=1, by=by
        ),
        {"decision maker"},
    ),
    (lambda cast, by: pay(cast, 1, by), {"finance"}),
    (lambda cast, by: recover(cast, 1, by), {"finance"}),
    (lambda cast, by: give_back(cast, 1, by), {"finance"}),
    (
        lambda cast, by: virement(cast, 1, by=by, second=cast.second_finance),
        {"finance", "decision maker"},
    ),
    (
        lambda cast, by: virement(cast, 1, by=cast.second_finance, second=by),
        {"finance", "decision maker"},
    ),
    (
        lambda cast, by: ledger.open_books(
            round=cast.round, pots={Pot.MAIN: 2_000_000, Pot.TACTICAL: 1_000_000}, by=by
        ),
        {"officer"},
    ),
]


def test_money_is_moved_by_those_who_may_and_by_nobody_else(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    people = cast.everybody()
    cast.second_finance  # noqa: B018  # stands in the database before it is looked at
    commit(cast, 10_000)
    receive(cast, 10_000)
    pay(cast, 5_000)
    for number, (move, who) in enumerate(WHO):
        for name, person in people.items():
            with subtests.test(move=number, who=name):
                if name in who:
                    move(cast, person)
                    continue
                before = dump()
                with pytest.raises(NotAllowed):
                    move(cast, person)
                assert dump() == before


def test_a_refusal_says_whose_job_it_is(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match=r"may not pay or recover money for .*: it is for finance"):
        pay(cast, 1, cast.decision_maker)


# What is refused

MOVES: list[Callable[[Cast, int], object]] = [
    receive, commit, pay, release, recover, give_back, virement,
]  # fmt: skip


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
@pytest.mark.parametrize("amount_pence", [0, -1, -2_000_000])
def test_an_amount_is_above_zero(
    cast: Cast, move: Callable[[Cast, int], object], amount_pence: int
) -> None:
    commit(cast, 10_000)
    receive(cast, 10_000, "REM-0")
    pay(cast, 5_000)
    before = dump()
    with pytest.raises(Refused, match="more than zero"):
        move(cast, amount_pence)
    assert dump() == before


def refuse(cast: Cast, move: Callable[[Cast, int], object], amount_pence: int, words: str) -> None:
    """The amount is refused, and a penny less is not."""
    before = dump()
    with pytest.raises(Refused, match=words):
        move(cast, amount_pence)
    assert dump() == before
    move(cast, amount_pence - 1)
    sound(cast)


def test_no_more_is_committed_than_the_pot_has(cast: Cast) -> None:
    refuse(cast, commit, 2_000_001, r"£20,000.01 is too much: the main pot has £20,000.00 left")


def test_no_more_is_paid_than_was_committed_even_with_cash(cast: Cast) -> None:
    commit(cast, 500_000)
    receive(cast, 1_000_000)
    refuse(cast, pay, 500_001, r"only £5,000.00 is committed to CSP19-001 and not yet paid")


def test_no_more_is_paid_than_the_cash_received(cast: Cast) -> None:
    commit(cast, 500_000)
    receive(cast, 300_000)
    refuse(cast, pay, 300_001, r"only £3,000.00 of the grant has been received")


def test_no_more_is_released_than_is_committed(cast: Cast) -> None:
    commit(cast, 500_000)
    refuse(cast, release, 500_001, "committed to CSP19-001")


def test_no_more_is_recovered_than_was_paid(cast: Cast) -> None:
    commit(cast, 500_000)
    receive(cast, 500_000)
    pay(cast, 200_000)
    refuse(cast, recover, 200_001, r"only £2,000.00 was paid to CSP19-001")


def test_no_more_is_returned_than_the_pot_has(cast: Cast) -> None:
    receive(cast, 3_000_000)
    refuse(cast, give_back, 2_000_001, "the main pot has")


def test_no_more_is_returned_than_the_cash_received(cast: Cast) -> None:
    receive(cast, 100)
    refuse(cast, give_back, 101, "of the grant has been received")


def test_no_more_is_moved_between_pots_than_there_is(cast: Cast) -> None:
    refuse(cast, virement, 1_000_001, r"the tactical pot has £10,000.00 left")


def test_nothing_is_paid_to_a_key_that_nothing_was_committed_to(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nothing was ever committed to CSP19-001"):
        pay(cast, 1)


def test_a_receipts_reference_is_used_once(cast: Cast) -> None:
    receive(cast, 100, "REM-7")
    before = dump()
    with pytest.raises(Refused, match=r"£1.00 was already recorded with the reference REM-7"):
        receive(cast, 200, "REM-7")
    assert dump() == before


def test_a_virement_needs_two_people(cast: Cast) -> None:
    before = dump()
    with pytest.raises(NotAllowed, match="Somebody else must agree"):
        virement(cast, 1, second=cast.finance)
    assert dump() == before


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_virement_needs_a_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(Refused, match="reason"):
        virement(cast, 1, reason=reason)


def test_a_virement_is_between_two_pots(cast: Cast) -> None:
    with pytest.raises(Refused, match="two different pots"):
        virement(cast, 1, target=Pot.TACTICAL)


def test_money_does_not_move_in_the_future(cast: Cast) -> None:
    before = dump()
    with pytest.raises(Refused, match=r"^1 July 2999 has not come yet"):
        ledger.receive(
            round=cast.round, amount_pence=1, reference="x", by=cast.finance, at=at("2999-07-01")
        )
    assert dump() == before


def test_the_pots_of_an_open_round_change_only_by_virement(cast: Cast) -> None:
    with pytest.raises(Refused, match="only by virement"):
        ledger.open_books(
            round=cast.round, pots={Pot.MAIN: 1, Pot.TACTICAL: 2_999_999}, by=cast.officer
        )


# Over-allocation and paying ahead


@pytest.fixture
def generous(db: None) -> Cast:
    """A round that may commit a tenth more than its pots."""
    return cast_of(round_text(settings="over_allocation_percent = 10"))


def test_commitments_run_over_a_pot_by_the_rounds_per_cent(generous: Cast) -> None:
    refuse(generous, commit, 2_200_001, r"the main pot has £22,000.00 left")
    assert pence(generous, Kind.POT, Pot.MAIN) == -200_000


def test_only_commitments_run_over_a_pot(generous: Cast) -> None:
    receive(generous, 3_000_000)
    refuse(generous, give_back, 2_000_001, r"the main pot has £20,000.00 left")
    refuse(generous, virement, 1_000_001, r"the tactical pot has £10,000.00 left")


def test_an_over_allocation_follows_a_virement(generous: Cast) -> None:
    virement(generous, 500_000)
    assert {
        account.pot: account.overdraft_pence
        for account in generous.round.accounts.filter(kind=Kind.POT)
    } == {"main": 250_000, "tactical": 50_000}


def test_an_over_allocation_in_use_is_not_taken_away(generous: Cast) -> None:
    commit(generous, 2_100_000)
    generous.round.over_allocation_percent = 4
    generous.round.save()
    with pytest.raises(Refused, match=r"already £1,000.00 below zero"):
        ledger.set_overdrafts(round=generous.round)
    generous.round.over_allocation_percent = 5
    generous.round.save()
    ledger.set_overdrafts(round=generous.round)
    sound(generous)


def test_a_virement_does_not_leave_a_pot_past_its_limit(generous: Cast) -> None:
    commit(generous, 1_050_000, pot=Pot.TACTICAL)
    with pytest.raises(Refused):
        virement(generous, 1)
    assert pence(generous, Kind.POT, Pot.TACTICAL) == -50_000


def test_where_the_council_pays_ahead_cash_goes_below_zero(db: None) -> None:
    cast = cast_of(round_text(settings="pay_ahead = true"))
    commit(cast, 500_000)
    refuse(cast, pay, 500_001, "committed to CSP19-001")
    assert pence(cast, Kind.CASH) == -500_000


def test_paying_ahead_is_not_stopped_while_the_council_carries_it(db: None) -> None:
    text = round_text(settings="pay_ahead = true")
    cast = cast_of(text)
    commit(cast, 500_000)
    pay(cast, 500_000)
    with pytest.raises(Refused, match=r"cash account is already £5,000.00 below zero"):
        cast_of(text.replace("pay_ahead = true", "pay_ahead = false"))
    receive(cast, 500_000)
    cast_of(text.replace("pay_ahead = true", "pay_ahead = false"))


def test_a_pot_of_nothing_is_a_pot(db: None) -> None:
    cast = cast_of(round_text(main="30000.00", tactical="0.00"))
    assert held(cast)["pot:tactical"] == 0
    assert round_file(round_text(main="30000.00", tactical="0.00")).pots[Pot.TACTICAL] == 0
    cast_of(round_text(main="30000.00", tactical="0.00"))
    sound(cast)
