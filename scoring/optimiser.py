"""The set of bids with the highest total score within a pot. It is offered, and decides nothing.

HiGHS looks for it in whole numbers: scores over their common denominator, pence over their common
divisor, and no gap. Its answer is then checked here in whole numbers, and the total is worked out again
in fractions. Among sets with the same total the one that rank order prefers is given: from the top of
the ranking down, the first bid that is in one set and not in the other is in this one. (Should the time
be up while that is looked into, the set that was found first stands: its total is proven.)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from django.utils.translation import gettext as _

from base.errors import Refused
from scoring.highs import Clock, NotProven, Rule, prices, solve
from ui.money import format_pence

SECONDS = 10
MOST = 2**50
"""What whole numbers may add up to, so that a solver in floating point still holds each of them."""
AT_ONCE = 20
"""How many bids' places in the ranking are compared in one go."""
TRIES = 50
FINE = 10**9
"""The largest denominator of a price: it need not be exact, only short."""

Solver = Callable[[Sequence[int], Sequence[Rule], Mapping[int, bool], Clock], Sequence[int] | None]


class NoSet(Refused):
    """No set of bids does all that was asked."""


@dataclass(frozen=True)
class Contender:
    """A bid that may be chosen, with its exact score. Pence."""

    reference: str
    requested_pence: int
    score: Fraction
    least_pence: int | None = None
    """The least workable amount; where there is none, all that is requested."""
    priorities: frozenset[str] = frozenset()
    organisation: int = 0

    def cost(self, part_funding: bool) -> int:
        """The least for which it may be chosen."""
        least = self.least_pence if part_funding else None
        return min(least or self.requested_pence, self.requested_pence)


@dataclass(frozen=True)
class Limits:
    """What an officer asks of the set beside its being within the pot."""

    cover: frozenset[str] = frozenset()
    """Priorities of which each must be served by a bid of the set, where any bid serves it."""
    most_per_organisation: int | None = None
    part_funding: bool = False
    """Whether a bid may be chosen at its least workable amount; its score counts in full."""
    keep: frozenset[str] = frozenset()
    """References of bids that must be in the set."""
    leave: frozenset[str] = frozenset()
    """References of bids that must not."""


@dataclass(frozen=True)
class BestSet:
    """The set: an amount for each of its bids, in rank order. Pence."""

    amounts: dict[str, int]
    total: Fraction
    left_pence: int
    unserved: tuple[str, ...] = ()
    """Priorities to be covered that no bid serves."""

    @property
    def spent_pence(self) -> int:
        """What the set takes from the pot."""
        return sum(self.amounts.values())


def best_set(
    ranked: Sequence[Contender],
    *,
    pot_pence: int,
    limits: Limits = Limits(),
    seconds: float = SECONDS,
    solver: Solver = solve,
) -> BestSet:
    """The best set of bids, which are given in rank order.

    With part funding, what is left after the least amounts is handed out in rank order, up to what each
    requested. Raises ``NoSet`` where no set will do, ``NotProven`` where the time is up first.
    """
    pot_pence = max(pot_pence, 0)
    served = frozenset(
        code for one in ranked if one.reference not in limits.leave for code in one.priorities
    )
    chosen: Sequence[int] = []
    if ranked:
        sums = _Sums(ranked, pot_pence, limits, served, Clock.start(seconds), solver)
        chosen = sums.best()
    amounts = {ranked[one].reference: ranked[one].cost(limits.part_funding) for one in chosen}
    left = pot_pence - sum(amounts.values())
    for one in chosen if limits.part_funding else ():
        more = min(left, ranked[one].requested_pence - amounts[ranked[one].reference])
        amounts[ranked[one].reference] += more
        left -= more
    total = sum((ranked[one].score for one in chosen), Fraction(0))
    return BestSet(amounts, total, left, tuple(sorted(limits.cover - served)))


