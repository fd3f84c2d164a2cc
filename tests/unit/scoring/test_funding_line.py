"""Where the money runs out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.funding_line import draw

TABLE = [
    # what each takes, what the pot holds, above, left, over
    ([], 100, [], 100, 0),
    ([40, 60], 100, [0, 1], 0, 0),
    ([40, 50, 0, 0], 100, [0, 1], 10, 0),
    ([0, 0], 100, [], 100, 0),
    ([40, 0, 50], 100, [0, 2], 10, 0),
    ([40, 61, 0], 100, [0], 60, 1),
    ([40, 61, 10], 100, [0], 60, 11),
    ([101], 100, [], 100, 1),
]


@pytest.mark.parametrize(("takes", "holds", "above", "left", "over"), TABLE)
def test_the_line_is_below_the_last_that_fits(
    takes: list[int], holds: int, above: list[int], left: int, over: int
) -> None:
    line = draw(takes, holds)
    assert (line.above, line.left_pence, line.over_pence) == (above, left, over)


@given(st.lists(st.integers(0, 10_000)), st.integers(0, 100_000))
def test_it_parts_the_bids_and_never_overspends(takes: list[int], holds: int) -> None:
    line = draw(takes, holds)
    assert sorted(line.above + line.below) == list(range(len(takes)))
    assert line.left_pence == holds - sum(takes[place] for place in line.above) >= 0
    assert bool(line.over_pence) == any(takes[place] for place in line.below)
