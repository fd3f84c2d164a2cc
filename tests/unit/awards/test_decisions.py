"""Approve, decline, reinstate, reopen, turn down, lapse and accept: what each needs and brings about."""

from datetime import timedelta

import pytest

from awards import actions as awards
from awards.models import Agreement, Answer, Submission
from base.errors import NotAllowed, Refused
from bids.models import Bid
from funds import actions as ledger
from funds.balances import balances
from funds.models import Movement
from notices.models import Message
from people.models import Membership
from rounds.models import Pot
from scoring.models import Recommendation
from tests.cast import AGREED, DECIDED, PAID, SIFTED, Cast, again, at, cast_of, later
from tests.dump import dump
from tests.round_files import round_text


def committed(cast: Cast, pot: Pot = Pot.MAIN) -> int:
    return balances(cast.round).pots[pot]["committed_pence"]


# Approve


def test_an_approval_commits_the_amount_and_tells_the_applicant(cast: Cast) -> None:
    bid = cast.sifted(500_000)
    award = cast.approve(bid, 450_000)
    assert (award.amount_pence, award.approved_by, award.approved_at) == (
        450_000,
        cast.decision_maker,
        DECIDED,
    )
    assert committed(cast) == 450_000
    assert again(bid).state == "approved"
    message = Message.objects.get(subject__contains="approved")
    assert message.to == "applicant@youth.example"
    assert "£4,500.00 was approved" in message.body
    assert "21 days" in message.body


def test_a_tactical_bid_is_paid_for_from_the_tactical_pot(cast: Cast) -> None:
    cast.approved(500_000, route=Pot.TACTICAL)
    assert (committed(cast, Pot.MAIN), committed(cast, Pot.TACTICAL)) == (0, 500_000)


def test_no_more_is_approved_than_was_requested(cast: Cast) -> None:
    bid = cast.sifted(500_000)
    before = dump()
    with pytest.raises(Refused, match=r"£5,000.01 is more than the £5,000.00 that CSP19-001 req"):
        cast.approve(bid, 500_001)
    assert dump() == before
    cast.approve(bid, 500_000)


@pytest.mark.parametrize("pence", [0, -1])
def test_an_award_is_above_zero(cast: Cast, pence: int) -> None:
    bid = cast.sifted()
    before = dump()
    with pytest.raises(Refused, match="more than zero"):
        cast.approve(bid, pence)
    assert dump() == before


def test_no_more_is_approved_than_the_pot_can_bear(cast: Cast) -> None:
    cast.approved(1_800_000)
    bid = cast.sifted(200_001)
    before = dump()
    with pytest.raises(Refused, match=r"£2,000.01 is too much: the main pot has £2,000.00 left"):
        cast.approve(bid)
    assert dump() == before
    cast.approve(bid, 200_000)


def test_a_round_may_approve_over_its_pot_by_the_per_cent_it_sets(db: None) -> None:
    cast = cast_of(round_text(settings="over_allocation_percent = 5"))
    cast.approved(2_000_000)
    bid = cast.sifted(100_001)
    with pytest.raises(Refused, match="too much"):
        cast.approve(bid)
    cast.approve(bid, 100_000)
    assert balances(cast.round).pots[Pot.MAIN]["available_pence"] == -100_000


@pytest.mark.parametrize("decision", ["approve", "decline"])
def test_nobody_decides_a_bid_that_they_scored(cast: Cast, decision: str) -> None:
    member = cast.panel_member
    Membership.objects.create(
        partnership=cast.round.partnership, user=member, role="decision-maker"
    )
    bid = cast.sifted()
    before = dump()
    with pytest.raises(NotAllowed, match=r"panel@csp\.example scored CSP19-001, so somebody else"):
        if decision == "approve":
            awards.approve(bid=bid, amount_pence=1, by=member, at=DECIDED)
        else:
            awards.decline(bid=bid, by=member, reason="No.", at=DECIDED)
    assert dump() == before


