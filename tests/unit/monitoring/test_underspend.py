"""What projects are likely not to spend: sums to the penny, whatever the amounts."""

from hypothesis import given
from hypothesis import strategies as st

from monitoring.underspend.sums import Position, pot_position, tactical_after
from ui.money import MOST_PENCE

PENCE = st.integers(min_value=0, max_value=MOST_PENCE)
POSITIONS = st.tuples(PENCE, PENCE, PENCE | st.none(), PENCE).map(lambda some: Position(*some))


def test_the_sum_of_the_guide() -> None:
    one = Position(committed=500_000, paid=200_000, forecast=390_000, claimed=50_000)
    assert (one.expected, one.underspend, one.releasable) == (390_000, 110_000, 60_000)


def test_what_is_paid_is_not_released_though_it_may_not_be_spent() -> None:
    one = Position(committed=500_000, paid=450_000, forecast=300_000)
    assert (one.underspend, one.releasable) == (200_000, 50_000)


def test_without_a_return_the_award_is_expected_to_be_spent() -> None:
    one = Position(committed=500_000, paid=0, forecast=None)
    assert (one.expected, one.underspend, one.releasable) == (500_000, 0, 0)


@given(POSITIONS)
def test_a_project_is_never_below_zero_and_adds_up(one: Position) -> None:
    assert min(one.expected, one.underspend, one.releasable) >= 0
    assert one.expected + one.underspend == one.committed
    assert one.releasable <= one.underspend


@given(POSITIONS)
def test_what_is_released_leaves_what_is_paid_claimed_and_forecast(one: Position) -> None:
    left = one.committed - one.releasable
    if one.releasable:
        assert left >= one.paid + one.claimed
        assert left >= (one.forecast or 0) + one.claimed


@given(PENCE, PENCE, st.lists(POSITIONS))
def test_a_pot_is_the_sum_of_its_projects(
    allocation: int, available: int, projects: list[Position]
) -> None:
    pot = pot_position(allocation, available, projects)
    assert pot.underspend == sum(one.underspend for one in projects)
    assert pot.unspent + pot.expected == available + pot.committed
    assert pot.releasable == sum(one.releasable for one in projects)


@given(PENCE, PENCE, st.lists(POSITIONS), PENCE)
def test_asking_counts_instead_of_what_could_be_released(
    available: int, on_the_way: int, projects: list[Position], asked: int
) -> None:
    nobody = tactical_after(available, [(one, None) for one in projects], on_the_way)
    assert nobody == available + on_the_way + sum(one.releasable for one in projects)
    everybody = tactical_after(available, [(one, asked) for one in projects], on_the_way)
    assert everybody == available + on_the_way + asked * len(projects)
