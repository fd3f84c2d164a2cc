"""Every pair of a state and an arrow: those of the design's table move the bid, and no others."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from awards import actions as awards
from base.errors import NotAllowed, Refused
from bids import actions as bidding
from bids.models import Bid
from bids.states import Arrow, State
from monitoring import actions as monitoring
from people.models import User
from scoring import actions as scoring
from tests.cast import SUBMITTED, Cast, again, at, later
from tests.dump import changes, dump

TABLE = {
    (State.DRAFT, Arrow.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Arrow.SEND_BACK): State.DRAFT,
    (State.SUBMITTED, Arrow.REJECT): State.DECLINED,
    (State.SUBMITTED, Arrow.SIFT): State.SIFTED,
    (State.SIFTED, Arrow.REOPEN): State.SUBMITTED,
    (State.SIFTED, Arrow.APPROVE): State.APPROVED,
    (State.SIFTED, Arrow.DECLINE): State.DECLINED,
    (State.DECLINED, Arrow.REINSTATE): State.SIFTED,
    (State.APPROVED, Arrow.TURN_DOWN): State.WITHDRAWN,
    (State.APPROVED, Arrow.START_MONITORING): State.MONITORED,
    (State.MONITORED, Arrow.CLOSE): State.CLOSED,
    (State.DRAFT, Arrow.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Arrow.WITHDRAW): State.WITHDRAWN,
    (State.SIFTED, Arrow.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Arrow.TERMINATE): State.TERMINATED,
    (State.MONITORED, Arrow.TERMINATE): State.TERMINATED,
}
"""The design's table, but for ``start``."""

MOVES = [arrow for arrow in Arrow if arrow != Arrow.START]

WHO = {
    Arrow.START: {"applicant", "officer"},
    Arrow.SUBMIT: {"applicant", "officer"},
    Arrow.SEND_BACK: {"officer"},
    Arrow.REJECT: {"officer"},
    Arrow.SIFT: {"officer"},
    Arrow.REOPEN: {"officer"},
    Arrow.APPROVE: {"decision maker"},
    Arrow.DECLINE: {"decision maker"},
    Arrow.REINSTATE: {"decision maker"},
    Arrow.TURN_DOWN: {"applicant", "officer"},
    Arrow.START_MONITORING: {"officer"},
    Arrow.CLOSE: {"officer"},
    Arrow.WITHDRAW: {"applicant", "officer"},
    Arrow.TERMINATE: {"decision maker"},
}
"""The design's column "who"."""

NEEDS_A_REASON = {
    Arrow.SEND_BACK,
    Arrow.REOPEN,
    Arrow.DECLINE,
    Arrow.REINSTATE,
    Arrow.WITHDRAW,
    Arrow.TERMINATE,
}
"""Arrows whose verb is given a reason (``reject`` takes its reason from the gate that failed)."""

Try = Callable[[Cast, Bid, User, datetime, str], object]

