"""Many people at once, on real connections: nothing is overspent, done twice, or lost."""

from collections.abc import Callable

import pytest

from awards import actions as awards
from awards.models import Award
from bids.models import Bid
from bids.states import State
from bids.workbook import import_bids
from funds import actions as ledger
from funds.balances import balances
from reports.books import differences
from rounds.models import Pot
from scoring import actions as scoring
from scoring.models import Recommendation
from tests.cast import DECIDED, PAID, SIFTED, SUBMITTED, Cast, cast_of
from tests.dump import dump
from tests.integration.crowds import many_sifted
from tests.integration.threads import Outcome, at_once
from tests.round_files import round_text
from tests.workbooks import bid_row, bids_workbook

PEOPLE = 200


def approve_all(cast: Cast, bids: list[Bid]) -> Outcome:
    """Every bid approved in full by somebody, all at once."""
    decider = cast.decision_maker

    def approval(bid: Bid) -> Callable[[], Award]:
        amount = bid.requested_pence or 0
        return lambda: awards.approve(bid=bid, amount_pence=amount, by=decider, at=DECIDED)

    return at_once([approval(bid) for bid in bids])


def test_no_more_is_committed_than_the_pot_holds_and_all_that_fits_is(crowd: str) -> None:
    cast = cast_of(round_text(main="7450.00", tactical="0.00", allocation="7450.00"))
    bids = many_sifted(cast, [100] * PEOPLE)

    outcome = approve_all(cast, bids)

    assert outcome.broken == []
    assert len(outcome.done) == 74
    assert len(outcome.refused) == PEOPLE - 74
    assert set(outcome.refused) == {"£100.00 is too much: the main pot has £50.00 left."}
    pot = balances(cast.round).pots[Pot.MAIN]
    assert (pot["committed_pence"], pot["available_pence"]) == (740_000, 5_000)
    assert Bid.objects.filter(state=State.APPROVED).count() == Award.objects.count() == 74
    assert list(differences([cast.round])) == []


def test_no_approval_that_fits_is_lost(crowd: str) -> None:
    pounds = [50 + number % 17 for number in range(PEOPLE)]
    total = f"{sum(pounds)}.00"
    cast = cast_of(round_text(main=total, tactical="0.00", allocation=total))
    bids = many_sifted(cast, pounds)

    outcome = approve_all(cast, bids)

    assert outcome.broken == []
    assert outcome.refused == []
    assert len(outcome.done) == PEOPLE
    pot = balances(cast.round).pots[Pot.MAIN]
    assert (pot["committed_pence"], pot["available_pence"]) == (sum(pounds) * 100, 0)
    assert list(differences([cast.round])) == []


def test_one_bid_is_approved_once_however_many_press_at_once(crowd: str) -> None:
    cast = cast_of()
    bid = cast.sifted()
    decider = cast.decision_maker
    outcome = at_once(
        [lambda: awards.approve(bid=bid, amount_pence=400_000, by=decider, at=DECIDED)] * 8
    )
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert set(outcome.refused) == {f"{bid.reference} is approved; to approve it must be sifted."}
    assert balances(cast.round).pots[Pot.MAIN]["committed_pence"] == 400_000
    assert list(differences([cast.round])) == []


def test_a_bid_is_approved_or_declined_and_never_both(crowd: str) -> None:
    cast = cast_of()
    bid = cast.sifted()
    decider = cast.decision_maker
    outcome = at_once(
        [
            lambda: awards.approve(bid=bid, amount_pence=400_000, by=decider, at=DECIDED),
            lambda: awards.decline(bid=bid, by=decider, reason="No.", at=DECIDED),
        ]
        * 4
    )
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert len(outcome.refused) == 7
    assert bid.history.count() == 4
    assert list(differences([cast.round])) == []


def test_the_same_file_brought_in_twice_at_once_is_brought_in_once(crowd: str) -> None:
    cast = cast_of()
    officer = cast.officer
    content = bids_workbook(*(bid_row(reference=f"CSP19-{n:03d}") for n in range(1, 6)))

    def bring() -> object:
        return import_bids(
            round=cast.round, name="bids.xlsx", content=content, by=officer, at=SUBMITTED
        )

    outcome = at_once([bring] * 4)

    assert outcome.broken == []
    assert outcome.refused == []
    assert sorted(len(done.new) for done in outcome.done) == [0, 0, 0, 5]  # type: ignore[attr-defined]
    assert sorted(len(done.unchanged) for done in outcome.done) == [0, 5, 5, 5]  # type: ignore[attr-defined]
    assert Bid.objects.count() == 5
    assert list(differences([cast.round])) == []


