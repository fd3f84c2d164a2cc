"""After the agreement: paying, returns, closing, terminating, recovering and releasing."""

from collections.abc import Callable

import pytest

from base.errors import NotAllowed, Refused
from bids.models import Bid
from funds.balances import balances
from funds.models import Movement
from monitoring import actions as monitoring
from monitoring.models import Return
from people.models import User
from rounds.models import Pot
from tests.cast import AGREED, ENDED, PAID, Cast, again, cast_of, later
from tests.dump import dump
from tests.round_files import round_text


def main_pot(cast: Cast) -> tuple[int, int, int]:
    """Committed, paid and available of the main pot, in pence."""
    pot = balances(cast.round).pots[Pot.MAIN]
    return pot["committed_pence"], pot["paid_pence"], pot["available_pence"]


def pay(
    cast: Cast, bid: Bid, pence: int, reference: str = "BACS-1", by: User | None = None
) -> None:
    monitoring.pay(
        award=bid.award, amount_pence=pence, reference=reference, by=by or cast.finance, at=PAID
    )


def close(cast: Cast, bid: Bid) -> Bid:
    return monitoring.close(bid=bid, by=cast.officer, at=ENDED)


# Pay


def test_a_payment_is_kept_with_its_reference_and_its_movement(cast: Cast) -> None:
    bid = cast.monitored(500_000)
    cast.receive(500_000)
    pay(cast, bid, 200_000)
    payment = bid.award.payments.get()
    assert (payment.reference, payment.movement.amount_pence) == ("BACS-1", 200_000)
    assert payment.movement.at == PAID
    assert main_pot(cast) == (500_000, 200_000, 1_500_000)


def test_no_money_moves_before_the_agreement_is_accepted(cast: Cast) -> None:
    bid = cast.approved()
    cast.receive(500_000)
    before = dump()
    with pytest.raises(Refused, match="is approved: money moves once its agreement is accepted"):
        pay(cast, bid, 1)
    assert dump() == before


def test_no_money_moves_after_the_end(cast: Cast) -> None:
    for bid in (cast.closed(), cast.terminated()):
        with pytest.raises(Refused, match="money moves once"):
            pay(cast, bid, 1, "BACS-9")


def test_a_reference_pays_once(cast: Cast) -> None:
    bid = cast.monitored()
    cast.receive(500_000)
    pay(cast, bid, 100)
    before = dump()
    with pytest.raises(Refused, match="BACS-1 was already paid to CSP19-001"):
        pay(cast, bid, 100)
    assert dump() == before


def test_a_payment_is_not_dated_before_the_agreement(cast: Cast) -> None:
    bid = cast.monitored()
    cast.receive(500_000)
    with pytest.raises(Refused, match="so this cannot have happened"):
        monitoring.pay(
            award=bid.award,
            amount_pence=1,
            reference="x",
            by=cast.finance,
            at=AGREED.replace(hour=9),
        )


# Returns


def test_a_return_comes_once_for_a_period(cast: Cast) -> None:
    bid = cast.ready_to_close()
    before = dump()
    with pytest.raises(Refused, match="return of CSP19-001 for “Final” is already here"):
        cast.final_return(bid, 1)
    assert dump() == before


def test_a_return_comes_from_a_monitored_project(cast: Cast) -> None:
    bid = cast.approved()
    with pytest.raises(Refused, match="returns come from monitored projects"):
        cast.final_return(bid, 1)


def test_a_return_is_for_a_period_of_its_own_round(cast: Cast) -> None:
    bid = cast.monitored()
    other = cast_of(round_text("another-2019-20"))
    with pytest.raises(Refused, match="“Final” is a period of another round"):
        monitoring.accept_return(
            award=bid.award,
            period=other.final_period,
            rag=Return.Rag.RED,
            progress="x",
            spent_pence=0,
            forecast_pence=0,
            by=cast.officer,
        )


# Close: each of its conditions


def refuse_to_close(cast: Cast, bid: Bid, words: str) -> None:
    before = dump()
    with pytest.raises(Refused, match=f"{bid.reference} cannot be closed: {words}"):
        close(cast, bid)
    assert dump() == before


def test_a_project_closes_when_all_of_it_is_squared(cast: Cast) -> None:
    assert close(cast, cast.ready_to_close()).state == "closed"


def test_a_project_without_its_final_return_does_not_close(cast: Cast) -> None:
    bid = cast.paid()
    monitoring.accept_return(
        award=bid.award,
        period=cast.first_period,
        rag=Return.Rag.GREEN,
        progress="So far so good.",
        spent_pence=500_000,
        forecast_pence=500_000,
        by=cast.officer,
        at=PAID,
    )
    refuse_to_close(cast, bid, "its final return has not been accepted")


