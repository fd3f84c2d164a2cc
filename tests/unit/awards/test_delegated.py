"""Decisions under delegation: a named officer, a limit, two people in it, and the PCC told afterwards."""

from datetime import datetime

import pytest

from awards import actions as awards
from awards.agreement_text import agreement_text
from awards.delegated import (
    approve_delegated,
    decline_delegated,
    record_told,
    untold,
    why_not_delegated,
)
from awards.letter_text import letter_text
from awards.models import DelegatedDecision
from awards.terms import current
from base.errors import NotAllowed, Refused
from bids.models import Bid
from bids.states import State
from funds import actions as ledger
from notices.models import Message
from people.models import Funder
from reports.books import differences
from rounds.models import Pot, Round
from tests.cast import DECIDED, Cast, again
from tests.dump import dump

LIMIT = 100_000


def delegate_to(cast: Cast, limit_pence: int = LIMIT) -> Cast:
    """The officer decides tactical bids up to the limit."""
    Round.objects.update(delegate=cast.officer, delegated_limit_pence=limit_pence)
    return Cast(Round.objects.get(pk=cast.round.pk))


@pytest.fixture
def tactical(cast: Cast) -> tuple[Cast, Bid]:
    cast = delegate_to(cast)
    return cast, Bid.objects.get(pk=cast.sifted(LIMIT + 50_000, route=Pot.TACTICAL).pk)


def approve(cast: Cast, bid: Bid, pence: int = LIMIT, at: datetime = DECIDED) -> DelegatedDecision:
    return approve_delegated(
        bid=bid, amount_pence=pence, by=cast.officer, reason="It cannot wait.", at=at
    )


def test_the_papers_say_who_approved_it(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    award = approve(cast, bid).award
    letter = letter_text(award, current(award)).text
    assert "we have approved a grant of £1,000.00" in letter
    assert "has approved" not in letter
    agreement = agreement_text(award, current(award), ends=None).text
    assert "approved the award under its delegation" in agreement
    assert "pays for it and approved" not in agreement


def test_the_named_officer_decides_up_to_the_limit(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    made = approve(cast, bid)
    assert (again(bid).state, made.award.amount_pence) == (State.APPROVED, LIMIT)
    assert made.award.approved_by == cast.officer
    assert list(untold(cast.round)) == [made]
    assert list(differences([cast.round])) == []


def test_a_penny_more_is_not_theirs(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    before = dump()
    with pytest.raises(Refused, match=r"is not within the £1,000.00 that were delegated"):
        approve(cast, bid, LIMIT + 1)
    assert dump() == before


def test_nor_is_the_usual_approval_nor_the_ledger(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    with pytest.raises(NotAllowed):
        awards.approve(bid=bid, amount_pence=1, by=cast.officer, at=DECIDED)
    for pot, pence, delegated in (
        (Pot.TACTICAL, LIMIT, False),
        (Pot.TACTICAL, LIMIT + 1, True),
        (Pot.MAIN, 1, True),
    ):
        with pytest.raises(NotAllowed):
            ledger.commit(
                round=cast.round,
                pot=pot,
                key=bid.reference,
                amount_pence=pence,
                by=cast.officer,
                delegated=delegated,
            )


def test_a_bid_of_the_main_round_is_never_theirs(cast: Cast) -> None:
    cast = delegate_to(cast)
    bid = cast.sifted(1_000)
    with pytest.raises(NotAllowed, match="Nothing is delegated"):
        approve(cast, bid, 1_000)


def test_nobody_else_decides_under_delegation(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    for person in (cast.decision_maker, cast.finance, cast.applicant, cast.stranger):
        with pytest.raises(NotAllowed, match="Only the officer named"):
            approve_delegated(bid=bid, amount_pence=1, by=person, reason="x", at=DECIDED)


def test_without_a_limit_nothing_is_delegated(cast: Cast) -> None:
    cast = delegate_to(cast, 0)
    bid = cast.sifted(1_000, route=Pot.TACTICAL)
    with pytest.raises(NotAllowed, match="Nothing is delegated"):
        approve(cast, bid, 1)


def test_who_entered_scored_or_has_a_stake_does_not_decide(cast: Cast) -> None:
    cast = delegate_to(cast)
    scored, staked = (cast.sifted(1_000, route=Pot.TACTICAL) for _ in range(2))
    criterion = cast.round.criteria.earliest("pk")
    scored.scores.create(member=cast.officer, criterion=criterion, points=3)
    with pytest.raises(NotAllowed, match="scored"):
        approve(cast, scored, 1_000)
    cast.organisation.members.add(cast.officer)
    with pytest.raises(NotAllowed, match="has an interest"):
        approve(cast, staked, 1_000)
    cast.organisation.members.remove(cast.officer)
    entered = cast.draft(1_000, route=Pot.TACTICAL, by=cast.officer)
    assert "You entered" in why_not_delegated(entered, cast.officer)


def test_no_more_than_the_pot_has_or_was_requested(cast: Cast) -> None:
    cast = delegate_to(cast, 5_000_000)
    bid = cast.sifted(900_000, route=Pot.TACTICAL)
    with pytest.raises(Refused, match="more than the"):
        approve(cast, bid, 900_001)
    other = cast.sifted(900_000, route=Pot.TACTICAL)
    approve(cast, bid, 900_000)
    with pytest.raises(Refused, match="is too much"):
        approve(cast, other, 900_000)


def test_an_approval_needs_a_reason(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    before = dump()
    with pytest.raises(Refused, match="Give the reason"):
        approve_delegated(bid=bid, amount_pence=1, by=cast.officer, reason=" ", at=DECIDED)
    assert dump() == before


def test_they_decline_too_with_a_reason(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    with pytest.raises(Refused, match="reason"):
        decline_delegated(bid=bid, by=cast.officer, reason=" ", at=DECIDED)
    decline_delegated(bid=bid, by=cast.officer, reason="Not now.", at=DECIDED)
    assert again(bid).state == State.DECLINED


def test_the_pcc_is_emailed_where_it_has_an_address(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    Funder.objects.update(email="office@pcc.example")
    made = approve(cast, Bid.objects.get(pk=bid.pk))
    assert (made.told_to, made.told_at) == ("office@pcc.example", DECIDED)
    told = Message.objects.get(kind="decided-under-delegation")
    assert told.to == "office@pcc.example"
    assert "£1,000.00" in told.body
    assert not untold(cast.round).exists()


def test_otherwise_an_officer_records_who_was_told_once(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    made = approve(cast, bid)
    with pytest.raises(NotAllowed):
        record_told(decision=made, told_to="Sam", by=cast.finance)
    with pytest.raises(Refused, match="Enter whom you told"):
        record_told(decision=made, told_to=" ", by=cast.officer)
    record_told(decision=made, told_to="Sam Reed, by telephone", by=cast.officer, at=DECIDED)
    with pytest.raises(Refused, match="Sam Reed, by telephone was told already"):
        record_told(decision=made, told_to="Sam", by=cast.officer)


def test_the_books_hold_when_it_is_turned_down(tactical: tuple[Cast, Bid]) -> None:
    cast, bid = tactical
    approve(cast, bid)
    awards.turn_down(bid=bid, by=cast.applicant, at=DECIDED)
    assert list(differences([cast.round])) == []
