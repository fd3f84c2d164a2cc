"""The best set of bids, held against trying every set there is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.highs import Clock, NotProven, Rule, solve
from scoring.optimiser import BestSet, Contender, Limits, NoSet, best_set

PRIORITIES = ("PCC1", "PCC2", "CSP1")


def bid(number: int, asked: int, score: int | Fraction, **more: object) -> Contender:
    return replace(Contender(f"B{number:02d}", asked, Fraction(score)), **more)  # type: ignore[arg-type]


@st.composite
def contenders(draw: st.DrawFn, most: int = 15) -> list[Contender]:
    """Up to 15 bids in rank order: uneven panels, many ties, equal amounts, few organisations."""
    count = draw(st.integers(0, most))
    panels = st.sampled_from([1, 2, 3, 4, 5, 7])
    amounts = st.one_of(st.integers(1, 12).map(lambda n: n * 50_000), st.integers(1, 999_999))
    found = []
    for number in range(count):
        score = sum(Fraction(draw(st.integers(0, 20)), draw(panels)) for _ in range(2))
        asked = draw(amounts)
        least = draw(st.one_of(st.none(), st.integers(1, asked)))
        found.append(
            bid(
                number,
                asked,
                Fraction(score),
                least_pence=least,
                priorities=frozenset(draw(st.sets(st.sampled_from(PRIORITIES)))),
                organisation=draw(st.integers(0, 4)),
            )
        )
    return sorted(found, key=lambda one: (-one.score, one.reference))


limits = st.builds(
    Limits,
    cover=st.sets(st.sampled_from((*PRIORITIES, "CSP9"))).map(frozenset),
    most_per_organisation=st.one_of(st.none(), st.integers(1, 3)),
    part_funding=st.booleans(),
    keep=st.sets(st.sampled_from(("B00", "B01")), max_size=1).map(frozenset),
    leave=st.sets(st.sampled_from(("B02", "B03")), max_size=2).map(frozenset),
)


def cost(one: Contender, asked: Limits) -> int:
    return (one.least_pence or one.requested_pence) if asked.part_funding else one.requested_pence


def keeps(
    taken: Sequence[Contender], everybody: Sequence[Contender], pot: int, asked: Limits
) -> bool:
    """Whether a set is within the pot and keeps the limits, read as an officer would."""
    names = {one.reference for one in taken}
    serving = {
        code for one in everybody if one.reference not in asked.leave for code in one.priorities
    }
    theirs = [one.organisation for one in taken]
    return (
        sum(cost(one, asked) for one in taken) <= pot
        and names.isdisjoint(asked.leave)
        and {one.reference for one in everybody} & asked.keep <= names
        and asked.cover & serving <= {code for one in taken for code in one.priorities}
        and all(
            asked.most_per_organisation is None or theirs.count(one) <= asked.most_per_organisation
            for one in theirs
        )
    )


def by_hand(everybody: Sequence[Contender], pot: int, asked: Limits) -> list[str] | None:
    """Every set tried: the highest total, and of those the first that rank order prefers."""
    best = None
    for mask in product((True, False), repeat=len(everybody)):
        taken = [one for one, yes in zip(everybody, mask, strict=True) if yes]
        if keeps(taken, everybody, pot, asked):
            key = (sum((one.score for one in taken), Fraction(0)), mask)
            best = max(best, key) if best else key
    return best and [one.reference for one, yes in zip(everybody, best[1], strict=True) if yes]


@settings(max_examples=60, deadline=None)
@given(everybody=contenders(most=11), pot=st.integers(0, 3_000_000), asked=limits)
def test_it_is_the_set_that_trying_every_set_finds(
    everybody: list[Contender], pot: int, asked: Limits
) -> None:
    expected = by_hand(everybody, pot, asked)
    if expected is None:
        with pytest.raises(NoSet):
            best_set(everybody, pot_pence=pot, limits=asked)
        return
    found = best_set(everybody, pot_pence=pot, limits=asked)
    assert list(found.amounts) == expected
    assert found.total == sum(one.score for one in everybody if one.reference in expected)
    assert found.spent_pence + found.left_pence == pot
    for one in everybody:
        if one.reference in found.amounts:
            amount = found.amounts[one.reference]
            assert cost(one, asked) <= amount <= one.requested_pence


@settings(max_examples=5, deadline=None)
@given(everybody=contenders(most=15).filter(lambda bids: len(bids) > 12), asked=limits)
def test_it_is_so_of_fifteen_bids_too(everybody: list[Contender], asked: Limits) -> None:
    pot = sum(one.requested_pence for one in everybody) // 2
    expected = by_hand(everybody, pot, asked)
    if expected is None:
        with pytest.raises(NoSet):
            best_set(everybody, pot_pence=pot, limits=asked)
    else:
        assert list(best_set(everybody, pot_pence=pot, limits=asked).amounts) == expected


def test_two_smaller_bids_beat_a_larger_one_of_higher_score() -> None:
    bids = [bid(1, 780_000, 74), bid(2, 400_000, 70), bid(3, 380_000, Fraction(131, 2))]
    found = best_set(bids, pot_pence=800_000)
    assert found == BestSet({"B02": 400_000, "B03": 380_000}, Fraction(271, 2), 20_000)


def test_a_thirtieth_of_a_point_decides() -> None:
    third, tenth = Fraction(200, 3), Fraction(667, 10)
    found = best_set([bid(1, 500, tenth), bid(2, 500, third)], pot_pence=500)
    assert list(found.amounts) == ["B01"]
    found = best_set([bid(1, 500, third), bid(2, 500, tenth)], pot_pence=500)
    assert list(found.amounts) == ["B02"]


def test_a_penny_over_the_pot_is_over_the_pot() -> None:
    pot = 99_999_999_999
    bids = [bid(1, pot - 1, 60), bid(2, 2, 60)]
    assert list(best_set(bids, pot_pence=pot).amounts) == ["B01"]
    assert list(best_set(bids, pot_pence=pot + 1).amounts) == ["B01", "B02"]


@pytest.mark.parametrize("pot", [0, -500])
def test_nothing_is_chosen_from_an_empty_or_overdrawn_pot(pot: int) -> None:
    assert best_set([bid(1, 500, 60)], pot_pence=pot) == BestSet({}, Fraction(0), 0)


def test_nothing_is_chosen_where_nobody_bid() -> None:
    asked = Limits(cover=frozenset({"PCC1"}))
    assert best_set([], pot_pence=500, limits=asked) == BestSet({}, Fraction(0), 500, ("PCC1",))


def test_bids_that_are_all_alike_are_chosen_from_the_top() -> None:
    bids = [bid(number, 50_000, 70) for number in range(60)]
    found = best_set(bids, pot_pence=50_000 * 33 + 7)
    assert list(found.amounts) == [one.reference for one in bids[:33]]
    assert found.left_pence == 7


def test_bids_that_scored_nothing_are_chosen_while_there_is_money() -> None:
    assert list(best_set([bid(1, 5, 0), bid(2, 9, 0)], pot_pence=10).amounts) == ["B01"]


def test_part_funding_gives_what_is_left_in_rank_order_to_the_penny() -> None:
    bids = [
        bid(1, 1_000, 90, least_pence=600),
        bid(2, 1_000, 80, least_pence=500),
        bid(3, 500, 70),
    ]
    part = Limits(part_funding=True)
    found = best_set(bids, pot_pence=2_101, limits=part)
    assert found.amounts == {"B01": 1_000, "B02": 601, "B03": 500}
    assert found.left_pence == 0
    assert list(best_set(bids, pot_pence=2_101).amounts) == ["B01", "B02"]


def test_a_least_amount_over_the_request_is_the_request() -> None:
    found = best_set(
        [bid(1, 500, 60, least_pence=900)], pot_pence=600, limits=Limits(part_funding=True)
    )
    assert found.amounts == {"B01": 500}


def test_a_priority_that_no_bid_serves_is_named_and_asked_no_more() -> None:
    bids = [bid(1, 500, 60, priorities=frozenset({"PCC1"})), bid(2, 500, 90)]
    asked = Limits(cover=frozenset({"PCC1", "PCC4", "CSP2"}))
    found = best_set(bids, pot_pence=500, limits=asked)
    assert list(found.amounts) == ["B01"]
    assert found.unserved == ("CSP2", "PCC4")


def test_a_priority_served_only_by_a_bid_left_out_is_not_served() -> None:
    bids = [bid(1, 500, 60, priorities=frozenset({"PCC1"})), bid(2, 500, 90)]
    asked = Limits(cover=frozenset({"PCC1"}), leave=frozenset({"B01"}))
    found = best_set(bids, pot_pence=500, limits=asked)
    assert (list(found.amounts), found.unserved) == (["B02"], ("PCC1",))


def test_a_priority_that_the_money_cannot_cover_is_named() -> None:
    bids = [bid(1, 900, 60, priorities=frozenset({"PCC1"})), bid(2, 500, 90)]
    with pytest.raises(NoSet, match=r"PCC1 cannot be covered: .* £5\.00 or less"):
        best_set(bids, pot_pence=500, limits=Limits(cover=frozenset({"PCC1"})))


def test_priorities_that_the_money_cannot_cover_together_are_refused() -> None:
    bids = [bid(n, 500, 60, priorities=frozenset({f"PCC{n}"})) for n in (1, 2)]
    with pytest.raises(NoSet, match=r"No set of bids within £9\.00 keeps all of these limits"):
        best_set(bids, pot_pence=900, limits=Limits(cover=frozenset({"PCC1", "PCC2"})))


def test_numbers_too_large_to_be_exact_are_refused() -> None:
    bids = [
        bid(n, 500, 60 + Fraction(1, prime)) for n, prime in enumerate((2_147_483_647, 1_000_003))
    ]
    with pytest.raises(NoSet, match="too fine"):
        best_set(bids, pot_pence=500)


def test_when_the_time_is_up_it_says_so() -> None:
    bids = [bid(n, 50_000 + n, 60 + n) for n in range(30)]
    with pytest.raises(NotProven, match="in 0 seconds"):
        best_set(bids, pot_pence=500_000, seconds=0)


def test_an_answer_that_breaks_the_pot_is_never_taken() -> None:
    """A solver whose tolerance is 3 pence: its answers are checked, and it is asked again."""

    def slack(
        gains: Sequence[int], rules: Sequence[Rule], fixed: Mapping[int, bool], clock: Clock
    ) -> Sequence[int] | None:
        loose = [
            replace(rule, most=rule.most + 3)
            if rule.most and len(set(rule.parts.values())) > 1
            else rule
            for rule in rules
        ]
        return solve(gains, loose, fixed, clock)

    bids = [bid(1, 601, 80), bid(2, 401, 75), bid(3, 399, 70), bid(4, 203, 20)]
    found = best_set(bids, pot_pence=1_000, solver=slack)
    assert list(found.amounts) == by_hand(bids, 1_000, Limits()) == ["B01", "B03"]


def test_a_solver_that_never_keeps_the_rules_is_given_up() -> None:
    bids = [bid(1, 700, 80), bid(2, 700, 75)]
    with pytest.raises(NotProven):
        best_set(bids, pot_pence=1_000, solver=lambda *_: [0, 1])