def test_a_project_that_spent_more_than_it_was_paid_does_not_close(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=400_000)
    cast.final_return(bid, 450_000)
    refuse_to_close(cast, bid, r"£4,000.00 was paid, net of recoveries, but £4,500.00 was spent")


def test_a_project_that_spent_more_than_its_award_does_not_close(cast: Cast) -> None:
    bid = cast.paid(500_000)
    cast.final_return(bid, 500_001)
    refuse_to_close(cast, bid, r"£5,000.01 is reported as spent, more than the award of £5,000.00")


def test_a_project_with_money_still_committed_does_not_close(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=400_000)
    cast.final_return(bid, 400_000)
    refuse_to_close(cast, bid, r"£1,000.00 is still committed: release it")
    monitoring.release(
        award=bid.award, amount_pence=100_000, by=cast.finance, reason="Underspent.", at=ENDED
    )
    assert close(cast, bid).state == "closed"
    assert main_pot(cast) == (400_000, 400_000, 1_600_000)


def test_a_project_closes_once_what_it_did_not_spend_is_recovered(cast: Cast) -> None:
    bid = cast.paid(500_000)
    cast.final_return(bid, 420_000)
    refuse_to_close(cast, bid, r"£5,000.00 was paid, net of recoveries, but £4,200.00 was spent")
    monitoring.recover(
        award=bid.award, amount_pence=80_000, by=cast.finance, reason="Underspent.", at=ENDED
    )
    assert close(cast, bid).state == "closed"
    assert main_pot(cast) == (420_000, 420_000, 1_580_000)
    assert balances(cast.round).cash_pence == 80_000


# Terminate


def test_what_was_not_paid_to_a_terminated_project_goes_back_to_its_pot(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    monitoring.terminate(bid=bid, by=cast.decision_maker, reason="It closed.", at=later(bid))
    assert again(bid).state == "terminated"
    assert main_pot(cast) == (200_000, 200_000, 1_800_000)
    moved = Movement.objects.latest("pk")
    assert moved.note is not None
    assert (moved.kind, moved.note.text) == ("release", "It closed.")


def test_what_a_terminated_project_did_not_spend_is_recovered(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    monitoring.terminate(bid=bid, by=cast.decision_maker, reason="It closed.", at=later(bid))
    monitoring.recover(
        award=bid.award, amount_pence=150_000, by=cast.finance, reason="Not spent.", at=ENDED
    )
    assert main_pot(cast) == (50_000, 50_000, 1_950_000)


def test_an_offer_is_terminated_before_its_agreement_too(cast: Cast) -> None:
    bid = cast.approved(500_000)
    monitoring.terminate(bid=bid, by=cast.decision_maker, reason="No.", at=later(bid))
    assert main_pot(cast) == (0, 0, 2_000_000)


# Who and why

VERBS: dict[str, tuple[Callable[[Cast, Bid, User, str], object], set[str]]] = {
    "pay": (lambda cast, bid, by, reason: pay(cast, bid, 1, by.email, by), {"finance"}),
    "recover": (
        lambda cast, bid, by, reason: monitoring.recover(
            award=bid.award, amount_pence=1, by=by, reason=reason
        ),
        {"finance"},
    ),
    "release": (
        lambda cast, bid, by, reason: monitoring.release(
            award=bid.award, amount_pence=1, by=by, reason=reason
        ),
        {"finance"},
    ),
    "accept_return": (
        lambda cast, bid, by, reason: monitoring.accept_return(
            award=bid.award,
            period=cast.first_period,
            rag=Return.Rag.GREEN,
            progress="x",
            spent_pence=1,
            forecast_pence=1,
            by=by,
        ),
        {"officer"},
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_for_those_who_may(cast: Cast, verb: str, subtests: pytest.Subtests) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    cast.receive(100)
    people = cast.everybody()
    act, who = VERBS[verb]
    for name, person in people.items():
        with subtests.test(who=name):
            if name in who:
                act(cast, bid, person, "Because.")
                continue
            before = dump()
            with pytest.raises(NotAllowed):
                act(cast, bid, person, "Because.")
            assert dump() == before


@pytest.mark.parametrize("verb", ["recover", "release"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_money_goes_back_only_with_a_reason(cast: Cast, verb: str, reason: str) -> None:
    bid = cast.paid(500_000, paid_pence=200_000)
    before = dump()
    with pytest.raises(Refused, match=f"Give the reason for the {verb[:5]}"):
        VERBS[verb][0](cast, bid, cast.finance, reason)
    assert dump() == before