@pytest.mark.parametrize("decision", ["approve", "decline"])
@pytest.mark.parametrize("way", ["member", "let in", "interest"])
def test_nobody_decides_a_bid_in_which_they_have_a_stake(
    cast: Cast, decision: str, way: str
) -> None:
    bid, by = cast.sifted(), cast.decision_maker
    if way == "interest":
        bid.interests.create(member=by, words="A trustee")
    else:
        (bid.organisation.members if way == "member" else bid.people).add(by)
    with pytest.raises(NotAllowed, match="has an interest in CSP19-001, so somebody else"):
        if decision == "approve":
            awards.approve(bid=bid, amount_pence=1, by=by, at=DECIDED)
        else:
            awards.decline(bid=bid, by=by, reason="No.", at=DECIDED)


def test_who_scored_one_bid_may_decide_another(cast: Cast) -> None:
    member = cast.second_panel_member
    Membership.objects.create(
        partnership=cast.round.partnership, user=member, role="decision-maker"
    )
    award = awards.approve(bid=cast.sifted(), amount_pence=1, by=member, at=DECIDED)
    assert award.approved_by == member


def test_a_bid_recommended_for_decline_may_still_be_approved(cast: Cast) -> None:
    bid = cast.sifted(points=1)
    assert Recommendation.objects.get(bid=bid).choice == "decline"
    assert cast.approve(bid, 1).amount_pence == 1


# Decline and reinstate


def test_the_applicant_can_read_why_a_bid_was_declined(cast: Cast) -> None:
    bid = cast.declined()
    assert bid.history.latest("pk").reason == "Not this year."
    assert "Not this year." in Message.objects.get(subject__contains="not approved").body


def test_a_decision_to_decline_is_undone_with_its_recommendation_as_it_was(cast: Cast) -> None:
    bid = cast.declined()
    awards.reinstate(bid=bid, by=cast.decision_maker, reason="An error.", at=later(bid))
    assert again(bid).state == "sifted"
    assert Recommendation.objects.get(bid=bid).stands
    awards.approve(bid=bid, amount_pence=1, by=cast.decision_maker, at=later(bid))
    assert again(bid).state == "approved"


# Reopen


def sent(cast: Cast, bid: Bid, version: int = 1) -> Submission:
    """A submission that names the bid."""
    row = {"Reference": bid.reference}
    return Submission.objects.create(
        round=cast.round,
        route=bid.route,
        version=version,
        content={"proposals": [row], "not_proposed": []},
        checksum="x" * 64,
        file=b"",
        at=SIFTED,
        by=cast.officer,
    )


def answered(cast: Cast, submission: Submission, bid: Bid, decision: str) -> None:
    Answer.objects.create(
        submission=submission, bid=bid, decision=decision, at=SIFTED, by=cast.decision_maker
    )


def reopen(cast: Cast, bid: Bid) -> Bid:
    return awards.reopen(bid=bid, by=cast.officer, reason="New facts.", at=later(bid))


def test_a_bid_is_reopened_before_the_submission_is_sent(cast: Cast) -> None:
    bid = cast.sifted()
    assert reopen(cast, bid).state == "submitted"
    assert not Recommendation.objects.get(bid=bid).stands


def test_once_the_submission_is_sent_only_a_queried_bid_is_reopened(cast: Cast) -> None:
    bid = cast.sifted()
    submission = sent(cast, bid)
    before = dump()
    with pytest.raises(Refused, match=r"in the submission sent to the PCC \(version 1\)"):
        reopen(cast, bid)
    assert dump() == before
    answered(cast, submission, bid, "query")
    assert reopen(cast, bid).state == "submitted"


def test_a_query_that_was_answered_since_does_not_reopen(cast: Cast) -> None:
    bid = cast.sifted()
    submission = sent(cast, bid)
    answered(cast, submission, bid, "query")
    answered(cast, submission, bid, "approve")
    with pytest.raises(Refused, match="only after a query about it"):
        reopen(cast, bid)