def test_two_files_at_once_that_differ_are_one_bid_and_one_refusal(crowd: str) -> None:
    cast = cast_of()
    officer = cast.officer

    def bring(amount: int) -> Callable[[], object]:
        content = bids_workbook(bid_row(amount_requested=amount))
        return lambda: import_bids(
            round=cast.round, name="bids.xlsx", content=content, by=officer, at=SUBMITTED
        )

    outcome = at_once([bring(4000), bring(5000)])

    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert "already here with something else in this column" in outcome.refused[0]
    assert Bid.objects.count() == 1


def test_new_bids_at_once_get_references_of_their_own(crowd: str) -> None:
    cast = cast_of()
    applicant = cast.applicant
    outcome = at_once([lambda: cast.draft(by=applicant)] * 12)
    assert outcome.broken == []
    assert outcome.refused == []
    references = set(Bid.objects.values_list("reference", flat=True))
    assert references == {f"CSP19-{number:03d}" for number in range(1, 13)}


def test_two_officers_who_sift_at_once_sift_each_bid_once(crowd: str) -> None:
    cast = cast_of()
    bids = [cast.scored(600_000) for _ in range(4)]
    officer = cast.officer
    outcome = at_once([lambda: scoring.sift(round=cast.round, by=officer, at=SIFTED)] * 4)
    assert outcome.broken == []
    assert outcome.refused == []
    assert sorted(len(done) for done in outcome.done) == [0, 0, 0, 4]  # type: ignore[arg-type]
    assert [bid.history.count() for bid in bids] == [3] * 4
    recommended = Recommendation.objects.values_list("amount_pence", flat=True)
    assert sum(recommended) == 1_800_000
    assert list(differences([cast.round])) == []


def test_bids_sifted_one_by_one_at_once_are_not_recommended_more_than_there_is(crowd: str) -> None:
    cast = cast_of()
    bids = [cast.scored(600_000) for _ in range(6)]
    officer = cast.officer

    def sift(bid: Bid) -> Callable[[], object]:
        only = [bid.reference]
        return lambda: scoring.sift(round=cast.round, by=officer, at=SIFTED, only=only)

    outcome = at_once([sift(bid) for bid in bids])

    assert outcome.broken == []
    assert outcome.refused == []
    assert sum(Recommendation.objects.values_list("amount_pence", flat=True)) == 1_800_000


def test_no_more_is_paid_than_the_cash_however_many_pay_at_once(crowd: str) -> None:
    cast = cast_of()
    bids = [cast.monitored(300_000) for _ in range(6)]
    cast.receive(700_000)
    finance = cast.finance

    def pay(bid: Bid) -> Callable[[], object]:
        return lambda: ledger.pay(
            round=cast.round,
            pot=Pot.MAIN,
            key=bid.reference,
            amount_pence=300_000,
            by=finance,
            at=PAID,
        )

    outcome = at_once([pay(bid) for bid in bids])

    assert outcome.broken == []
    assert len(outcome.done) == 2
    assert set(outcome.refused) == {
        "£3,000.00 is too much: only £1,000.00 of the grant has been received and not yet paid out."
    }
    assert balances(cast.round).cash_pence == 100_000


def test_a_receipt_recorded_twice_at_once_is_recorded_once(crowd: str) -> None:
    cast = cast_of()
    finance = cast.finance

    def record() -> object:
        return ledger.receive(
            round=cast.round, amount_pence=100, reference="REM-1", by=finance, at=PAID
        )

    outcome = at_once([record] * 6)
    assert outcome.broken == []
    assert len(outcome.done) == 1
    assert balances(cast.round).cash_pence == 100


@pytest.mark.parametrize("commands", [6])
def test_reading_everything_while_others_write_changes_nothing(crowd: str, commands: int) -> None:
    cast = cast_of()
    bids = [cast.sifted(100_000) for _ in range(commands)]
    decider = cast.decision_maker

    def approval(bid: Bid) -> Callable[[], object]:
        return lambda: awards.approve(bid=bid, amount_pence=100_000, by=decider, at=DECIDED)

    outcome = at_once([*(approval(bid) for bid in bids), *[dump] * commands])
    assert outcome.broken == []
    assert len(outcome.done) == 2 * commands
    assert list(differences([cast.round])) == []
