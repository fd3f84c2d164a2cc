"""Several officers at the meeting's screen at the very same moment: nothing is undone or done twice."""

from base.stale import digest
from bids.actions import withdraw
from bids.models import Bid
from bids.states import State
from people.models import User
from scoring.actions import sift
from scoring.discussion import Agreed, agree, finish, record, reveal, sign_of
from scoring.gates import Result, check_gates
from scoring.models import AgreedScore, Discussion, EarlierAgreedScore
from tests.cast import Cast, again, cast_of
from tests.integration.threads import at_once


def officers(cast: Cast, count: int) -> list[User]:
    found = [User.objects.create_user(f"officer{n}@csp.example") for n in range(count)]
    for user in found:
        cast.round.partnership.memberships.create(user=user, role="officer")
    return found


def discussed(cast: Cast) -> Bid:
    """Scored by both members, through its gate, and revealed."""
    bid = cast.scored()
    cast.score((bid, cast.second_panel_member, 2))
    check_gates(bid=bid, results={cast.gate: Result(True)}, by=cast.officer)
    reveal(bid=bid, by=cast.officer)
    return again(bid)


def test_a_bid_is_revealed_once_however_many_press(crowd: str) -> None:
    cast = cast_of()
    bid = cast.scored()
    outcome = at_once(
        [lambda by=by: reveal(bid=bid, by=by, reason="Late.") for by in officers(cast, 6)]  # type: ignore[misc]
    )
    assert not outcome.broken
    assert not outcome.refused
    assert len(set(outcome.done)) == 1
    assert Discussion.objects.count() == 1


def test_of_those_who_agree_a_score_at_once_the_first_is_not_undone(crowd: str) -> None:
    cast = cast_of()
    bid, need = discussed(cast), cast.round.criteria.get(code="need")
    outcome = at_once(
        [
            lambda by=by, points=points: agree(  # type: ignore[misc]
                bid=bid, criterion=need, points=points, reason="So.", by=by, seen=sign_of(None)
            )
            for points, by in enumerate(officers(cast, 5))
        ]
    )
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 4)
    assert not EarlierAgreedScore.objects.exists()
    assert list(AgreedScore.objects.all()) == outcome.done


def test_those_who_write_of_different_criteria_all_keep_theirs(crowd: str) -> None:
    cast = cast_of()
    bid = discussed(cast)
    pairs = list(zip(bid.round.criteria.all(), officers(cast, 3), strict=True))
    outcome = at_once(
        [
            lambda one=one, by=by: record(  # type: ignore[misc]
                bid=bid,
                agreed=[Agreed(one, 3, "So.", sign_of(None))],
                minutes="",
                by=by,
                seen=digest(""),
                done=True,
            )
            for one, by in pairs
        ]
    )
    assert not outcome.broken
    assert not outcome.refused
    assert AgreedScore.objects.count() == 3


def test_minutes_that_two_write_at_once_are_not_lost(crowd: str) -> None:
    cast = cast_of()
    bid = discussed(cast)
    outcome = at_once(
        [
            lambda by=by: finish(bid=bid, minutes=by.email, by=by, seen=digest(""))  # type: ignore[misc]
            for by in officers(cast, 4)
        ]
    )
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 3)


def test_an_agreed_score_is_in_the_sift_or_refused(crowd: str) -> None:
    """Whichever comes first: what was sifted is what stands."""
    cast = cast_of()
    bid = discussed(cast)
    criteria = list(bid.round.criteria.all())
    outcome = at_once(
        [
            lambda: sift(round=cast.round, by=cast.officer, only=[bid.reference]),
            *(
                lambda one=one, by=by: agree(bid=bid, criterion=one, points=5, reason="So.", by=by)
                for one, by in zip(criteria, officers(cast, 3), strict=True)
            ),
        ]
    )
    assert not outcome.broken
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    agreed = sum(weights[pk] for pk in AgreedScore.objects.values_list("criterion", flat=True))
    # 3 of 5 points by the means, 5 of 5 where agreed, of weights that add up to 100.
    expected = 60 + 40 * agreed // 100
    assert again(bid).recommendation.score_millionths == expected * 1_000_000


def test_a_bid_withdrawn_meanwhile_takes_nothing_more(crowd: str) -> None:
    cast = cast_of()
    bid, need = discussed(cast), cast.round.criteria.get(code="need")
    by, applicant = officers(cast, 1)[0], cast.applicant
    outcome = at_once(
        [
            lambda: withdraw(bid=bid, by=applicant, reason="No staff."),
            lambda: agree(bid=bid, criterion=need, points=5, reason="So.", by=by),
        ]
    )
    assert not outcome.broken
    assert again(bid).state == State.WITHDRAWN
    assert len(outcome.done) == 1 + AgreedScore.objects.count()