def test_a_query_that_the_next_version_answers_does_not_reopen_again(cast: Cast) -> None:
    bid = cast.sifted()
    answered(cast, sent(cast, bid), bid, "query")
    cast.sift(reopen(cast, bid))
    sent(cast, bid, version=2)
    before = dump()
    with pytest.raises(Refused, match="version 2"):
        reopen(cast, bid)
    assert dump() == before


def test_a_bid_that_is_in_no_submission_is_reopened(cast: Cast) -> None:
    first, second = cast.sifted(), cast.sifted()
    sent(cast, first)
    assert reopen(cast, second).state == "submitted"


# Turn down and lapse


def test_an_offer_turned_down_goes_back_to_its_pot(cast: Cast) -> None:
    bid = cast.approved(500_000)
    awards.turn_down(bid=bid, by=cast.applicant, at=later(bid))
    assert again(bid).state == "withdrawn"
    assert committed(cast) == 0
    moved = Movement.objects.latest("pk")
    assert (moved.kind, moved.amount_pence) == ("release", 500_000)


def test_an_offer_that_was_paid_on_is_not_turned_down(cast: Cast) -> None:
    bid = cast.approved(500_000)
    cast.receive(100)
    ledger.pay(
        round=cast.round,
        pot=Pot.MAIN,
        key=bid.reference,
        amount_pence=100,
        by=cast.finance,
        at=PAID,
    )
    before = dump()
    with pytest.raises(Refused, match=r"£1.00 was paid to CSP19-001: recover it first"):
        awards.turn_down(bid=bid, by=cast.applicant)
    assert dump() == before


def test_an_offer_lapses_when_its_days_are_over_and_not_before(cast: Cast) -> None:
    bid = cast.approved()
    ends = at("2019-04-19 10:00")  # 21 days on a clock in London, though summer time began
    before = dump()
    with pytest.raises(Refused, match="stands until 10am on Friday 19 April 2019"):
        awards.lapse(bid=bid, by=cast.officer, at=ends - timedelta(seconds=1))
    assert dump() == before
    awards.lapse(bid=bid, by=cast.officer, at=ends)
    assert again(bid).state == "withdrawn"
    assert bid.history.latest("pk").reason == "The offer lapsed"
    assert committed(cast) == 0


def test_what_was_never_offered_does_not_lapse(cast: Cast) -> None:
    for bid in (cast.draft(), cast.sifted()):
        with pytest.raises(Refused, match="to turn down it must be approved"):
            awards.lapse(bid=bid, by=cast.officer)


def test_an_accepted_offer_neither_lapses_nor_is_turned_down(cast: Cast) -> None:
    bid = cast.monitored()
    for verb in (awards.lapse, awards.turn_down):
        with pytest.raises(Refused, match="is monitored"):
            verb(bid=bid, by=cast.officer)


# The agreement


def test_the_agreement_says_who_accepted_it_and_when(cast: Cast) -> None:
    agreement = Agreement.objects.get(award=cast.monitored().award)
    assert (agreement.accepted_by, agreement.accepted_at) == ("Ann", AGREED)
    assert agreement.recorded_by == cast.officer


def test_somebody_accepted_the_agreement(cast: Cast) -> None:
    bid = cast.approved()
    before = dump()
    with pytest.raises(Refused, match="Say who accepted the agreement"):
        awards.start_monitoring(bid=bid, accepted_by=" ", by=cast.officer, at=AGREED)
    assert dump() == before


# What the rest of the service may rely on


def test_a_message_waits_for_the_commit(cast: Cast) -> None:
    bid = cast.sifted()
    with pytest.raises(Refused):
        cast.approve(bid, 10**9)
    assert not Message.objects.filter(kind="bid-approved").exists()
