"""Allotments: what is given and left, to the penny, whatever the order; and part-funding the next bid."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.allotments import (
    Contender,
    Share,
    Why,
    Wrong,
    in_rank_order,
    part_fund_next,
    work_out,
    wrongs,
)

BUSY = settings(suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine the first draws take long."""
PRIORITIES = [("pcc", "P1"), ("pcc", "P2"), ("partnership", "C1")]
AREAS = ["", "High Street", " high  street", "Fant", "Shepway; Fant"]


@dataclass(frozen=True)
class Desk:
    """Bids in rank order, what some of them get, and what the pot has."""

    bids: list[Contender]
    allotment: dict[str, int]
    available: int


@st.composite
def desks(draw: st.DrawFn, *, within: bool = False) -> Desk:
    """Small desks with decided bids, bids below the threshold, and bids without a least amount."""
    bids = []
    for number in range(draw(st.integers(0, 7))):
        requested = draw(st.integers(1, 1_000))
        bids.append(
            Contender(
                reference=f"B{number}",
                requested_pence=requested,
                least_pence=draw(st.none() | st.integers(1, requested)),
                eligible=draw(st.booleans()),
                organisation=draw(st.sampled_from(["A", "B", "C"])),
                area=draw(st.sampled_from(AREAS)),
                priorities=frozenset(draw(st.sets(st.sampled_from(PRIORITIES)))),
                held_pence=draw(st.none() | st.none() | st.integers(0, 1_000)),
            )
        )
    allotment = {
        bid.reference: draw(st.integers(bid.needs_pence, bid.requested_pence))
        for bid in bids
        if bid.is_open and draw(st.booleans())
    }
    least = sum(allotment.values()) if within else -500
    return Desk(bids, allotment, draw(st.integers(least, max(least, 4_000))))


def takes(desk: Desk, bid: Contender) -> int:
    return desk.allotment.get(bid.reference, 0) if bid.held_pence is None else bid.held_pence


@BUSY
@given(desks())
def test_the_sums_are_those_of_a_column_added_up_by_hand(desk: Desk) -> None:
    sums = work_out(desk.bids, desk.allotment, PRIORITIES, desk.available)
    everything = sum(takes(desk, bid) for bid in desk.bids)
    assert sums.given_pence == sum(desk.allotment.values())
    assert sums.left_pence == desk.available - sums.given_pence
    assert sums.over_pence == max(0, -sums.left_pence)
    for shares in (sums.by_area, sums.by_organisation):
        assert sum(share.pence for share in shares.values()) == everything
        assert sum(share.bids for share in shares.values()) == sum(
            1 for bid in desk.bids if takes(desk, bid)
        )
    for key in PRIORITIES:
        served = [takes(desk, bid) for bid in desk.bids if key in bid.priorities]
        funded = [pence for pence in served if pence]
        assert sums.by_priority[key] == Share(len(funded), sum(funded))
        assert (key in sums.unfunded) == (not funded)


@BUSY
@given(desks(), st.randoms(use_true_random=False))
def test_no_sum_depends_on_the_order(desk: Desk, random: object) -> None:
    bids, amounts = list(desk.bids), list(desk.allotment.items())
    random.shuffle(bids)  # type: ignore[attr-defined]
    random.shuffle(amounts)  # type: ignore[attr-defined]
    one = work_out(desk.bids, desk.allotment, PRIORITIES, desk.available)
    other = work_out(bids, dict(amounts), PRIORITIES, desk.available)
    assert (one.given_pence, one.left_pence) == (other.given_pence, other.left_pence)
    assert list(one.by_area.items()) == list(other.by_area.items())
    assert list(one.by_organisation.items()) == list(other.by_organisation.items())
    assert one.by_priority == other.by_priority
    assert one.line.over_pence == other.line.over_pence


@BUSY
@given(desks())
def test_the_line_agrees_with_what_is_left(desk: Desk) -> None:
    sums = work_out(desk.bids, desk.allotment, PRIORITIES, desk.available)
    assert sums.line.over_pence == sums.over_pence
    if not sums.over_pence and sums.line.running:
        assert sums.line.left_pence == sums.left_pence


