"""HiGHS, the solver: yes or no for each of some things, so that what they bring together is highest.

It is loaded when it is first asked for, because most workers never are. It works in floating point,
so whoever asks checks its answer in whole numbers (``scoring.optimiser``).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from base.errors import Refused

TOLERANCE = 1e-9
HALF = 0.5
_one_at_a_time = Lock()


class NotProven(Refused):
    """The time was up before the answer was proven to be the best."""


@dataclass(frozen=True)
class Rule:
    """What the sum of the chosen things' parts must lie within. Whole numbers, none below zero."""

    parts: Mapping[int, int]
    least: int | None = None
    most: int | None = None

    def holds(self, chosen: Collection[int]) -> bool:
        """Whether a set keeps the rule, exactly."""
        total = sum(self.parts.get(one, 0) for one in chosen)
        return (self.least is None or total >= self.least) and (
            self.most is None or total <= self.most
        )


@dataclass(frozen=True)
class Clock:
    """When to stop trying, and how long that was."""

    seconds: float
    until: float

    @classmethod
    def start(cls, seconds: float) -> "Clock":
        return cls(seconds, monotonic() + seconds)

    @property
    def left(self) -> float:
        return self.until - monotonic()

    def refuse(self) -> NotProven:
        """What is said when the time is up."""
        words = _("No set was proven to be the best in %(seconds)g seconds. Try with fewer limits.")
        return NotProven(words % {"seconds": self.seconds})


def solve(
    gains: Sequence[int], rules: Sequence[Rule], fixed: Mapping[int, bool], clock: Clock
) -> list[int] | None:
    """The places of those chosen, so that the sum of their gains is highest; nothing where no set will do.

    Raises ``NotProven`` where the time is up, or the solver's own bound leaves room for a better set.
    """
    import highspy

    with _one_at_a_time:
        solver = _run(gains, rules, fixed, clock, whole=True)
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        bound = info.mip_dual_bound - info.objective_function_value
        if status != highspy.HighsModelStatus.kOptimal or bound > HALF:
            raise clock.refuse()
        values = solver.getSolution().col_value
    return [one for one, value in enumerate(values) if value > HALF]


def prices(
    gains: Sequence[int], rules: Sequence[Rule], fixed: Mapping[int, bool], clock: Clock
) -> list[float]:
    """About what one more unit of each rule's bound would gain, were parts of things allowed."""
    with _one_at_a_time:
        found = _run(gains, rules, fixed, clock, whole=False).getSolution().row_dual
    return [abs(one) for one in found] or [0.0] * len(rules)


def _run(
    gains: Sequence[int],
    rules: Sequence[Rule],
    fixed: Mapping[int, bool],
    clock: Clock,
    *,
    whole: bool,
) -> Any:
    import highspy
    import numpy as np

    if clock.left <= 0:
        raise clock.refuse()
    # The usual ``Highs`` greets on standard output when it is made, amid a command's JSON.
    solver = highspy._Highs()  # type: ignore[attr-defined]
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "time_limit": clock.left,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "dual_feasibility_tolerance": TOLERANCE,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    count = len(gains)
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = count, len(rules)
    problem.sense_ = highspy.ObjSense.kMaximize
    problem.col_cost_ = np.array(gains, dtype=float)
    problem.col_lower_ = np.array([float(fixed.get(one, False)) for one in range(count)])
    problem.col_upper_ = np.array([float(fixed.get(one, True)) for one in range(count)])
    if whole:
        problem.integrality_ = [highspy.HighsVarType.kInteger] * count
    bounds = [(rule.least, rule.most) for rule in rules]
    problem.row_lower_ = np.array([-np.inf if low is None else float(low) for low, _ in bounds])
    problem.row_upper_ = np.array([np.inf if top is None else float(top) for _, top in bounds])
    matrix = problem.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(rule.parts) for rule in rules)])
    matrix.index_ = np.array([one for rule in rules for one in rule.parts])
    matrix.value_ = np.array([float(n) for rule in rules for n in rule.parts.values()])
    solver.passModel(problem)
    solver.run()
    return solver
