"""Any sequence of verbs leaves books that hold, and states that history explains.

Hypothesis makes up the sequences. Each move is tried on the real service and on a model of plain
numbers; the two must agree on whether it succeeds, and on everything afterwards.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from awards import actions as awards
from base.errors import Refused
from bids import actions as bidding
from bids.models import Bid, HistoryRow
from bids.states import Arrow
from funds import actions as ledger
from funds.balances import balances
from funds.models import OUTSIDE, Account, Kind, Movement
from monitoring import actions as monitoring
from monitoring.models import Return
from reports.books import differences
from rounds.models import Pot
from scoring import actions as scoring
from tests.cast import STARTED, Cast, cast_of, round_text
from tests.integration.model import Model, ModelBid, ModelPot

REQUESTS = st.sampled_from([1, 300_000, 700_000, 1_000_000, 1_200_000])
WHICH = st.integers(0, 50)
POTS = st.sampled_from(list(Pot))
PARTS = st.sampled_from(["a penny", "half", "all", "a penny more"])
"""Amounts as parts of what there is, so that limits are met exactly and passed by a penny."""


def part(word: str, whole: int) -> int:
    return {"a penny": 1, "half": whole // 2, "all": whole, "a penny more": whole + 1}[word]


class Books(RuleBasedStateMachine):
    """A round on which people do whatever they like."""

    cast: ClassVar[Cast]
    over_percent: ClassVar[int] = 0
    pay_ahead: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        pots = {
            Pot.MAIN: ModelPot(2_000_000, 2_000_000),
            Pot.TACTICAL: ModelPot(1_000_000, 1_000_000),
        }
        self.model = Model(pots, self.over_percent, self.pay_ahead)
        self.clock = STARTED
        self.receipts = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def tick(self) -> None:
        self.clock += timedelta(minutes=1)

    def pick(self, which: int) -> tuple[Bid, ModelBid]:
        """One of the bids."""
        reference = sorted(self.model.bids)[which % len(self.model.bids)]
        return Bid.objects.get(reference=reference), self.model.bids[reference]

    def expect(self, succeeds: bool, move: Callable[[], object]) -> bool:
        """Try a move. It must succeed, or be refused and leave everything as it was."""
        self.tick()
        before = self.everything()
        try:
            move()
        except Refused:
            assert not succeeds, "refused, but it should have been done"
            assert self.everything() == before
            return False
        assert succeeds, "done, but it should have been refused"
        return True

    def everything(self) -> tuple[object, ...]:
        return (
            list(
                Account.objects.order_by("pk").values_list("pk", "balance_pence", "overdraft_pence")
            ),
            list(Bid.objects.order_by("pk").values_list("pk", "state")),
            HistoryRow.objects.count(),
            Movement.objects.count(),
        )

    def take(
        self, bid: Bid, model: ModelBid, arrow: Arrow, ready: bool, move: Callable[[], object]
    ) -> bool:
        """Try a move that takes an arrow."""
        succeeds = model.may(arrow) and ready
        if self.expect(succeeds, move):
            model.take(arrow)
            return True
        return False

    # Bids

    @rule(requested=REQUESTS, pot=POTS)
    def somebody_bids(self, requested: int, pot: Pot) -> None:
        if len(self.model.bids) < 6:
            self.tick()
            bid = self.cast.draft(requested, route=pot, by=self.cast.applicant)
            self.model.bids[bid.reference] = ModelBid(pot, requested)

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def somebody_submits(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.SUBMIT,
            True,
            lambda: bidding.submit(
                bid=bid, by=self.cast.officer, at=self.clock, reason="Late, but good."
            ),
        )

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def an_officer_sends_back(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.SEND_BACK,
            True,
            lambda: bidding.send_back(
                bid=bid,
                by=self.cast.officer,
                at=self.clock,
                reason="Say where.",
                change_by=self.clock + timedelta(days=3),
            ),
        )

    @precondition(lambda self: any(bid.state == "submitted" for bid in self.model.bids.values()))
    @rule(which=WHICH)
    def the_panel_scores(self, which: int) -> None:
        there = sorted(r for r, bid in self.model.bids.items() if bid.state == "submitted")
        bid = Bid.objects.get(reference=there[which % len(there)])
        self.cast.score((bid, self.cast.panel_member, 4))
        self.model.bids[bid.reference].scored = True

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def an_officer_sifts_one(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.SIFT,
            model.scored,
            lambda: scoring.sift(
                round=self.cast.round, only=[bid.reference], by=self.cast.officer, at=self.clock
            ),
        )

    @precondition(lambda self: any(b.state == "submitted" for b in self.model.bids.values()))
    @rule()
    def an_officer_sifts_all(self) -> None:
        there = [bid for bid in self.model.bids.values() if bid.state == "submitted"]
        if self.expect(
            all(bid.scored for bid in there),
            lambda: scoring.sift(round=self.cast.round, by=self.cast.officer, at=self.clock),
        ):
            for bid in there:
                bid.take(Arrow.SIFT)

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def an_officer_reopens(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.REOPEN,
            True,
            lambda: awards.reopen(
                bid=bid, by=self.cast.officer, at=self.clock, reason="New facts."
            ),
        )

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def an_applicant_withdraws(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.WITHDRAW,
            True,
            lambda: bidding.withdraw(
                bid=bid, by=self.cast.applicant, at=self.clock, reason="No staff."
            ),
        )

    # Decisions

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH, amount=PARTS)
    def a_decision_maker_approves(self, which: int, amount: str) -> None:
        bid, model = self.pick(which)
        pence = part(amount, model.requested)
        ready = pence <= model.requested and self.model.bears(model.pot, pence)
        if self.take(
            bid,
            model,
            Arrow.APPROVE,
            ready,
            lambda: awards.approve(
                bid=bid, amount_pence=pence, by=self.cast.decision_maker, at=self.clock
            ),
        ):
            self.model.commit(model, pence)

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def a_decision_maker_declines(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.DECLINE,
            True,
            lambda: awards.decline(
                bid=bid, by=self.cast.decision_maker, at=self.clock, reason="Not this year."
            ),
        )

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def a_decision_maker_reinstates(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.REINSTATE,
            True,
            lambda: awards.reinstate(
                bid=bid, by=self.cast.decision_maker, at=self.clock, reason="An error."
            ),
        )

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def the_offer_is_turned_down(self, which: int) -> None:
        bid, model = self.pick(which)
        if self.take(
            bid,
            model,
            Arrow.TURN_DOWN,
            True,
            lambda: awards.turn_down(bid=bid, by=self.cast.applicant, at=self.clock),
        ):
            self.model.release(model, model.committed)

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def the_offer_lapses(self, which: int) -> None:
        bid, model = self.pick(which)
        self.clock += timedelta(days=22)
        if self.take(
            bid,
            model,
            Arrow.TURN_DOWN,
            True,
            lambda: awards.lapse(bid=bid, by=self.cast.officer, at=self.clock),
        ):
            self.model.release(model, model.committed)

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def the_agreement_is_accepted(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.START_MONITORING,
            True,
            lambda: awards.start_monitoring(
                bid=bid, accepted_by="Ann", by=self.cast.officer, at=self.clock
            ),
        )

    # Money

    @rule(amount=st.sampled_from([1, 500_000, 900_000]))
    def the_funder_pays(self, amount: int) -> None:
        self.receipts += 1
        self.expect(
            True,
            lambda: ledger.receive(
                round=self.cast.round,
                amount_pence=amount,
                reference=f"REM-{self.receipts}",
                by=self.cast.finance,
                at=self.clock,
            ),
        )
        self.model.cash += amount
        self.model.received += amount

    @rule(source=POTS, to=POTS, amount=PARTS)
    def money_moves_between_pots(self, source: Pot, to: Pot, amount: str) -> None:
        held = self.model.pots[source].available
        pence = part(amount, held)
        if self.expect(
            source != target and 0 < pence <= held,
            lambda: ledger.virement(
                round=self.cast.round,
                source=source,
                target=target,
                amount_pence=pence,
                by=self.cast.finance,
                second=self.cast.decision_maker,
                reason="Needed there.",
                at=self.clock,
            ),
        ):
            for pot, sign in ((source, -1), (to, 1)):
                self.model.pots[pot].available += sign * pence
                self.model.pots[pot].allocation += sign * pence

    @rule(pot=POTS, amount=PARTS)
    def money_goes_back_to_the_funder(self, pot: Pot, amount: str) -> None:
        held = self.model.pots[pot].available
        pence = part(amount, held)
        if self.expect(
            0 < pence <= min(held, self.model.cash),
            lambda: ledger.return_to_funder(
                round=self.cast.round, pot=pot, amount_pence=pence, by=self.cast.finance
            ),
        ):
            self.model.give_back(pot, pence)

    @precondition(lambda self: any(bid.award for bid in self.model.bids.values()))
    @rule(which=WHICH, amount=PARTS)
    def finance_pays(self, which: int, amount: str) -> None:
        bid, model = self.pick_award(which)
        pence = part(amount, model.committed)
        reference = f"BACS-{Movement.objects.count()}"
        if self.expect(
            self.model.can_pay(model, pence),
            lambda: monitoring.pay(
                award=bid.award,
                amount_pence=pence,
                reference=reference,
                by=self.cast.finance,
                at=self.clock,
            ),
        ):
            self.model.pay(model, pence)

    @precondition(lambda self: any(bid.award for bid in self.model.bids.values()))
    @rule(which=WHICH, amount=PARTS)
    def finance_recovers(self, which: int, amount: str) -> None:
        bid, model = self.pick_award(which)
        pence = part(amount, model.paid)
        if self.expect(
            0 < pence <= model.paid and model.state != "closed",
            lambda: monitoring.recover(
                award=bid.award, amount_pence=pence, by=self.cast.finance, reason="Not spent."
            ),
        ):
            self.model.recover(model, pence)

    @precondition(lambda self: any(bid.award for bid in self.model.bids.values()))
    @rule(which=WHICH, amount=PARTS)
    def finance_releases(self, which: int, amount: str) -> None:
        bid, model = self.pick_award(which)
        pence = part(amount, model.committed)
        if self.expect(
            0 < pence <= model.committed,
            lambda: monitoring.release(
                award=bid.award, amount_pence=pence, by=self.cast.finance, reason="Not needed."
            ),
        ):
            self.model.release(model, pence)

    def pick_award(self, which: int) -> tuple[Bid, ModelBid]:
        """One of the bids that have an award."""
        there = sorted(r for r, bid in self.model.bids.items() if bid.award)
        reference = there[which % len(there)]
        return Bid.objects.get(reference=reference), self.model.bids[reference]

    # The end

    @precondition(lambda self: any(bid.award for bid in self.model.bids.values()))
    @rule(which=WHICH, as_paid=st.booleans())
    def the_final_return_comes(self, which: int, as_paid: bool) -> None:
        bid, model = self.pick_award(which)
        spent = model.paid if as_paid else model.award
        if self.expect(
            model.state == "monitored" and model.spent is None,
            lambda: monitoring.accept_return(
                award=bid.award,
                period=self.cast.final_period,
                rag=Return.Rag.GREEN,
                progress="Done.",
                spent_pence=spent,
                forecast_pence=spent,
                by=self.cast.officer,
                at=self.clock,
            ),
        ):
            model.spent = spent

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def an_officer_closes(self, which: int) -> None:
        bid, model = self.pick(which)
        self.take(
            bid,
            model,
            Arrow.CLOSE,
            self.model.squared(model),
            lambda: monitoring.close(bid=bid, by=self.cast.officer, at=self.clock),
        )

    @precondition(lambda self: self.model.bids)
    @rule(which=WHICH)
    def a_decision_maker_terminates(self, which: int) -> None:
        bid, model = self.pick(which)
        if self.take(
            bid,
            model,
            Arrow.TERMINATE,
            True,
            lambda: monitoring.terminate(
                bid=bid, by=self.cast.decision_maker, at=self.clock, reason="It closed."
            ),
        ):
            self.model.release(model, model.committed)

    # What holds after each

    @invariant()
    def the_service_finds_no_difference(self) -> None:
        assert list(differences([self.cast.round])) == []

    @invariant()
    def the_accounts_add_up_to_nothing_and_none_is_overspent(self) -> None:
        accounts = list(Account.objects.filter(round=self.cast.round))
        assert sum(account.balance_pence for account in accounts) == 0
        for account in accounts:
            assert account.kind in OUTSIDE or account.balance_pence >= -account.overdraft_pence
            if account.kind not in (Kind.POT, Kind.CASH, *OUTSIDE):
                assert account.balance_pence >= 0

    @invariant()
    def every_balance_is_what_its_movements_come_to(self) -> None:
        totals: dict[int, int] = {}
        for source, target, pence in Movement.objects.values_list(
            "source", "target", "amount_pence"
        ):
            totals[source] = totals.get(source, 0) - pence
            totals[target] = totals.get(target, 0) + pence
        for account in Account.objects.filter(round=self.cast.round):
            assert account.balance_pence == totals.get(account.pk, 0)

    @invariant()
    def the_model_has_the_same_money(self) -> None:
        now = balances(self.cast.round)
        assert now.cash_pence == self.model.cash
        for pot, held in self.model.pots.items():
            bids = [bid for bid in self.model.bids.values() if bid.pot == pot]
            paid = sum(bid.paid for bid in bids)
            assert now.pots[pot] == {
                "allocation_pence": held.allocation,
                "committed_pence": sum(bid.committed for bid in bids) + paid,
                "paid_pence": paid,
                "available_pence": held.available,
                "returned_pence": held.returned,
            }

    @invariant()
    def history_tells_of_every_arrow(self) -> None:
        taken: dict[str, list[str]] = {}
        for reference, arrow in HistoryRow.objects.order_by("pk").values_list(
            "bid__reference", "transition"
        ):
            taken.setdefault(reference, []).append(arrow)
        assert taken == {r: [a.value for a in bid.arrows] for r, bid in self.model.bids.items()}
        states = dict(Bid.objects.values_list("reference", "state"))
        assert states == {r: bid.state for r, bid in self.model.bids.items()}


SETTINGS = settings(
    max_examples=8,
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize(
    ("over_percent", "pay_ahead"),
    [(0, False), (10, False), (0, True)],
    ids=["plain", "over", "ahead"],
)
def test_the_books_hold_after_any_sequence_of_verbs(
    db: None, over_percent: int, pay_ahead: bool
) -> None:
    words = f"over_allocation_percent = {over_percent}\npay_ahead = {str(pay_ahead).lower()}"
    cast = cast_of(round_text(settings=words))
    cast.everybody()
    machine = type(
        "Round", (Books,), {"cast": cast, "over_percent": over_percent, "pay_ahead": pay_ahead}
    )
    run_state_machine_as_test(machine, settings=SETTINGS)
