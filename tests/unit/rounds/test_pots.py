"""The two pots and their allocation, to the penny, whatever the amounts."""

from hypothesis import given
from hypothesis import strategies as st

from rounds.models import Pot
from rounds.pots import pots_difference, pots_fault
from ui.money import MOST_PENCE, format_pence

PENCE = st.integers(min_value=0, max_value=MOST_PENCE)


def pots(main: int, tactical: int) -> dict[Pot, int]:
    return {Pot.MAIN: main, Pot.TACTICAL: tactical}


@given(PENCE, PENCE)
def test_pots_that_add_up_have_no_fault(main: int, tactical: int) -> None:
    assert pots_fault(main + tactical, pots(main, tactical)) == ""


@given(PENCE, PENCE, PENCE)
def test_the_difference_makes_them_add_up(allocation: int, main: int, tactical: int) -> None:
    difference = pots_difference(allocation, pots(main, tactical))
    assert pots_fault(allocation + difference, pots(main, tactical)) == ""


@given(PENCE, PENCE, st.integers(min_value=1, max_value=MOST_PENCE))
def test_a_fault_says_by_how_much_and_which_way(main: int, tactical: int, off: int) -> None:
    total = main + tactical
    assert f"{format_pence(off)} short of" in pots_fault(total + off, pots(main, tactical))
    assert f"{format_pence(off)} over" in pots_fault(total - off, pots(main, tactical))


def test_the_real_case_that_is_a_pound_short() -> None:
    words = pots_fault(3_966_100, pots(2_644_000, 1_322_000))
    assert "add up to £39,660.00, £1.00 short of the allocation of £39,661.00" in words
