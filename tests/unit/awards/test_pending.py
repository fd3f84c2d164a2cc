"""The PCC's decisions are taken down by an officer and confirmed by somebody else."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from awards.actions import approve, latest_submission
from awards.answering import Recorded
from awards.models import Answer, PendingDecision
from awards.pending import TakenDown, confirm, send_back, take_back, take_down
from base.errors import Faulty, NotAllowed, Refused
from bids.actions import withdraw
from bids.models import Bid
from funds.balances import balances
from notices.models import Message
from people.models import Membership
from reports.submission.sending import send
from rounds.models import Pot
from scoring.actions import sift
from scoring.models import Interest
from tests.cast import SIFTED, Cast, again, at
from tests.dump import dump
from tests.unit.awards.test_answers import answer as answered
from tests.unit.awards.test_answers import bring_in, returned

SENT = at("2019-03-28 12:00")
DAY = date(2019, 4, 12)


@pytest.fixture
def bids(cast: Cast) -> dict[str, Bid]:
    """Two to fund, one on reserve and one below the threshold, sifted, and the submission sent."""
    made = {
        "first": cast.scored(1_200_000, points=5),
        "second": cast.scored(700_000),
        "reserve": cast.scored(300_000, points=3),
        "low": cast.scored(100_000, points=1),
    }
    sift(round=cast.round, by=cast.officer, at=SIFTED)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=SENT)
    return {name: again(bid) for name, bid in made.items()}


def down(cast: Cast, *given: TakenDown, **changes: Any) -> list[PendingDecision]:
    said: dict[str, Any] = {
        "round": cast.round,
        "decisions": list(given),
        "decided_by": "Katy Hall",
        "decided_on": DAY,
        "by": cast.officer,
    }
    return take_down(**(said | changes))


def one(cast: Cast, *given: Any, **changes: Any) -> PendingDecision:
    return down(cast, TakenDown(*given), **changes)[0]


def refusal(cast: Cast, pending: PendingDecision, **changes: Any) -> str:
    """What confirming says no with; and nothing is changed."""
    before = dump()
    with pytest.raises(Refused) as refused:
        confirm(pending=pending, by=changes.get("by", cast.decision_maker))
    assert dump() == before
    return str(refused.value)


# Taking down


def test_nothing_is_decided_by_taking_it_down(cast: Cast, bids: dict[str, Bid]) -> None:
    one(cast, bids["first"], "approve")
    assert again(bids["first"]).state == "sifted"
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("reserve", ("approve",), "Nothing is recommended"),
        ("first", ("approve", 1_200_001), "no more can be approved"),
        ("first", ("decline", 100), "without “Approve”"),
        ("first", ("maybe",), "Choose a decision"),
        ("first", ("",), "Choose a decision"),
    ],
)
def test_what_the_file_would_be_refused_for_is_refused(
    cast: Cast, bids: dict[str, Bid], name: str, given: tuple[Any, ...], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        one(cast, bids[name], *given)
    assert not PendingDecision.objects.exists()


def test_a_bid_that_was_never_sent_has_no_answer(cast: Cast, bids: dict[str, Bid]) -> None:
    with pytest.raises(Refused, match="never sent to the PCC"):
        one(cast, cast.sifted(), "approve")


def test_several_are_taken_down_together_or_not_at_all(cast: Cast, bids: dict[str, Bid]) -> None:
    wrong = TakenDown(bids["reserve"], "approve")
    with pytest.raises(Refused):
        down(cast, TakenDown(bids["first"], "approve"), wrong)
    assert not PendingDecision.objects.exists()
    right = TakenDown(bids["reserve"], "approve", 100)
    assert len(down(cast, TakenDown(bids["first"], "approve"), right)) == 2


def test_one_decision_of_a_bid_waits_at_a_time(cast: Cast, bids: dict[str, Bid]) -> None:
    first = one(cast, bids["first"], "approve")
    with pytest.raises(Refused, match="taken down already"):
        one(cast, bids["first"], "decline")
    with pytest.raises(IntegrityError), transaction.atomic():
        PendingDecision.objects.create(
            bid=first.bid,
            submission=first.submission,
            decision="decline",
            decided_by="X",
            decided_on=DAY,
            entered_by=cast.officer,
        )


def test_a_decided_bid_awaits_nothing(cast: Cast, bids: dict[str, Bid]) -> None:
    approve(bid=bids["first"], amount_pence=1, by=cast.decision_maker)
    with pytest.raises(Refused, match="is approved, so it awaits no decision"):
        one(cast, bids["first"], "approve")


@pytest.mark.parametrize(
    ("day", "why"), [(date(2100, 1, 1), "not come yet"), (date(2019, 3, 1), "cannot have happened")]
)
def test_its_day_is_possible(cast: Cast, bids: dict[str, Bid], day: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        one(cast, bids["first"], "approve", decided_on=day)


def test_only_an_officer_takes_down(cast: Cast, bids: dict[str, Bid]) -> None:
    for person in (cast.decision_maker, cast.finance, cast.auditor, cast.applicant, cast.stranger):
        with pytest.raises(NotAllowed):
            one(cast, bids["first"], "approve", by=person)


# Confirming


def test_confirming_commits_the_recommended_amount(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve", None, "Good")
    confirm(pending=pending, by=cast.decision_maker)
    bid = again(bids["first"])
    assert (bid.state, bid.award.amount_pence) == ("approved", 1_200_000)
    row = bid.history.latest("pk")
    assert row.reason == "Good (Answer of the PCC of 12 April 2019)"
    assert (row.at, row.by) == (at("2019-04-12"), cast.decision_maker)
    assert balances(cast.round).pots[Pot.MAIN]["committed_pence"] == 1_200_000
    kept = Answer.objects.get()
    assert (kept.decision, kept.amount_pence, kept.comment) == ("approve", 1_200_000, "Good")
    pending.refresh_from_db()
    assert (pending.confirmed, pending.ended_by) == (True, cast.decision_maker)


def test_a_reserve_gets_the_amount_that_was_said(cast: Cast, bids: dict[str, Bid]) -> None:
    confirm(pending=one(cast, bids["reserve"], "approve", 250_050), by=cast.decision_maker)
    assert again(bids["reserve"]).award.amount_pence == 250_050


def test_a_decline_tells_the_applicant_why_and_names_nobody(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    pending = one(cast, bids["second"], "decline", None, "Not this year.")
    confirm(pending=pending, by=cast.decision_maker)
    assert again(bids["second"]).state == "declined"
    message = Message.objects.get(kind="bid-declined")
    assert "Not this year." in message.body
    reason = again(bids["second"]).history.latest("pk").reason
    assert "Katy" not in reason
    assert "Olive" not in reason


def test_a_query_goes_to_the_officers_and_decides_nothing(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["second"], "query", None, "Who else pays?")
    confirm(pending=pending, by=cast.decision_maker)
    assert again(bids["second"]).state == "sifted"
    assert "Who else pays?" in Message.objects.get(kind="pcc-query").body


def test_whoever_took_it_down_does_not_confirm_it(cast: Cast, bids: dict[str, Bid]) -> None:
    Membership.objects.create(
        partnership=cast.round.partnership, user=cast.officer, role="decision-maker"
    )
    pending = one(cast, bids["first"], "approve")
    assert "somebody else must confirm it" in refusal(cast, pending, by=cast.officer)


@pytest.mark.parametrize("decision", ["approve", "decline", "query"])
def test_whoever_scored_does_not_confirm(cast: Cast, bids: dict[str, Bid], decision: str) -> None:
    Membership.objects.create(
        partnership=cast.round.partnership, user=cast.panel_member, role="decision-maker"
    )
    pending = one(cast, bids["first"], decision)
    assert "You scored" in refusal(cast, pending, by=cast.panel_member)


def test_whoever_has_a_stake_does_not_confirm(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    interest = Interest.objects.create(
        bid=bids["first"], member=cast.decision_maker, words="Trustee"
    )
    assert "an interest" in refusal(cast, pending)
    interest.delete()
    bids["first"].organisation.members.add(cast.decision_maker)
    assert "an interest" in refusal(cast, pending)


def test_only_a_decision_maker_confirms(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    for person in (cast.finance, cast.auditor, cast.panel_member, cast.applicant, cast.stranger):
        refusal(cast, pending, by=person)


def test_what_the_pot_cannot_bear_stays_as_it_was(cast: Cast, bids: dict[str, Bid]) -> None:
    both = down(
        cast,
        TakenDown(bids["first"], "approve"),
        TakenDown(bids["second"], "approve"),
        TakenDown(bids["reserve"], "approve", 300_000),
    )
    for pending in both[:2]:
        confirm(pending=pending, by=cast.decision_maker)
    assert "is too much: the main pot has £1,000.00 left" in refusal(cast, both[2])


def test_a_new_version_makes_it_be_taken_down_anew(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    cast.sifted(100_000)
    send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    assert "sent anew" in refusal(cast, pending)


def test_twice_confirmed_is_once(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    confirm(pending=pending, by=cast.decision_maker)
    assert "was confirmed already" in refusal(cast, pending)


def test_a_bid_withdrawn_since_is_reported_and_left(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    withdraw(bid=bids["first"], by=cast.applicant, reason="No staff.")
    done = confirm(pending=pending, by=cast.decision_maker)
    assert "withdrawn since" in done.reported[0]
    pending.refresh_from_db()
    assert pending.ended_at
    assert not pending.confirmed


# Taking back and sending back


def test_an_officer_takes_it_back_and_anew(cast: Cast, bids: dict[str, Bid]) -> None:
    take_back(pending=one(cast, bids["first"], "decline"), by=cast.officer)
    confirm(pending=one(cast, bids["first"], "approve"), by=cast.decision_maker)
    assert again(bids["first"]).state == "approved"


def test_a_decision_maker_sends_it_back_with_a_reason(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    with pytest.raises(Refused, match="Say why"):
        send_back(pending=pending, by=cast.decision_maker, reason=" ")
    send_back(pending=pending, by=cast.decision_maker, reason="The letter says £5,000.")
    pending.refresh_from_db()
    assert pending.ended_why == "The letter says £5,000."
    told = Message.objects.get(kind="decision-sent-back")
    assert told.to == cast.officer.email
    assert "The letter says £5,000." in told.body
    assert "taken or sent back already" in refusal(cast, pending)


def test_each_is_for_its_own_person(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    with pytest.raises(NotAllowed):
        take_back(pending=pending, by=cast.decision_maker)
    with pytest.raises(NotAllowed):
        send_back(pending=pending, by=cast.officer, reason="No")


# The file and the page never contradict each other


def test_a_file_that_says_the_same_confirms_it(cast: Cast, bids: dict[str, Bid]) -> None:
    pending = one(cast, bids["first"], "approve")
    bring_in(cast, returned(answered(bids["first"], "approve")))
    pending.refresh_from_db()
    assert pending.confirmed
    assert Answer.objects.filter(bid=bids["first"]).count() == 1


def test_a_file_that_says_something_else_is_refused_whole(cast: Cast, bids: dict[str, Bid]) -> None:
    one(cast, bids["first"], "decline")
    before = dump()
    with pytest.raises(Faulty, match="taken down and awaits confirmation"):
        bring_in(cast, returned(answered(bids["first"], "approve")))
    assert dump() == before


def test_a_file_after_the_page_changes_nothing_where_it_says_the_same(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    confirm(pending=one(cast, bids["first"], "approve", None, ""), by=cast.decision_maker)
    done: Recorded = bring_in(cast, returned(answered(bids["first"], "approve")))
    assert not done.approved
    assert Answer.objects.filter(bid=bids["first"]).count() == 1


def test_a_file_after_the_page_that_says_otherwise_is_refused(
    cast: Cast, bids: dict[str, Bid]
) -> None:
    confirm(pending=one(cast, bids["first"], "approve"), by=cast.decision_maker)
    with pytest.raises(Faulty, match="this answer is another one"):
        bring_in(cast, returned(answered(bids["first"], "decline")))


def test_the_submission_of_a_bid_is_the_one_it_stands_in(cast: Cast, bids: dict[str, Bid]) -> None:
    assert one(cast, bids["low"], "approve", 100).submission == latest_submission(bids["low"])
