"""The two pots and the allocation that they are parts of. Pure sums, in pence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from rounds.models import Pot
from ui.money import format_pence


def pots_difference(allocation: int, pots: Mapping[Pot, int]) -> int:
    """How far the pots are from the allocation, in pence: below zero where they are short of it."""
    return sum(pots.values()) - allocation


def pots_fault(allocation: int, pots: Mapping[Pot, int]) -> str:
    """What is wrong with the pots, as a sentence with the difference; nothing where they add up."""
    difference = pots_difference(allocation, pots)
    if not difference:
        return ""
    words = {
        "sum": format_pence(sum(pots.values())),
        "difference": format_pence(abs(difference)),
        "allocation": format_pence(allocation),
    }
    if difference < 0:
        return (
            _(
                "The two pots add up to %(sum)s, %(difference)s short of the allocation of %(allocation)s. "
                "Add %(difference)s to one of them, or lower the allocation."
            )
            % words
        )
    return (
        _(
            "The two pots add up to %(sum)s, %(difference)s over the allocation of %(allocation)s. "
            "Take %(difference)s off one of them, or raise the allocation."
        )
        % words
    )
