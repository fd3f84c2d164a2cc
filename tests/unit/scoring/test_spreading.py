"""Spreading bids over members: whole, fair, and the same each time."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.spreading import spread

Able = dict[int, list[int]]


@st.composite
def panels(draw: st.DrawFn, *, bids: int = 8, members: int = 6) -> tuple[Able, list[int], Able]:
    """Who is able to score what, the members, and who keeps what they have begun."""
    people = list(range(draw(st.integers(1, members))))
    able = {
        bid: sorted(draw(st.sets(st.sampled_from(people))))
        for bid in range(draw(st.integers(1, bids)))
    }
    kept = {
        bid: sorted(draw(st.sets(st.sampled_from(ones), max_size=2)))
        for bid, ones in able.items()
        if ones
    }
    return able, people, kept


def loads(found: dict[int, frozenset[int]], members: list[int]) -> list[int]:
    return [sum(member in holders for holders in found.values()) for member in members]


@given(panels(), st.integers(1, 4))
def test_every_bid_has_as_many_as_asked_or_as_there_are(
    panel: tuple[Able, list[int], Able], each: int
) -> None:
    able, members, kept = panel
    found = spread(able, members=members, each=each, kept=kept)
    assert found == spread(able, members=members, each=each, kept=kept)
    for bid, holders in found.items():
        mine = set(kept.get(bid, ()))
        assert mine <= holders <= set(able[bid])
        assert len(holders) == max(len(mine), min(each, len(able[bid])))


@given(st.integers(1, 60), st.integers(1, 10), st.integers(1, 5))
def test_without_interests_nobody_has_two_more_than_anybody(
    bids: int, people: int, each: int
) -> None:
    members = list(range(people))
    found = spread(dict.fromkeys(range(bids), members), members=members, each=each, kept={})
    assert max(loads(found, members)) - min(loads(found, members)) <= 1


@settings(max_examples=60, deadline=None)
@given(panels(bids=4, members=4), st.integers(1, 3))
def test_no_other_way_is_more_even(panel: tuple[Able, list[int], Able], each: int) -> None:
    able, members, kept = panel
    found = spread(able, members=members, each=each, kept=kept)

    def ways(bid: int) -> list[frozenset[int]]:
        mine = frozenset(kept.get(bid, ()))
        rest = [member for member in able[bid] if member not in mine]
        more = min(max(each - len(mine), 0), len(rest))
        return [mine | frozenset(chosen) for chosen in combinations(rest, more)]

    def unevenness(given_out: dict[int, frozenset[int]]) -> int:
        return sum(load * load for load in loads(given_out, members))

    every = product(*(ways(bid) for bid in able))
    best = min(unevenness(dict(zip(able, way, strict=True))) for way in every)
    assert unevenness(found) == best


def test_a_chain_of_bids_evens_out_what_no_single_move_can() -> None:
    # 0 may score everything, 1 the first two, 2 the last two; 2 keeps what they have begun.
    able = {1: [0, 1], 2: [0, 1], 3: [0, 2], 4: [0, 2]}
    kept = {1: [0], 3: [0]}
    found = spread(able, members=[0, 1, 2], each=1, kept=kept)
    assert found == {
        1: frozenset({0}),
        2: frozenset({1}),
        3: frozenset({0}),
        4: frozenset({2}),
    }


def test_a_hundred_bids_and_ten_members_are_given_out_at_once() -> None:
    members = list(range(10))
    able = {bid: [m for m in members if (bid + m) % 4] for bid in range(100)}
    found = spread(able, members=members, each=3, kept={})
    assert max(loads(found, members)) - min(loads(found, members)) <= 1
