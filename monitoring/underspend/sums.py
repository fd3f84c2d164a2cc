"""Where projects are likely to stand at the year's end, and what they could give back: pure sums. Pence."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Position:
    """One project's money now, and what it says that it will need."""

    committed: int
    """Committed to it, what is paid counted too."""
    paid: int
    """Paid, net of recoveries."""
    forecast: int | None
    """What its latest accepted return says it will have spent by the year's end; nothing without one."""
    claimed: int = 0
    """Claimed, and not yet paid, refused or withdrawn."""

    @property
    def expected(self) -> int:
        """What is likely to be spent of what is committed: all of it, where nothing is known."""
        return self.committed if self.forecast is None else min(self.forecast, self.committed)

    @property
    def underspend(self) -> int:
        """What is committed and likely not to be spent."""
        return self.committed - self.expected

    @property
    def releasable(self) -> int:
        """What could be given back now: neither paid, nor forecast, nor claimed."""
        known = self.committed if self.forecast is None else self.forecast
        return max(0, self.committed - max(self.paid, known) - self.claimed)


@dataclass(frozen=True)
class PotPosition:
    """A pot's likely position at the year's end, and what its projects could give back now."""

    allocation: int
    available: int
    """In the pot, committed to nobody."""
    committed: int
    paid: int
    expected: int
    releasable: int

    @property
    def underspend(self) -> int:
        """Likely not to be spent by the projects."""
        return self.committed - self.expected

    @property
    def unspent(self) -> int:
        """What is likely to be left of the pot at the year's end if nothing is done."""
        return self.available + self.underspend


def pot_position(allocation: int, available: int, projects: Iterable[Position]) -> PotPosition:
    """Put a pot together from its projects."""
    some = list(projects)
    return PotPosition(
        allocation=allocation,
        available=available,
        committed=sum(one.committed for one in some),
        paid=sum(one.paid for one in some),
        expected=sum(one.expected for one in some),
        releasable=sum(one.releasable for one in some),
    )


def tactical_after(
    available: int, releases: Iterable[tuple[Position, int | None]], on_the_way: int
) -> int:
    """What the tactical pot would hold once all is released.

    Each project counts with what it was asked for, where it was asked, else with what it could release;
    ``on_the_way`` is what was released already and has not reached the pot.
    """
    given = (one.releasable if asked is None else asked for one, asked in releases)
    return available + on_the_way + sum(given)