class _Sums:
    """The question in whole numbers."""

    def __init__(
        self,
        ranked: Sequence[Contender],
        pot_pence: int,
        limits: Limits,
        served: frozenset[str],
        clock: Clock,
        solver: Solver,
    ) -> None:
        self.ranked, self.pot_pence, self.limits = ranked, pot_pence, limits
        self.clock, self.solver = clock, solver
        self.cover = sorted(limits.cover & served)
        costs = [one.cost(limits.part_funding) for one in ranked]
        pence = gcd(*costs)
        self.costs, self.pot = [cost // pence for cost in costs], pot_pence // pence
        self.gains = _whole([one.score for one in ranked])
        if max(sum(self.gains), sum(self.costs), self.pot) > MOST:
            raise NoSet(_("The scores or amounts are too fine to be added up without rounding."))
        self.fixed = {
            place: one.reference in limits.keep
            for place, one in enumerate(ranked)
            if one.reference in limits.keep | limits.leave
        }
        self.rules = [Rule(dict(enumerate(self.costs)), most=self.pot), *self._rules()]

    def _rules(self) -> Iterable[Rule]:
        for code in self.cover:
            serving = [n for n, one in enumerate(self.ranked) if code in one.priorities]
            yield Rule(dict.fromkeys(serving, 1), least=1)
        most = self.limits.most_per_organisation
        if most is not None:
            theirs = defaultdict(list)
            for place, one in enumerate(self.ranked):
                theirs[one.organisation].append(place)
            for places in theirs.values():
                if len(places) > most:
                    yield Rule(dict.fromkeys(places, 1), most=most)

    def best(self) -> list[int]:
        """The places of the best set, in rank order."""
        chosen = self._ask(self.gains, self.rules, self.fixed)
        if chosen is None:
            raise NoSet(self._why_none())
        try:
            return sorted(self._preferred(chosen))
        except NotProven:
            return sorted(chosen)

    def _preferred(self, chosen: Sequence[int]) -> Sequence[int]:
        """Of the sets that are as good as one, that which rank order prefers."""
        total = sum(self.gains[one] for one in chosen)
        as_good = Rule(dict(enumerate(self.gains)), least=total)
        fixed = self.fixed | self._settled(total)
        open_ones = [one for one in range(len(self.gains)) if one not in fixed]
        for start in range(0, len(open_ones), AT_ONCE):
            some = open_ones[start : start + AT_ONCE]
            if not set(some) <= set(chosen):
                above = [0] * len(self.gains)
                for height, one in enumerate(reversed(some)):
                    above[one] = 2**height
                chosen = self._ask(above, [*self.rules, as_good], fixed) or chosen
            fixed |= {one: one in chosen for one in some}
        return chosen

    def _settled(self, total: int) -> dict[int, bool]:
        """Which bids are in every set with that total, or in none.

        Let each rule have a price, whatever it is. No set gains more than its rules' bounds at their
        prices, and every bid that is worth more than its own parts at those prices. Where changing
        one bid takes that below the total, it cannot change. Summed in fractions, so it is certain.
        """
        most = Fraction(0)
        over = [Fraction(gain) for gain in self.gains]
        found = prices(self.gains, self.rules, self.fixed, self.clock)
        for rule, about in zip(self.rules, found, strict=True):
            price = Fraction(about).limit_denominator(FINE)
            if rule.least is not None:
                price = -price
            most += price * (rule.most if rule.most is not None else rule.least or 0)
            for place, part in rule.parts.items() if price else ():
                over[place] -= price * part
        most += sum(one for one in over if one > 0)
        return {place: one > 0 for place, one in enumerate(over) if most - abs(one) < total}

    def _ask(
        self, gains: Sequence[int], rules: Sequence[Rule], fixed: Mapping[int, bool]
    ) -> list[int] | None:
        """The solver's answer where it keeps every rule exactly; else it is asked again without it."""
        cuts: list[Rule] = []
        for _again in range(TRIES):
            found = self.solver(gains, [*rules, *cuts], fixed, self.clock)
            if found is None:
                return None
            broken = [rule for rule in rules if not rule.holds(found)]
            if not broken:
                return list(found)
            cuts += [_cut(rule, found) for rule in broken]
        raise NotProven(_("No set was proven to be the best. Try with fewer limits."))

    def _why_none(self) -> str:
        """Why no set will do, in words."""
        pot = format_pence(self.pot_pence)
        for code in self.cover:
            costs = [
                cost
                for cost, one in zip(self.costs, self.ranked, strict=True)
                if code in one.priorities and one.reference not in self.limits.leave
            ]
            if min(costs) > self.pot:
                words = _(
                    "%(priority)s cannot be covered: no bid that serves it asks for %(pot)s or less."
                )
                return words % {"priority": code, "pot": pot}
        words = _("No set of bids within %(pot)s keeps all of these limits. Take one away.")
        return words % {"pot": pot}


def _cut(rule: Rule, found: Sequence[int]) -> Rule:
    """A rule that a set breaks, without room for rounding: this set will not do, nor one like it."""
    if rule.most is not None:
        these = [one for one in found if rule.parts.get(one)]
        return Rule(dict.fromkeys(these, 1), most=len(these) - 1)
    others = [one for one, part in rule.parts.items() if part and one not in found]
    return Rule(dict.fromkeys(others, 1), least=1)


def _whole(scores: Sequence[Fraction]) -> list[int]:
    """Scores as whole numbers in the same proportions."""
    common = lcm(*(score.denominator for score in scores))
    whole = [int(score * common) for score in scores]
    divisor = gcd(*whole) or 1
    return [one // divisor for one in whole]