TRY: dict[Arrow, Try] = {
    Arrow.SUBMIT: lambda cast, bid, by, at, reason: bidding.submit(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.SEND_BACK: lambda cast, bid, by, when, reason: bidding.send_back(
        bid=bid, by=by, at=when, reason=reason, change_by=at("2022-01-01")
    ),
    Arrow.REJECT: lambda cast, bid, by, at, reason: scoring.reject(
        bid=bid, check=cast.failed_gate(bid), by=by, at=at
    ),
    Arrow.SIFT: lambda cast, bid, by, at, reason: scoring.sift(
        round=cast.round, only=[bid.reference], by=by, at=at
    ),
    Arrow.REOPEN: lambda cast, bid, by, at, reason: awards.reopen(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.APPROVE: lambda cast, bid, by, at, reason: awards.approve(
        bid=bid, amount_pence=bid.requested_pence or 0, by=by, at=at, reason=reason
    ),
    Arrow.DECLINE: lambda cast, bid, by, at, reason: awards.decline(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.REINSTATE: lambda cast, bid, by, at, reason: awards.reinstate(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.TURN_DOWN: lambda cast, bid, by, at, reason: awards.turn_down(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.START_MONITORING: lambda cast, bid, by, at, reason: awards.start_monitoring(
        bid=bid, accepted_by="Ann", by=by, at=at, reason=reason
    ),
    Arrow.CLOSE: lambda cast, bid, by, at, reason: monitoring.close(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.WITHDRAW: lambda cast, bid, by, at, reason: bidding.withdraw(
        bid=bid, by=by, at=at, reason=reason
    ),
    Arrow.TERMINATE: lambda cast, bid, by, at, reason: monitoring.terminate(
        bid=bid, by=by, at=at, reason=reason
    ),
}
"""How each arrow is tried: through the one verb that takes it."""


class _Undone(Exception):
    """Ends a trial, so that the next one begins where this one began."""


def the_right_person(cast: Cast, arrow: Arrow) -> User:
    """Somebody who may take the arrow; an officer where an officer may."""
    return cast.officer if "officer" in WHO[arrow] else cast.decision_maker


@pytest.mark.parametrize("state", State)
def test_a_bid_takes_the_arrows_of_its_state_and_no_others(
    cast: Cast, state: State, subtests: pytest.Subtests
) -> None:
    bid = cast.bid_in(state)
    for arrow in MOVES:
        with subtests.test(arrow=arrow.value):
            try:
                with transaction.atomic():
                    if (state, arrow) in TABLE:
                        moves(cast, bid, arrow, TABLE[state, arrow])
                    else:
                        stays(cast, bid, arrow)
                    raise _Undone
            except _Undone:
                assert again(bid).state == state


def moves(cast: Cast, bid: Bid, arrow: Arrow, target: State) -> None:
    """Take the arrow, and see exactly one history row that tells all of it."""
    rows, came_from, moment = bid.history.count(), bid.state, later(bid)
    by = the_right_person(cast, arrow)

    TRY[arrow](cast, bid, by, moment, "Because it must be so.")

    assert again(bid).state == target
    assert bid.history.count() == rows + 1
    row = bid.history.latest("pk")
    assert (row.from_state, row.to_state, row.transition) == (came_from, target, arrow.value)
    assert (row.by, row.at) == (by, moment)
    assert row.recorded_at > moment
    if arrow in NEEDS_A_REASON:
        assert row.reason == "Because it must be so."
    elif arrow == Arrow.REJECT:
        assert "Pays for activity" in row.reason
        assert "It buys cameras." in row.reason


def stays(cast: Cast, bid: Bid, arrow: Arrow) -> None:
    """Try the arrow, and see a refusal and nothing changed."""
    by = the_right_person(cast, arrow)
    if arrow == Arrow.REJECT:
        cast.failed_gate(bid)
    before = dump()

    with pytest.raises(Refused) as refusal:
        TRY[arrow](cast, bid, by, later(bid), "Because it must be so.")

    assert not isinstance(refusal.value, NotAllowed)
    assert bid.reference in str(refusal.value)
    assert dump() == before


@pytest.mark.parametrize("arrow", MOVES)
def test_an_arrow_is_taken_by_those_who_may_and_refused_to_everybody_else(
    cast: Cast, arrow: Arrow, subtests: pytest.Subtests
) -> None:
    state = next(state for (state, taken) in TABLE if taken == arrow)
    bid = cast.bid_in(state)
    if arrow == Arrow.REJECT:
        cast.failed_gate(bid)
    people = cast.everybody()
    before = dump()
    for name, person in people.items():
        with subtests.test(who=name):
            if name in WHO[arrow]:
                try:
                    with transaction.atomic():
                        TRY[arrow](cast, bid, person, later(bid), "Because it must be so.")
                        assert bid.history.latest("pk").by == person
                        raise _Undone
                except _Undone:
                    continue
            with pytest.raises(NotAllowed):
                TRY[arrow](cast, bid, person, later(bid), "Because it must be so.")
            assert changes(before, dump()) == {}


def test_a_bid_is_started_by_its_organisation_or_an_officer_and_by_nobody_else(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    people = cast.everybody()
    before = dump()
    for name, person in people.items():
        with subtests.test(who=name):
            if name in WHO[Arrow.START]:
                bid = cast.draft(by=person)
                row = bid.history.get()
                assert (row.from_state, row.to_state, row.transition) == (None, "draft", "start")
                assert row.by == person
                before = dump()
                continue
            with pytest.raises(NotAllowed):
                cast.draft(by=person)
            assert dump() == before


def test_somebody_who_left_takes_no_arrow(cast: Cast) -> None:
    bid = cast.draft()
    for person in (cast.applicant, cast.officer):
        person.is_active = False
        person.save()
        with pytest.raises(NotAllowed):
            bidding.submit(bid=bid, by=person, at=SUBMITTED)


@pytest.mark.parametrize("arrow", sorted(NEEDS_A_REASON))
@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_an_arrow_that_needs_a_reason_is_refused_without_one(
    cast: Cast, arrow: Arrow, reason: str
) -> None:
    state = next(state for (state, taken) in TABLE if taken == arrow)
    bid = cast.bid_in(state)
    before = dump()

    with pytest.raises(Refused, match=r"(?i)reason"):
        TRY[arrow](cast, bid, the_right_person(cast, arrow), later(bid), reason)

    assert dump() == before
