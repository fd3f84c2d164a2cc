"""What the pages say that approving does, held against what the ledger then says."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.actions import approve
from awards.decide_presenters import Choice, routes
from awards.effects import PotState, pots, run
from awards.undecided import undecided
from base.errors import Refused
from bids.models import Bid
from funds.balances import balances
from rounds.models import Pot
from tests.cast import DECIDED, Cast, cast_of
from tests.round_files import round_text

AMOUNTS = st.lists(st.integers(1, 900_000), min_size=1, max_size=5)


@given(
    st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6), st.lists(st.integers(1))
)
def test_what_is_committed_and_left_add_up_at_every_step(
    committed: int, left: int, overdraft: int, amounts: list[int]
) -> None:
    before = PotState(committed, left, overdraft)
    states = run(before, amounts)
    for count, state in enumerate(states, 1):
        assert state.committed_pence == committed + sum(amounts[:count])
        assert state.committed_pence + state.left_pence == committed + left
        assert (state.over_pence > 0) is (sum(amounts[:count]) > left + overdraft)


class _Undo(Exception):
    """Leaves nothing of an example behind."""


@pytest.mark.parametrize("over", ["", "over_allocation_percent = 10"])
@pytest.mark.django_db
def test_the_page_and_the_ledger_say_the_same(over: str) -> None:
    cast = cast_of(round_text(settings=over))
    bids = [cast.sifted(900_000) for _ in range(5)]

    @settings(
        max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(AMOUNTS)
    def hold(amounts: list[int]) -> None:
        try:
            with transaction.atomic():
                _approve_and_compare(cast, bids, amounts)
                raise _Undo
        except _Undo:
            pass

    hold()


def _approve_and_compare(cast: Cast, bids: list[Bid], amounts: list[int]) -> None:
    for bid, pence in zip(bids, amounts, strict=False):
        before = pots(cast.round)[Pot.MAIN]
        expected = before.after(pence)
        try:
            approve(bid=bid, amount_pence=pence, by=cast.decision_maker, at=DECIDED)
        except Refused:
            assert expected.over_pence
            expected = before
        else:
            assert not expected.over_pence
        found, pot = pots(cast.round)[Pot.MAIN], balances(cast.round).pots[Pot.MAIN]
        assert found == expected
        assert (found.committed_pence, found.left_pence) == (
            pot["committed_pence"],
            pot["available_pence"],
        )


def test_approving_all_that_is_offered_leaves_what_the_page_said(cast: Cast) -> None:
    for pence in (700_000, 650_000, 640_000):
        cast.sifted(pence)
    choices = [Choice(one, one.recommended_pence) for one in undecided(cast.round)]
    route = routes(choices, pots(cast.round))[0]
    assert route.sum_pence == 1_990_000
    for choice in route.offered:
        approve(bid=choice.one.bid, amount_pence=choice.pence, by=cast.decision_maker, at=DECIDED)
    assert pots(cast.round)[Pot.MAIN] == route.after


def test_who_may_not_decide_a_bid_is_not_counted_in_the_sum(cast: Cast) -> None:
    cast.sifted(700_000)
    cast.sifted(650_000)
    first, second = undecided(cast.round)
    choices = [Choice(first, first.recommended_pence, "You scored it."), Choice(second, 650_000)]
    route = routes(choices, pots(cast.round))[0]
    assert (route.sum_pence, route.after.left_pence) == (650_000, 1_350_000)
