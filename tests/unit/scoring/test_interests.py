"""What a panel member declares, and what follows from it."""

from fractions import Fraction

import pytest

from awards.actions import reopen
from base.errors import NotAllowed, Refused
from bids.actions import submit
from bids.merging import merge
from bids.models import Bid
from notices.models import Message
from people.models import AuditRow, Organisation
from scoring.actions import lacking, sift
from scoring.interests import MOST, Answer, declare, lift
from scoring.models import Declaration, Interest
from scoring.panel import conflicts, declared
from scoring.settling import settle
from scoring.standings import points_of, standings
from tests.cast import SIFTED, SUBMITTED, Cast, again, later

NONE, TRUSTEE = Answer(has_interest=False), Answer(has_interest=True, words="A trustee")


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.submitted()


def say(cast: Cast, answer: Answer, **changes: object) -> list[Declaration]:
    given: dict[str, object] = {
        "round": cast.round,
        "member": cast.panel_member,
        "answers": {cast.organisation: answer},
        "by": cast.panel_member,
    }
    return declare(**(given | changes))  # type: ignore[arg-type]  # as a test names them


def mean(bid: Bid) -> Fraction | None:
    """The panel's mean of the first criterion."""
    return points_of([bid])[bid.pk]["need"].mean if points_of([bid])[bid.pk] else None


# What is declared


def test_an_interest_joins_the_member_to_every_submitted_bid_of_who_bids(
    cast: Cast, bid: Bid
) -> None:
    other, draft = cast.submitted(), cast.draft()
    say(cast, TRUSTEE)
    assert {row.bid for row in Interest.objects.all()} == {bid, other}
    assert {row.words for row in Interest.objects.all()} == {"A trustee"}
    assert draft not in {row.bid for row in Interest.objects.all()}


def test_no_interest_joins_nobody(cast: Cast, bid: Bid) -> None:
    say(cast, NONE)
    (row,) = declared(cast.round).values()
    assert (row.has_interest, row.by, row.note) == (False, cast.panel_member, None)
    assert not Interest.objects.exists()


def test_the_same_answer_again_is_left_as_it_is(cast: Cast, bid: Bid) -> None:
    assert say(cast, TRUSTEE)
    assert say(cast, TRUSTEE) == []
    assert Declaration.objects.count() == 1


def test_other_words_of_an_interest_stand_at_its_bids_too(cast: Cast, bid: Bid) -> None:
    say(cast, TRUSTEE)
    say(cast, Answer(has_interest=True, words="Their chair"))
    assert Interest.objects.get().words == "Their chair"
    assert Declaration.objects.count() == 2


def test_of_an_organisation_that_was_merged_it_is_declared_of_the_other(
    cast: Cast, bid: Bid
) -> None:
    old = Organisation.objects.create(name="Old", kind="charity", merged_into=cast.organisation)
    say(cast, TRUSTEE, answers={old: TRUSTEE})
    assert declared(cast.round)[cast.organisation.pk, cast.panel_member.pk].has_interest


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(has_interest=True), "Say what the interest in Youth Works is."),
        (Answer(has_interest=True, words="  "), "Say what the interest in Youth Works is."),
        (Answer(has_interest=True, words="x" * (MOST + 1)), "in 300 characters or fewer"),
    ],
)
def test_an_interest_needs_words_that_fit(cast: Cast, bid: Bid, answer: Answer, words: str) -> None:
    with pytest.raises(Refused, match=words):
        say(cast, answer)


def test_nothing_is_declared_of_who_does_not_bid(cast: Cast) -> None:
    cast.draft()
    with pytest.raises(Refused, match="Youth Works does not bid"):
        say(cast, NONE)


def test_one_wrong_answer_records_none(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Refused):
        say(cast, NONE, answers={cast.organisation: NONE, cast.rival_organisation: NONE})
    assert not Declaration.objects.exists()


# Who declares


def test_only_the_round_s_panel_declares(cast: Cast, bid: Bid) -> None:
    cast.round.people.filter(user=cast.panel_member).delete()
    with pytest.raises(NotAllowed, match="is not on the panel of"):
        say(cast, NONE)
    with pytest.raises(NotAllowed, match="is not on the panel of"):
        say(cast, NONE, by=cast.officer)


def test_a_member_who_was_removed_declares_no_more(cast: Cast, bid: Bid) -> None:
    cast.panel_member.memberships.all().delete()
    with pytest.raises(NotAllowed, match="is not on the panel of"):
        say(cast, NONE)


