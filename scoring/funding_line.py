"""Where the money runs out: pure sums in pence."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FundingLine:
    """Which bids of a route, by place in rank order, its pot pays for, and what is left then."""

    above: list[int]
    below: list[int]
    running: dict[int, int]
    """The running total at each place that takes money."""
    left_pence: int
    over_pence: int
    """How much more is proposed than the pot holds."""


def draw(takes: Sequence[int], holds_pence: int) -> FundingLine:
    """Draw the line below the last bid whose running total is within what the pot holds.

    ``takes`` is what each bid takes from the pot, in rank order; a reserve takes nothing and stands
    below the line.
    """
    running: dict[int, int] = {}
    total = 0
    for place, pence in enumerate(takes):
        if pence:
            total += pence
            running[place] = total
    above = [place for place in running if running[place] <= holds_pence]
    spent = running[above[-1]] if above else 0
    return FundingLine(
        above=above,
        below=[place for place in range(len(takes)) if place not in above],
        running=running,
        left_pence=holds_pence - spent,
        over_pence=max(total - holds_pence, 0),
    )
