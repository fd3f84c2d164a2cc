"""How well a round's panel agreed: which scores count, and what the command says."""

import json
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bids.actions import withdraw
from bids.models import Bid
from people.models import User
from rounds.models import Pot
from scoring.gates import Result, record
from scoring.leave_one_out import LeftOut
from scoring.models import AgreedScore, Interest, Score
from scoring.panel_agreement import alphas, left_out, members, read_sheet
from tests.cast import CRITERIA, SIFTED, Cast

pytestmark = pytest.mark.django_db


def agreement(cast: Cast) -> Any:
    out = StringIO()
    call_command("agreement", cast.round.code, "--json", stdout=out)
    return json.loads(out.getvalue())


def both(cast: Cast, first: int, second: int, route: Pot = Pot.MAIN) -> Bid:
    """A bid that both panel members scored, each the same for every criterion."""
    bid = cast.submitted(1_000_000, route=route)
    cast.score((bid, cast.panel_member, first), (bid, cast.second_panel_member, second))
    return bid


def send_alone(bid: Bid, member: User, points: int) -> None:
    """Scores as a member sends them, so that they are sealed."""
    for criterion in bid.round.criteria.all():
        Score.objects.create(bid=bid, criterion=criterion, member=member, points=points)


def test_a_panel_that_agrees_throughout_has_one_in_the_rounds_order(cast: Cast) -> None:
    both(cast, 2, 2)
    both(cast, 4, 4)
    found = agreement(cast)
    assert found == {"alpha": 1.0, "criteria": dict.fromkeys(CRITERIA, 1.0)}
    assert list(found["criteria"]) == list(CRITERIA)


def test_where_nothing_can_be_told_it_is_null(cast: Cast) -> None:
    assert agreement(cast) == {"alpha": None, "criteria": dict.fromkeys(CRITERIA)}
    both(cast, 3, 3)
    assert agreement(cast)["alpha"] is None


def test_overall_pools_one_unit_for_each_bid_and_criterion(cast: Cast) -> None:
    both(cast, 2, 2)
    both(cast, 4, 3)
    found = agreement(cast)
    # Of one criterion: 2, 2, 4, 3; o(3,4) = 2; n: 2 twice, 3 and 4 once. δ²(3,4) = 1, δ²(2,3) = 1.5²,
    # δ²(2,4) = 2.5²; 1 − 3 × 1 ÷ (2 × 2.25 + 2 × 6.25 + 1) = 5/6.
    assert found["criteria"] == dict.fromkeys(CRITERIA, 0.8333)
    # Pooled: thrice as many of each; 1 − 11 × 3 × 9 ÷ (18 × 20.25 + 18 × 56.25 + 9 × 9) = 0.7963.
    assert found["alpha"] == 0.7963


def test_only_scores_of_submitted_main_bids_without_interests_and_failed_gates_count(
    cast: Cast,
) -> None:
    both(cast, 2, 2)
    gone = both(cast, 4, 4)
    withdraw(bid=gone, by=cast.officer, reason="No volunteers")
    failed, tactical, apart = (
        both(cast, 1, 5),
        both(cast, 1, 5, route=Pot.TACTICAL),
        both(cast, 1, 5),
    )
    record(bid=failed, gate=cast.gate, result=Result(False, "A van"), by=cast.officer, at=SIFTED)
    Interest.objects.create(bid=apart, member=cast.panel_member, words="Trustee")
    criterion = cast.round.criteria.get(code="need")
    AgreedScore.objects.create(bid=apart, criterion=criterion, points=0, reason="As agreed")
    assert agreement(cast)["alpha"] == 1.0
    both_routes = read_sheet(cast.round, *Pot)
    assert tactical.reference in {bid.reference for bid in both_routes.bids}
    assert alphas(both_routes).overall == 1


def test_sealed_bids_are_named_and_nothing_is_told(cast: Cast) -> None:
    both(cast, 2, 2)
    bid = cast.submitted()
    send_alone(bid, cast.panel_member, 4)
    with pytest.raises(CommandError, match=f"The scores of {bid.reference} are sealed"):
        agreement(cast)


def test_a_bid_that_went_before_its_reveal_keeps_its_seal_and_holds_nothing_up(
    cast: Cast,
) -> None:
    both(cast, 2, 2)
    both(cast, 4, 4)
    gone = cast.submitted()
    send_alone(gone, cast.panel_member, 0)
    send_alone(gone, cast.second_panel_member, 5)
    withdraw(bid=gone, by=cast.officer, reason="No volunteers")
    assert agreement(cast)["alpha"] == 1.0


def test_the_most_lenient_stands_first(cast: Cast) -> None:
    both(cast, 5, 3)
    found = members(read_sheet(cast.round, Pot.MAIN))
    assert [(email, one.points, one.compared) for email, one in found.items()] == [
        (cast.panel_member.email, Fraction(2), 3),
        (cast.second_panel_member.email, Fraction(-2), 3),
    ]


def test_leaving_a_member_out_is_reckoned_over_the_pot_of_the_route(cast: Cast) -> None:
    first, second, third = both(cast, 5, 3), both(cast, 4, 3), both(cast, 3, 5)
    for bid in (first, second, third):
        cast.sift(bid)
    cast.approve(Bid.objects.get(pk=first.pk))
    found = left_out(read_sheet(cast.round, *Pot))
    # £20,000 pays for two of the three: of 4, 3½ and 4 the first and third.
    assert found == {
        Pot.MAIN: [
            LeftOut(cast.second_panel_member.email, (second.reference,), (third.reference,)),
            LeftOut(cast.panel_member.email),
        ]
    }
