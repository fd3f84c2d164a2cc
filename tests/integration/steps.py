"""One step of a sequence: a verb tried on a bid of the service and on its model.

The two must agree on whether it succeeds. What is refused must leave everything as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from awards import actions as awards
from base.errors import Refused
from bids import actions as bidding
from bids.models import Bid, HistoryRow
from bids.states import Arrow
from funds import actions as ledger
from funds.models import Account, Movement
from monitoring import actions as monitoring
from monitoring.models import Return
from monitoring.variations.varying import accept_variation, ask_variation, decide_variation
from rounds.models import Pot
from scoring import actions as scoring
from tests.cast import STARTED, Cast
from tests.integration.model import Model, ModelBid


@dataclass
class Steps:
    """A round, its model, and a clock that goes on a minute with every step."""

    cast: Cast
    model: Model
    clock: datetime = STARTED
    done: list[str] = field(default_factory=list)
    """The steps that succeeded, by name."""

    def bid(self, reference: str) -> Bid:
        return Bid.objects.get(reference=reference)

    def expect(self, name: str, succeeds: bool, move: Callable[[], object]) -> bool:
        """Try a move, and give whether it was done."""
        self.clock += timedelta(minutes=1)
        before = everything()
        try:
            move()
        except Refused as refused:
            assert not succeeds, f"{name} was refused, but should have been done: {refused}"  # noqa: PT017  # either may be right
            assert everything() == before
            return False
        assert succeeds, f"{name} was done, but should have been refused"
        self.done.append(name)
        return True

    def take(
        self, reference: str, arrow: Arrow, move: Callable[[Bid], object], *, ready: bool = True
    ) -> ModelBid | None:
        """Try a move that takes an arrow; give the model's bid where it was taken."""
        model = self.model.bids[reference]
        succeeds = model.may(arrow) and ready
        if self.expect(arrow.value, succeeds, lambda: move(self.bid(reference))):
            model.take(arrow)
            return model
        return None

    # Bids

    def start(self, pot: Pot, requested: int) -> str:
        bid = self.cast.draft(requested, route=pot, by=self.cast.applicant)
        self.model.bids[bid.reference] = ModelBid(pot, requested)
        return bid.reference

    def submit(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            words = "Late, but good."
            return bidding.submit(bid=bid, by=self.cast.officer, at=self.clock, reason=words)

        self.take(reference, Arrow.SUBMIT, move)

    def send_back(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return bidding.send_back(
                bid=bid,
                by=self.cast.officer,
                at=self.clock,
                reason="Say where.",
                change_by=self.clock + timedelta(days=3),
            )

        self.take(reference, Arrow.SEND_BACK, move)

    def score(self, reference: str) -> None:
        self.cast.score((self.bid(reference), self.cast.panel_member, 4))
        self.model.bids[reference].scored = True

    def sift(self, reference: str) -> None:
        def move(bid: Bid) -> list[Bid]:
            return scoring.sift(
                round=self.cast.round, only=[reference], by=self.cast.officer, at=self.clock
            )

        self.take(reference, Arrow.SIFT, move, ready=self.model.bids[reference].scored)

    def sift_all(self) -> None:
        there = [bid for bid in self.model.bids.values() if bid.state == "submitted"]

        def move() -> list[Bid]:
            return scoring.sift(round=self.cast.round, by=self.cast.officer, at=self.clock)

        if self.expect("sift all", all(bid.scored for bid in there), move):
            for bid in there:
                bid.take(Arrow.SIFT)

    def reopen(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return awards.reopen(bid=bid, by=self.cast.officer, at=self.clock, reason="New facts.")

        self.take(reference, Arrow.REOPEN, move)

    def withdraw(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return bidding.withdraw(
                bid=bid, by=self.cast.applicant, at=self.clock, reason="No staff."
            )

        self.take(reference, Arrow.WITHDRAW, move)

    # Decisions

    def approve(self, reference: str, amount: int) -> None:
        model = self.model.bids[reference]

        def move(bid: Bid) -> object:
            return awards.approve(
                bid=bid, amount_pence=amount, by=self.cast.decision_maker, at=self.clock
            )

        fits = amount <= model.requested and self.model.bears(model.pot, amount)
        if self.take(reference, Arrow.APPROVE, move, ready=fits):
            self.model.commit(model, amount)

    def decline(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return awards.decline(
                bid=bid, by=self.cast.decision_maker, at=self.clock, reason="Not this year."
            )

        self.take(reference, Arrow.DECLINE, move)

    def reinstate(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return awards.reinstate(
                bid=bid, by=self.cast.decision_maker, at=self.clock, reason="An error."
            )

        self.take(reference, Arrow.REINSTATE, move)

    def turn_down(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return awards.turn_down(bid=bid, by=self.cast.applicant, at=self.clock)

        if model := self.take(reference, Arrow.TURN_DOWN, move):
            self.model.release(model, model.committed)

    def lapse(self, reference: str) -> None:
        self.clock += timedelta(days=22)

        def move(bid: Bid) -> Bid:
            return awards.lapse(bid=bid, by=self.cast.officer, at=self.clock)

        if model := self.take(reference, Arrow.TURN_DOWN, move):
            self.model.release(model, model.committed)

    def accept(self, reference: str) -> None:
        def move(bid: Bid) -> object:
            return awards.start_monitoring(
                bid=bid, accepted_by="Ann", by=self.cast.officer, at=self.clock
            )

        self.take(reference, Arrow.START_MONITORING, move)

    # Money

    def receive(self, amount: int) -> None:
        def move() -> Movement:
            return ledger.receive(
                round=self.cast.round,
                amount_pence=amount,
                reference=f"REM-{Movement.objects.count()}",
                by=self.cast.finance,
                at=self.clock,
            )

        self.expect("receive", True, move)
        self.model.cash += amount
        self.model.received += amount

    def vire(self, source: Pot, target: Pot, amount: int) -> None:
        def move() -> Movement:
            return ledger.virement(
                round=self.cast.round,
                source=source,
                target=target,
                amount_pence=amount,
                by=self.cast.finance,
                second=self.cast.decision_maker,
                reason="Needed there.",
                at=self.clock,
            )

        fits = 0 < amount <= self.model.pots[source].available
        if self.expect("virement", source != target and fits, move):
            for pot, sign in ((source, -1), (target, 1)):
                self.model.pots[pot].available += sign * amount
                self.model.pots[pot].allocation += sign * amount

    def give_back(self, pot: Pot, amount: int) -> None:
        def move() -> Movement:
            return ledger.return_to_funder(
                round=self.cast.round, pot=pot, amount_pence=amount, by=self.cast.finance
            )

        fits = 0 < amount <= min(self.model.pots[pot].available, self.model.cash)
        if self.expect("return", fits, move):
            self.model.give_back(pot, amount)

    def pay(self, reference: str, amount: int) -> None:
        model, award = self.model.bids[reference], self.bid(reference).award

        def move() -> object:
            return monitoring.pay(
                award=award,
                amount_pence=amount,
                reference=f"BACS-{Movement.objects.count()}",
                by=self.cast.finance,
                at=self.clock,
            )

        if self.expect("pay", self.model.can_pay(model, amount), move):
            self.model.pay(model, amount)

    def recover(self, reference: str, amount: int) -> None:
        model, award = self.model.bids[reference], self.bid(reference).award

        def move() -> None:
            monitoring.recover(
                award=award, amount_pence=amount, by=self.cast.finance, reason="Not spent."
            )

        if self.expect("recover", 0 < amount <= model.paid, move):
            self.model.recover(model, amount)

    def release(self, reference: str, amount: int) -> None:
        model, award = self.model.bids[reference], self.bid(reference).award

        def move() -> None:
            monitoring.release(
                award=award, amount_pence=amount, by=self.cast.finance, reason="Not needed."
            )

        if self.expect("release", 0 < amount <= model.committed, move):
            self.model.release(model, amount)

    def bounce(self, reference: str, amount: int) -> None:
        model = self.model.bids[reference]

        def move() -> Movement:
            return ledger.bounce(
                round=self.cast.round,
                pot=model.pot,
                key=reference,
                amount_pence=amount,
                by=self.cast.finance,
                at=self.clock,
            )

        if self.expect("bounce", 0 < amount <= model.paid, move):
            self.model.bounce(model, amount)

    def vary(self, reference: str, amount: int) -> None:
        """Asked for, decided and agreed: all three, or nothing of it."""
        model, award = self.model.bids[reference], self.bid(reference).award
        decider = self.cast.decision_maker if amount > model.award else self.cast.officer

        @transaction.atomic
        def move() -> object:
            asked = ask_variation(
                award=award,
                amount_pence=amount,
                reason="Other costs.",
                by=self.cast.applicant,
                at=self.clock,
            )
            decide_variation(variation=asked, by=decider, agree=True, at=self.clock)
            return accept_variation(
                variation=asked, signatory="Ann", by=self.cast.applicant, at=self.clock
            )

        if self.expect("vary", self.model.can_vary(model, amount), move):
            self.model.vary(model, amount)

    # The end

    def final_return(self, reference: str, spent: int) -> None:
        model, award = self.model.bids[reference], self.bid(reference).award

        def move() -> Return:
            return monitoring.accept_return(
                award=award,
                period=self.cast.final_period,
                rag=Return.Rag.GREEN,
                progress="Done.",
                spent_pence=spent,
                forecast_pence=spent,
                by=self.cast.officer,
                at=self.clock,
            )

        if self.expect("return sent", model.state == "monitored" and model.spent is None, move):
            model.spent = spent

    def close(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return monitoring.close(bid=bid, by=self.cast.officer, at=self.clock)

        ready = self.model.squared(self.model.bids[reference])
        self.take(reference, Arrow.CLOSE, move, ready=ready)

    def terminate(self, reference: str) -> None:
        def move(bid: Bid) -> Bid:
            return monitoring.terminate(
                bid=bid, by=self.cast.decision_maker, at=self.clock, reason="It closed."
            )

        if model := self.take(reference, Arrow.TERMINATE, move):
            self.model.release(model, model.committed)


def everything() -> tuple[object, ...]:
    """What a refused move must leave as it was."""
    accounts = Account.objects.order_by("pk")
    return (
        list(accounts.values_list("pk", "balance_pence", "overdraft_pence")),
        list(Bid.objects.order_by("pk").values_list("pk", "state")),
        HistoryRow.objects.count(),
        Movement.objects.count(),
    )