def test_an_officer_records_it_for_a_member_and_nobody_else_does(cast: Cast, bid: Bid) -> None:
    for person in (cast.second_panel_member, cast.applicant, cast.auditor, cast.stranger):
        with pytest.raises(NotAllowed):
            say(cast, NONE, by=person)
    (row,) = say(cast, TRUSTEE, by=cast.officer)
    assert (row.member, row.by) == (cast.panel_member, cast.officer)
    trail = AuditRow.objects.get(what=AuditRow.What.INTEREST)
    assert (trail.by, trail.about, trail.organisation) == (
        cast.officer,
        cast.panel_member,
        cast.organisation,
    )


# What the service found


def test_no_interest_where_the_service_found_a_connection_needs_a_word_why(
    cast: Cast, bid: Bid
) -> None:
    Bid.objects.filter(pk=bid.pk).update(contact_email="ann@csp.example")
    with pytest.raises(Refused, match="Say why there is no interest in Youth Works after all"):
        say(cast, NONE)
    (row,) = say(cast, Answer(has_interest=False, words="Another office"))
    assert row.note
    assert row.note.text == "Another office"


def test_who_belongs_to_the_organisation_has_an_interest_in_it(cast: Cast, bid: Bid) -> None:
    cast.organisation.members.add(cast.panel_member)
    with pytest.raises(Refused, match="answer yes"):
        say(cast, Answer(has_interest=False, words="Only in name"))
    assert say(cast, TRUSTEE)


def test_who_was_let_in_to_the_bid_has_an_interest_in_it(cast: Cast, bid: Bid) -> None:
    bid.people.add(cast.panel_member)
    with pytest.raises(Refused, match="answer yes"):
        say(cast, Answer(has_interest=False, words="Only in name"))


# After scores were sent


def test_an_interest_after_sending_takes_the_scores_out_of_the_mean_at_once(
    cast: Cast, bid: Bid
) -> None:
    cast.score((bid, cast.panel_member, 5), (bid, cast.second_panel_member, 1))
    assert mean(bid) == 3
    say(cast, TRUSTEE)
    assert mean(bid) == 1
    assert standings(cast.round)[0].bid == bid
    cast.sift(bid)
    assert standings(cast.round)[0].score == Fraction(20)


def test_quorum_is_checked_without_the_scores_that_are_left_out(cast: Cast, bid: Bid) -> None:
    cast.score((bid, cast.panel_member, 5))
    assert lacking(cast.round, [bid]) == {}
    say(cast, TRUSTEE)
    assert "need (0 of 1 scores)" in lacking(cast.round, [bid])[bid.reference]
    with pytest.raises(Refused, match="0 of 1 scores"):
        sift(round=cast.round, by=cast.officer, at=SIFTED)


def test_an_interest_after_sending_stands_in_the_trail_and_another_does_not(
    cast: Cast, bid: Bid
) -> None:
    cast.score((bid, cast.panel_member, 5))
    say(cast, TRUSTEE)
    say(cast, TRUSTEE, member=cast.second_panel_member, by=cast.second_panel_member)
    (trail,) = AuditRow.objects.filter(what=AuditRow.What.INTEREST)
    assert trail.about == cast.panel_member
    assert trail.note
    assert trail.note.text == "An interest, declared after scores were sent"
    assert not Message.objects.filter(kind="interest-after-sift").exists()


# After the sift


def test_after_the_sift_its_scores_stand_and_officers_are_told(cast: Cast) -> None:
    bid = cast.sifted(points=5)
    before = standings(cast.round)[0].score
    say(cast, TRUSTEE)
    assert not Interest.objects.exists()
    assert standings(cast.round)[0].score == before
    assert not Bid.objects.visible_to(cast.panel_member).exists()
    assert (bid.pk, cast.panel_member.pk) in conflicts(cast.round)
    told = Message.objects.get(kind="interest-after-sift")
    assert told.to == cast.officer.email
    assert f"declared an interest after {bid.reference} was sifted" in told.subject
    assert "A trustee" in told.body
    assert f"/rounds/{cast.round.code}/interests/register" in told.body


def test_officers_are_not_told_of_a_bid_that_the_member_did_not_score(cast: Cast) -> None:
    cast.sifted()
    say(cast, TRUSTEE, member=cast.second_panel_member, by=cast.second_panel_member)
    assert not Message.objects.filter(kind="interest-after-sift").exists()


def test_a_reopened_bid_leaves_out_the_scores_of_who_declared_since(cast: Cast) -> None:
    bid = cast.sifted()
    say(cast, TRUSTEE)
    reopen(bid=bid, by=cast.officer, reason="An interest", at=later(bid))
    assert Interest.objects.get().member == cast.panel_member
    assert mean(bid) is None


