"""Which of the council's transactions is which of our movements, from plain values alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from base.cells import squeeze

NEAR_DAYS = 7
"""How far the dates of a transaction and a movement may be apart, where only the amount is the same."""


@dataclass(frozen=True)
class Entry:
    """A line of one of the two books. Pence; money that came in is above zero."""

    key: int
    on: date
    reference: str
    pence: int


def match(theirs: Iterable[Entry], ours: Iterable[Entry]) -> dict[int, int]:
    """Our movement for each of their lines that has one, by key. Amounts are always equal.

    First those with the same reference and amount, in the order of their dates. Then those with the same
    amount and dates near each other, where each is the only one that the other could be.
    """
    lines, moved = _in_order(theirs), _in_order(ours)
    found = _by_reference(lines, moved)
    taken = set(found.values())
    left = [line for line in lines if line.key not in found]
    return found | _by_date(left, [one for one in moved if one.key not in taken])


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.on, one.key))


def _by_reference(lines: list[Entry], moved: list[Entry]) -> dict[int, int]:
    waiting: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for one in reversed(moved):
        waiting[squeeze(one.reference), one.pence].append(one)
    found = {}
    for line in lines:
        reference = squeeze(line.reference)
        if reference and (same := waiting[reference, line.pence]):
            found[line.key] = same.pop().key
    return found


def _by_date(lines: list[Entry], moved: list[Entry]) -> dict[int, int]:
    could: dict[int, list[int]] = defaultdict(list)
    of: dict[int, list[int]] = defaultdict(list)
    by_amount: dict[int, list[Entry]] = defaultdict(list)
    for one in moved:
        by_amount[one.pence].append(one)
    for line in lines:
        for one in by_amount[line.pence]:
            if abs((one.on - line.on).days) <= NEAR_DAYS:
                could[line.key].append(one.key)
                of[one.key].append(line.key)
    return {key: keys[0] for key, keys in could.items() if len(keys) == len(of[keys[0]]) == 1}
