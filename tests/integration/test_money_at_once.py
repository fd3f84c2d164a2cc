"""Payments, virements, approvals, releases and recoveries at the very same time: the books never differ."""

from collections.abc import Callable

from awards import actions as awards
from bids.models import Bid
from funds import actions as ledger
from funds.balances import balances
from funds.models import Movement
from funds.statement import statement
from monitoring import actions as monitoring
from monitoring.models import Payment
from monitoring.year.ending import close_round, sign_off
from reports.books import differences
from rounds.models import Pot, Round
from tests.cast import DECIDED, ENDED, PAID, Cast, at, cast_of
from tests.integration.threads import at_once

Act = Callable[[], object]


def virement(cast: Cast, source: Pot, target: Pot, pence: int) -> Act:
    by, second = cast.finance, cast.decision_maker
    return lambda: ledger.virement(
        round=cast.round,
        source=source,
        target=target,
        amount_pence=pence,
        by=by,
        second=second,
        reason="Needed there",
        at=PAID,
    )


def approval(cast: Cast, bid: Bid, pence: int) -> Act:
    by = cast.decision_maker
    return lambda: awards.approve(bid=bid, amount_pence=pence, by=by, at=DECIDED)


def payment(cast: Cast, bid: Bid, pence: int, reference: str) -> Act:
    award, by = bid.award, cast.finance
    return lambda: monitoring.pay(
        award=award, amount_pence=pence, reference=reference, by=by, at=PAID
    )


def release(cast: Cast, bid: Bid, pence: int) -> Act:
    award, by = bid.award, cast.finance
    return lambda: monitoring.release(
        award=award, amount_pence=pence, by=by, reason="Underspent", at=PAID
    )


def recovery(cast: Cast, bid: Bid, pence: int) -> Act:
    award, by = bid.award, cast.second_finance
    return lambda: monitoring.recover(
        award=award, amount_pence=pence, by=by, reason="Not spent", at=PAID
    )


def test_whatever_people_do_with_the_money_at_once_the_books_hold(crowd: str) -> None:
    cast = cast_of()
    running = [cast.monitored(300_000) for _ in range(3)]
    waiting = [cast.sifted(400_000) for _ in range(3)]
    tactical = [cast.sifted(400_000, route=Pot.TACTICAL) for _ in range(3)]
    cast.receive(600_000)
    cast.pay(running[0], 100_000)
    acts = [
        *(payment(cast, bid, 200_000, f"P{n}") for n, bid in enumerate(running)),
        *(payment(cast, bid, 200_000, f"Q{n}") for n, bid in enumerate(running)),
        *(release(cast, bid, 100_000) for bid in running),
        *(approval(cast, bid, 400_000) for bid in (*waiting, *tactical)),
        *(virement(cast, Pot.MAIN, Pot.TACTICAL, 300_000) for _ in range(3)),
        *(virement(cast, Pot.TACTICAL, Pot.MAIN, 300_000) for _ in range(3)),
        *(recovery(cast, running[0], 60_000) for _ in range(2)),
    ]

    outcome = at_once(acts)

    assert outcome.broken == []
    assert len(outcome.done) + len(outcome.refused) == len(acts)
    assert list(differences([cast.round])) == []
    now, said = balances(cast.round), statement(cast.round)
    for pot, held in now.pots.items():
        assert held["available_pence"] >= 0
        assert held["available_pence"] == said.pots[pot].available
    assert now.cash_pence >= 0
    assert now.cash_pence == said.cash
    assert sum(held["allocation_pence"] for held in now.pots.values()) == 3_000_000


def test_one_payment_reference_pays_once_however_many_press(crowd: str) -> None:
    cast = cast_of()
    bid = cast.monitored(300_000)
    cast.receive(300_000)
    outcome = at_once([payment(cast, bid, 100_000, "BACS-1")] * 6)
    assert outcome.broken == []
    assert len(outcome.done) == Payment.objects.count() == 1
    assert statement(cast.round).total.paid == 100_000


def test_money_that_moves_while_a_round_closes_moves_before_or_not_at_all(crowd: str) -> None:
    cast = cast_of()
    finance, decider = cast.finance, cast.decision_maker
    sign_off(round=cast.round, signed_by="Sam", signed_on=at("2020-05-12").date(), by=finance)
    acts = [
        lambda: close_round(round=cast.round, by=decider),
        *(virement(cast, Pot.MAIN, Pot.TACTICAL, 100) for _ in range(5)),
        *(
            lambda n=n: ledger.receive(
                round=Round.objects.get(pk=cast.round.pk),
                amount_pence=100,
                reference=f"REM-{n}",
                by=finance,
                at=ENDED,
            )
            for n in range(3)
        ),
    ]

    outcome = at_once(acts)

    assert outcome.broken == []
    closed = Round.objects.get(pk=cast.round.pk).closed_at
    late = Movement.objects.filter(round=cast.round, recorded_at__gt=closed) if closed else None
    assert closed or "The books changed" in " ".join(outcome.refused)
    assert late is None or not late.exists()
    assert list(differences([cast.round])) == []