def test_a_bid_submitted_later_is_settled_before_its_sift(cast: Cast, bid: Bid) -> None:
    say(cast, TRUSTEE)
    late = submit(bid=cast.draft(), by=cast.applicant, at=SUBMITTED)
    assert not late.interests.exists()
    cast.score((again(late), cast.second_panel_member, 4))
    assert late.interests.get().words == "A trustee"
    late.interests.all().delete()
    cast.sift(late)
    assert (
        late.interests.get().at
        == declared(cast.round)[cast.organisation.pk, cast.panel_member.pk].at
    )


def test_a_bid_that_came_by_a_merge_is_settled(cast: Cast, bid: Bid) -> None:
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    say(cast, TRUSTEE)
    merge(kept=cast.rival_organisation, other=cast.organisation, by=cast.officer)
    settle(round=cast.round)
    assert theirs.interests.get().member == cast.panel_member


# Lifting


def lifted(cast: Cast, **changes: object) -> list[Declaration]:
    given: dict[str, object] = {
        "round": cast.round,
        "member": cast.panel_member,
        "organisation": cast.organisation,
        "reason": "Left in 2015",
        "by": cast.officer,
    }
    return lift(**(given | changes))  # type: ignore[arg-type]  # as a test names them


def test_a_member_does_not_take_back_their_interest(cast: Cast, bid: Bid) -> None:
    say(cast, TRUSTEE)
    with pytest.raises(Refused, match="stands until an officer lifts it"):
        say(cast, NONE)


def test_an_officer_lifts_an_interest_and_its_scores_count_again(cast: Cast, bid: Bid) -> None:
    cast.score((bid, cast.panel_member, 5))
    say(cast, TRUSTEE)
    (row,) = lifted(cast)
    assert row.note
    assert (row.has_interest, row.by, row.note.text) == (False, cast.officer, "Left in 2015")
    assert not Interest.objects.exists()
    assert mean(bid) == 5
    trail = AuditRow.objects.filter(what=AuditRow.What.INTEREST).latest("pk")
    assert trail.note
    assert trail.note.text == "Interest lifted: Left in 2015"


def test_lifting_leaves_the_interests_in_other_organisations(cast: Cast, bid: Bid) -> None:
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    say(cast, TRUSTEE, answers={cast.organisation: TRUSTEE, cast.rival_organisation: TRUSTEE})
    lifted(cast)
    assert Interest.objects.get().bid == theirs


def test_lifting_leaves_what_was_sifted(cast: Cast, bid: Bid) -> None:
    cast.score((bid, cast.panel_member, 5), (bid, cast.second_panel_member, 1))
    say(cast, TRUSTEE)
    cast.sift(bid)
    lifted(cast)
    assert mean(bid) == 1
    reopen(bid=again(bid), by=cast.officer, reason="Lifted", at=later(bid))
    assert mean(bid) == 3


def test_an_interest_in_either_of_two_that_are_one_is_lifted(cast: Cast, bid: Bid) -> None:
    theirs = cast.draft(organisation=cast.rival_organisation, by=cast.rival)
    submit(bid=theirs, by=cast.rival, at=SUBMITTED)
    say(cast, TRUSTEE, answers={cast.organisation: TRUSTEE, cast.rival_organisation: TRUSTEE})
    merge(kept=cast.organisation, other=cast.rival_organisation, by=cast.officer)
    assert len(lifted(cast)) == 2
    assert Bid.objects.visible_to(cast.panel_member).count() == 2


def test_who_may_lift_and_how(cast: Cast, bid: Bid) -> None:
    with pytest.raises(Refused, match="has no interest declared in Youth Works"):
        lifted(cast)
    say(cast, TRUSTEE)
    for person in (cast.panel_member, cast.second_panel_member, cast.auditor, cast.stranger):
        with pytest.raises(NotAllowed):
            lifted(cast, by=person)
    with pytest.raises(Refused, match="Say why"):
        lifted(cast, reason=" ")
    assert Interest.objects.exists()


def test_an_officer_on_the_panel_does_not_lift_their_own(cast: Cast, bid: Bid) -> None:
    cast.round.partnership.memberships.create(user=cast.officer, role="panel")
    cast.round.people.create(user=cast.officer, role="panel", position=9)
    say(cast, TRUSTEE, member=cast.officer, by=cast.officer)
    with pytest.raises(NotAllowed, match="Nobody lifts their own interest"):
        lifted(cast, member=cast.officer)


# The sums of many bids


def test_the_points_of_many_bids_are_those_of_few(
    cast: Cast, bid: Bid, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = cast.scored(points=2)
    cast.score((bid, cast.panel_member, 4))
    few = points_of([bid])
    monkeypatch.setattr("scoring.standings.FEW", 0)
    assert points_of([bid]) == few
    assert other.pk not in points_of([bid])
