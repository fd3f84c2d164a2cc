"""Panel day: scores are revealed at once, what the panel agrees is kept, and officers do not clash."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from awards import actions as awards
from base.errors import NotAllowed, Refused
from base.stale import Stale, digest
from bids.actions import send_back, withdraw
from bids.models import Bid
from people.models import User
from rounds.models import Criterion
from scoring.discussion import (
    Agreed,
    agree,
    finish,
    open_again,
    record,
    reveal,
    sign_of,
    take_back_agreed,
    write_minutes,
)
from scoring.models import AgreedScore, Assignment, Discussion, EarlierAgreedScore, Interest, Score
from tests.cast import Cast, again, cast_of, later
from tests.dump import dump
from tests.round_files import round_text

BY = timezone.now() + timedelta(days=7)


def give(bid: Bid, member: User, points: int = 3) -> None:
    """Scores as the member sends them, for every criterion."""
    for criterion in bid.round.criteria.all():
        Score.objects.create(bid=bid, member=member, criterion=criterion, points=points)


def criterion(cast: Cast, code: str = "need") -> Criterion:
    return cast.round.criteria.get(code=code)


@pytest.fixture
def bid(cast: Cast) -> Bid:
    """A submitted bid that both panel members scored."""
    bid = cast.submitted()
    give(bid, cast.panel_member, 2)
    give(bid, cast.second_panel_member, 4)
    return again(bid)


@pytest.fixture
def revealed(cast: Cast, bid: Bid) -> Bid:
    reveal(bid=bid, by=cast.officer)
    return again(bid)


# Revealing


def test_the_scores_are_revealed_by_whom_and_when(cast: Cast, bid: Bid) -> None:
    found = reveal(bid=bid, by=cast.officer, reason="Not needed", at=later(bid))
    assert (found.revealed_by, found.reason, found.done_at) == (cast.officer, "", None)
    assert found.revealed_at == later(bid)


def test_revealed_once_is_revealed(cast: Cast, revealed: Bid) -> None:
    first = revealed.discussion
    assert reveal(bid=revealed, by=cast.officer) == first
    assert Discussion.objects.count() == 1


def test_who_has_not_sent_is_named_and_a_reason_is_needed(cast: Cast) -> None:
    bid = cast.submitted()
    give(bid, cast.panel_member)
    with pytest.raises(Refused, match="Petra: no scores were sent for"):
        reveal(bid=bid, by=cast.officer, reason="  ")
    assert reveal(bid=bid, by=cast.officer, reason=" She is ill. ").reason == "She is ill."


def test_an_interest_that_was_declared_before_the_bid_came_is_left_out(cast: Cast) -> None:
    cast.submitted()
    cast.declare(cast.second_panel_member, cast.organisation, interest="Trustee")
    bid = cast.submitted()
    give(bid, cast.panel_member)
    give(bid, cast.second_panel_member)
    reveal(bid=bid, by=cast.officer)
    assert Interest.objects.get(bid=bid).member == cast.second_panel_member


def test_half_of_the_criteria_is_not_sent(cast: Cast) -> None:
    bid = cast.submitted()
    give(bid, cast.panel_member)
    Score.objects.create(
        bid=bid, member=cast.second_panel_member, criterion=criterion(cast), points=1
    )
    with pytest.raises(Refused, match="Petra"):
        reveal(bid=bid, by=cast.officer)


def test_nobody_waits_for_a_member_with_an_interest_or_who_is_not_assigned(cast: Cast) -> None:
    bid, other = cast.submitted(), cast.submitted()
    give(bid, cast.panel_member)
    give(other, cast.panel_member)
    Interest.objects.create(bid=bid, member=cast.second_panel_member, words="Trustee")
    Assignment.objects.create(bid=other, member=cast.panel_member, by=cast.officer)
    assert reveal(bid=bid, by=cast.officer)
    assert reveal(bid=other, by=cast.officer)


def test_nothing_is_revealed_where_nobody_has_sent(cast: Cast) -> None:
    bid = cast.submitted()
    with pytest.raises(Refused, match="Nobody has sent scores"):
        reveal(bid=bid, by=cast.officer, reason="We are in a hurry.")
    give(bid, cast.panel_member)
    Interest.objects.create(bid=bid, member=cast.panel_member, words="Trustee")
    with pytest.raises(Refused, match="Nobody has sent scores"):
        reveal(bid=bid, by=cast.officer, reason="We are in a hurry.")


def test_a_bid_that_failed_a_gate_is_not_revealed(cast: Cast, bid: Bid) -> None:
    cast.failed_gate(bid)
    with pytest.raises(Refused, match="failed the gate “Pays for activity, not for capital”"):
        reveal(bid=bid, by=cast.officer)


# Who may, and when

Act = Callable[[Cast, Bid, User], object]
ACTS: dict[str, Act] = {
    "reveal": lambda cast, bid, by: reveal(bid=bid, by=by),
    "agree": lambda cast, bid, by: agree(
        bid=bid, criterion=criterion(cast), points=3, reason="It is.", by=by
    ),
    "take back": lambda cast, bid, by: take_back_agreed(bid=bid, criterion=criterion(cast), by=by),
    "minutes": lambda cast, bid, by: write_minutes(bid=bid, minutes="Good.", by=by),
    "finish": lambda cast, bid, by: finish(bid=bid, minutes="Good.", by=by),
    "open again": lambda cast, bid, by: open_again(bid=bid, by=by),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_it_is_for_officers(cast: Cast, revealed: Bid, act: Act) -> None:
    before = dump()
    for who in (cast.panel_member, cast.decision_maker, cast.auditor, cast.applicant):
        with pytest.raises(NotAllowed):
            act(cast, revealed, who)
    assert dump() == before


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_officer_with_an_interest_leaves_it_to_another(
    cast: Cast, revealed: Bid, act: Act
) -> None:
    cast.round.partnership.memberships.create(user=cast.officer, role="panel")
    Interest.objects.create(bid=revealed, member=cast.officer, words="Trustee")
    with pytest.raises(NotAllowed, match="You have an interest"):
        act(cast, revealed, cast.officer)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_bid_that_was_withdrawn_or_sent_back_is_left(cast: Cast, revealed: Bid, act: Act) -> None:
    send_back(bid=revealed, by=cast.officer, reason="Say more.", change_by=BY)
    before = dump()
    with pytest.raises(Refused, match="is draft now"):
        act(cast, revealed, cast.officer)
    withdraw(bid=revealed, by=cast.applicant, reason="No staff.")
    with pytest.raises(Refused, match="is withdrawn now"):
        act(cast, revealed, cast.officer)
    assert dump()["scoring_discussion"] == before["scoring_discussion"]


@pytest.mark.parametrize("name", ["agree", "minutes", "finish", "open again"])
def test_first_the_scores_are_revealed(cast: Cast, bid: Bid, name: str) -> None:
    with pytest.raises(Refused, match=r"Reveal the scores of .* first"):
        ACTS[name](cast, bid, cast.officer)


# Agreeing


def test_an_agreed_score_stands_with_its_reason_and_the_one_before_is_kept(
    cast: Cast, revealed: Bid
) -> None:
    need = criterion(cast)
    first = agree(bid=revealed, criterion=need, points=3, reason="Fair.", by=cast.officer)
    agree(bid=revealed, criterion=need, points=5, reason=" More came. ", by=cast.officer)
    stands = AgreedScore.objects.get()
    assert (stands.points, stands.reason, stands.agreed_by) == (5, "More came.", cast.officer)
    kept = EarlierAgreedScore.objects.get()
    assert kept.note
    assert (kept.points, kept.note.text, kept.agreed_at) == (3, "Fair.", first.agreed_at)
    assert (kept.agreed_by, kept.changed_by) == (cast.officer, cast.officer)


def test_the_same_again_changes_nothing(cast: Cast, revealed: Bid) -> None:
    ACTS["agree"](cast, revealed, cast.officer)
    before = dump()
    agree(
        bid=revealed,
        criterion=criterion(cast),
        points=3,
        reason="It is. ",
        by=cast.officer,
        seen="pressed twice",
    )
    assert dump() == before


def test_taken_back_the_mean_counts_and_what_was_agreed_is_kept(cast: Cast, revealed: Bid) -> None:
    ACTS["agree"](cast, revealed, cast.officer)
    ACTS["take back"](cast, revealed, cast.officer)
    assert not AgreedScore.objects.exists()
    assert EarlierAgreedScore.objects.get().points == 3
    assert take_back_agreed(bid=revealed, criterion=criterion(cast), by=cast.officer) is None
    assert EarlierAgreedScore.objects.count() == 1


@pytest.mark.parametrize("points", [-1, 6])
def test_points_are_on_the_scale(cast: Cast, revealed: Bid, points: int) -> None:
    with pytest.raises(Refused, match="from 0 to 5"):
        agree(bid=revealed, criterion=criterion(cast), points=points, reason="So.", by=cast.officer)


def test_a_reason_is_needed(cast: Cast, revealed: Bid) -> None:
    with pytest.raises(Refused, match="Write why"):
        agree(bid=revealed, criterion=criterion(cast), points=1, reason=" ", by=cast.officer)


def test_a_criterion_of_another_round_is_refused(cast: Cast, revealed: Bid) -> None:
    other = cast_of(round_text("grant-2020-21"))
    with pytest.raises(Refused, match="another round"):
        agree(bid=revealed, criterion=criterion(other), points=1, reason="So.", by=cast.officer)


def test_scores_that_all_came_by_workbook_need_no_reveal(cast: Cast) -> None:
    bid = cast.scored()
    assert ACTS["agree"](cast, bid, cast.officer)
    give(bid, cast.second_panel_member)
    with pytest.raises(Refused, match="Reveal the scores"):
        agree(bid=bid, criterion=criterion(cast), points=1, reason="So.", by=cast.officer)


def test_a_sift_revealed_them_too(cast: Cast) -> None:
    sifted = cast.sifted()
    bid = awards.reopen(bid=sifted, by=cast.officer, reason="A figure was wrong.")
    give(bid, cast.second_panel_member)
    assert ACTS["agree"](cast, bid, cast.officer)


# Two officers at once


def test_the_second_officer_does_not_undo_the_first(cast: Cast, revealed: Bid) -> None:
    need, nothing = criterion(cast), sign_of(None)
    agree(bid=revealed, criterion=need, points=3, reason="A.", by=cast.officer, seen=nothing)
    with pytest.raises(Stale):
        agree(bid=revealed, criterion=need, points=4, reason="B.", by=cast.officer, seen=nothing)
    with pytest.raises(Stale):
        take_back_agreed(bid=revealed, criterion=need, by=cast.officer, seen=nothing)
    held = AgreedScore.objects.get()
    assert held.points == 3
    agree(bid=revealed, criterion=need, points=4, reason="B.", by=cast.officer, seen=sign_of(held))
    assert AgreedScore.objects.get().points == 4


def test_minutes_that_both_wrote_are_not_lost(cast: Cast, revealed: Bid) -> None:
    empty = digest("")
    write_minutes(bid=revealed, minutes="Good.", by=cast.officer, seen=empty)
    with pytest.raises(Stale):
        write_minutes(bid=revealed, minutes="Bad.", by=cast.officer, seen=empty)
    assert write_minutes(bid=revealed, minutes="", by=cast.officer, seen=empty).minutes == "Good."


def test_what_an_officer_saves_is_saved_whole_or_not_at_all(cast: Cast, revealed: Bid) -> None:
    need, fit = criterion(cast), criterion(cast, "pcc-fit")
    agree(bid=revealed, criterion=fit, points=1, reason="A.", by=cast.officer)
    before = dump()
    with pytest.raises(Stale):
        record(
            bid=revealed,
            agreed=[
                Agreed(need, 2, "So.", sign_of(None)),
                Agreed(fit, 2, "So.", sign_of(None)),
            ],
            minutes="Good.",
            by=cast.officer,
            seen=digest(""),
            done=True,
        )
    assert dump() == before
    found = record(
        bid=revealed,
        agreed=[
            Agreed(need, 2, "So.", sign_of(None)),
            Agreed(fit, None, seen=sign_of(AgreedScore.objects.get())),
        ],
        minutes="Good.",
        by=cast.officer,
        seen=digest(""),
        done=False,
    )
    assert (found.minutes, found.done_at) == ("Good.", None)
    assert AgreedScore.objects.get().criterion == need


# Going on


def test_a_bid_is_done_once_and_can_be_opened_again(cast: Cast, revealed: Bid) -> None:
    first = finish(bid=revealed, minutes=" Good. ", by=cast.officer)
    assert (first.minutes, first.done_by) == ("Good.", cast.officer)
    assert first.done_at
    assert first.done_at >= first.revealed_at
    assert finish(bid=revealed, minutes="Good.", by=cast.officer).done_at == first.done_at
    reopened = open_again(bid=revealed, by=cast.officer)
    assert (reopened.done_at, reopened.done_by, reopened.minutes) == (None, None, "Good.")
