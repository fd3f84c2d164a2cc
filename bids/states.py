"""Every state of a bid and every arrow between them, on one screen.

==========  =====================================================================================
draft       the applicant is writing it
submitted   it is with the officers: gates are checked, the panel scores it
sifted      it has scores, a recommendation and a recommended amount; a decision is awaited
approved    an amount is committed; the organisation has the offer
monitored   the agreement is accepted; the project runs, is paid and sends returns
closed      the final return is accepted and the money is squared
declined    it failed a gate, or a decision maker said no
withdrawn   the organisation took it back, or turned the offer down, or the offer lapsed
terminated  it was ended early by a decision maker
==========  =====================================================================================

An arrow here knows who may take it (its rule in ``bids.rules``) and what the bid's own data must be.
The verb that checks the rest lives in the app that owns those facts (``VERBS``) and is the only caller
of its arrow. All go through ``bids.history.take``, which writes the history row in the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django_fsm import FSMField, transition

from bids.rules import rule

if TYPE_CHECKING:
    from bids.models import Bid


class State(models.TextChoices):
    """Where a bid is."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    SIFTED = "sifted", "Sifted"
    APPROVED = "approved", "Approved"
    MONITORED = "monitored", "Monitored"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TERMINATED = "terminated", "Terminated"


class Arrow(StrEnum):
    """The name of a transition, as history keeps it."""

    START = "start"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    REJECT = "reject"
    SIFT = "sift"
    REOPEN = "reopen"
    APPROVE = "approve"
    DECLINE = "decline"
    REINSTATE = "reinstate"
    TURN_DOWN = "turn_down"
    START_MONITORING = "start_monitoring"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"


VERBS = {
    Arrow.START: "bids.actions.start",
    Arrow.SUBMIT: "bids.actions.submit",
    Arrow.SEND_BACK: "bids.actions.send_back",
    Arrow.WITHDRAW: "bids.actions.withdraw",
    Arrow.REJECT: "scoring.actions.reject",
    Arrow.SIFT: "scoring.actions.sift",
    Arrow.REOPEN: "awards.actions.reopen",
    Arrow.APPROVE: "awards.actions.approve",
    Arrow.DECLINE: "awards.actions.decline",
    Arrow.REINSTATE: "awards.actions.reinstate",
    Arrow.TURN_DOWN: "awards.actions.turn_down",
    Arrow.START_MONITORING: "awards.actions.start_monitoring",
    Arrow.CLOSE: "monitoring.actions.close",
    Arrow.TERMINATE: "monitoring.actions.terminate",
}
"""The one function that takes each arrow."""


@dataclass(frozen=True)
class Guard:
    """A condition of an arrow that can say why it does not hold (an empty text where it does)."""

    why_not: Callable[["Bid"], str]

    def __call__(self, bid: Any) -> bool:
        return not self.why_not(bid)


answered = Guard(lambda bid: bid.missing_answers())
adds_up = Guard(lambda bid: bid.budget_difference())


def _not_sifted(bid: Any) -> str:
    is_sifted = bid.state == State.SIFTED or bid.round.closed_at is not None
    return "" if is_sifted else "to decline it, it must be sifted."


sifted_unless_closed = Guard(_not_sifted)


REASON = {"reason": True}
"""Marks an arrow that is taken only with a reason."""


class BidStates(models.Model):
    """The state machine. A bid starts as a draft; nothing but an arrow moves it."""

    state = FSMField(default=State.DRAFT, choices=State.choices, protected=True)

    class Meta:
        abstract = True

    @transition(
        state,
        source=State.DRAFT,
        target=State.SUBMITTED,
        permission=rule("bids.submit"),
        conditions=[answered, adds_up],
    )
    def submit(self) -> None:
        """The bid is complete and goes to the officers."""

    @transition(
        state,
        source=State.SUBMITTED,
        target=State.DRAFT,
        permission=rule("bids.send_back"),
        custom=REASON,
    )
    def send_back(self) -> None:
        """Something must be changed by the applicant, by a date."""

    @transition(
        state,
        source=State.SUBMITTED,
        target=State.DECLINED,
        permission=rule("bids.reject"),
        custom=REASON,
    )
    def reject(self) -> None:
        """A gate failed."""

    @transition(state, source=State.SUBMITTED, target=State.SIFTED, permission=rule("bids.sift"))
    def sift(self) -> None:
        """Gates passed, scored to the quorum, with a recommendation."""

    @transition(
        state,
        source=State.SIFTED,
        target=State.SUBMITTED,
        permission=rule("bids.reopen"),
        custom=REASON,
    )
    def reopen(self) -> None:
        """The sift is taken up again for this bid."""

    @transition(state, source=State.SIFTED, target=State.APPROVED, permission=rule("bids.approve"))
    def approve(self) -> None:
        """An amount is awarded and committed."""

    @transition(
        state,
        source=[State.SUBMITTED, State.SIFTED],
        target=State.DECLINED,
        permission=rule("bids.decline"),
        conditions=[sifted_unless_closed],
        custom=REASON,
    )
    def decline(self) -> None:
        """No award, for a reason that the applicant can read. One not yet sifted: as its round closes."""

    @transition(
        state,
        source=State.DECLINED,
        target=State.SIFTED,
        permission=rule("bids.reinstate"),
        custom=REASON,
    )
    def reinstate(self) -> None:
        """The decision to decline was made in error, or a complaint was upheld."""

    @transition(
        state, source=State.APPROVED, target=State.WITHDRAWN, permission=rule("bids.turn_down")
    )
    def turn_down(self) -> None:
        """The offer is turned down, or has lapsed."""

    @transition(
        state,
        source=State.APPROVED,
        target=State.MONITORED,
        permission=rule("bids.start_monitoring"),
    )
    def start_monitoring(self) -> None:
        """The agreement is accepted."""

    @transition(state, source=State.MONITORED, target=State.CLOSED, permission=rule("bids.close"))
    def close(self) -> None:
        """The final return is accepted and nothing is owed either way."""

    @transition(
        state,
        source=[State.DRAFT, State.SUBMITTED, State.SIFTED],
        target=State.WITHDRAWN,
        permission=rule("bids.withdraw"),
        custom=REASON,
    )
    def withdraw(self) -> None:
        """The organisation takes the bid back."""

    @transition(
        state,
        source=[State.APPROVED, State.MONITORED],
        target=State.TERMINATED,
        permission=rule("bids.terminate"),
        custom=REASON,
    )
    def terminate(self) -> None:
        """The project is ended early."""