@BUSY
@given(desks())
def test_funding_in_rank_order_is_never_over_the_pot_and_each_bid_in_full(desk: Desk) -> None:
    funded = in_rank_order(desk.bids, desk.available)
    assert sum(funded.values()) <= max(0, desk.available)
    assert wrongs(desk.bids, funded, desk.available) == []
    left = desk.available
    for bid in desk.bids:
        fits = bid.is_open and bid.eligible and bid.requested_pence <= left
        assert funded.get(bid.reference, 0) == (bid.requested_pence if fits else 0)
        left -= funded.get(bid.reference, 0)


@BUSY
@given(desks(within=True))
def test_part_funding_again_and_again_is_never_over_the_pot_nor_below_the_least(desk: Desk) -> None:
    allotment: dict[str, int] = dict(desk.allotment)
    for _ in range(len(desk.bids) + 1):
        done = part_fund_next(desk.bids, allotment, desk.available)
        if not (done.turn and done.pence):
            break
        assert done.turn.needs_pence <= done.pence <= done.turn.requested_pence
        assert done.turn.eligible
        assert done.turn.reference not in allotment
        allotment[done.turn.reference] = done.pence
        assert wrongs(desk.bids, allotment, desk.available) == []
    else:
        pytest.fail("it went on although every bid has its turn once")
    assert sum(allotment.values()) <= desk.available


@BUSY
@given(desks(within=True))
def test_the_turn_is_the_first_in_rank_order_and_who_is_named_instead_could_take_it(
    desk: Desk,
) -> None:
    done = part_fund_next(desk.bids, desk.allotment, desk.available)
    waiting = [
        bid
        for bid in desk.bids
        if bid.is_open and bid.eligible and bid.reference not in desk.allotment
    ]
    assert done.turn == (waiting[0] if waiting else None)
    able = [bid for bid in waiting if bid.needs_pence <= done.left_pence]
    if done.turn and not done.pence:
        assert done.turn not in able
        assert done.next_able == (able[0] if able else None)
    else:
        assert done.next_able is None


BID = Contender("A", 1_000, least_pence=400)
WHOLE = Contender("W", 500)
DECIDED = Contender("D", 900, held_pence=900)


@pytest.mark.parametrize(
    ("allotment", "found"),
    [
        ({}, []),
        ({"A": 0}, []),
        ({"A": 400}, []),
        ({"A": 1_000}, []),
        ({"A": 399}, [Wrong(Why.LESS_THAN_WORKABLE, "A")]),
        ({"A": 1_001}, [Wrong(Why.MORE_THAN_REQUESTED, "A")]),
        ({"A": -1}, [Wrong(Why.NO_AMOUNT, "A")]),
        ({"A": 400.5}, [Wrong(Why.NO_AMOUNT, "A")]),
        ({"A": True}, [Wrong(Why.NO_AMOUNT, "A")]),
        ({"W": 499}, [Wrong(Why.LESS_THAN_WORKABLE, "W")]),
        ({"W": 500}, []),
        ({"D": 900}, [Wrong(Why.NOT_OPEN, "D")]),
        ({"X": 1}, [Wrong(Why.NOT_OPEN, "X")]),
        ({"A": 1_000, "W": 500}, [Wrong(Why.OVER_THE_POT)]),
    ],
)
def test_what_is_wrong_in_an_allotment(allotment: Mapping[str, int], found: list[Wrong]) -> None:
    assert wrongs([BID, WHOLE, DECIDED], allotment, 1_499) == found


def test_a_pot_that_is_over_committed_has_nothing_to_give() -> None:
    assert wrongs([BID], {}, -300) == []
    assert wrongs([BID], {"A": 400}, -300) == [Wrong(Why.OVER_THE_POT)]
    assert in_rank_order([BID], -300) == {}
    assert part_fund_next([BID], {}, -300).pence == 0


def test_a_bid_without_a_least_amount_is_part_funded_only_in_full() -> None:
    assert part_fund_next([WHOLE], {}, 499).pence == 0
    assert part_fund_next([WHOLE], {}, 501).pence == 500


def test_a_least_amount_above_the_request_asks_for_no_more_than_all_of_it() -> None:
    assert Contender("A", 100, least_pence=200).needs_pence == 100


def test_areas_are_one_whatever_their_capitals_and_spaces_and_no_area_comes_last() -> None:
    bids = [
        Contender("A", 5, area="high  Street"),
        Contender("B", 3, area="High street "),
        Contender("C", 99, area=" "),
    ]
    sums = work_out(bids, {"A": 5, "B": 3, "C": 99}, [], 200)
    assert list(sums.by_area.items()) == [("High street", Share(2, 8)), ("", Share(1, 99))]
