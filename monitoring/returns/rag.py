"""What the figures of a return say of a project: green, amber or red, each with its reasons in words.

A proposal: the officer sets what stands. The worst sign counts. The thresholds:

- spent so far against the share of the project's time that has gone: amber where it is more than 20
  points of the award behind or 30 ahead, red where it is more than 40 behind, or above the award;
- the forecast against the award: amber where it is more than 5% below or at all above, red where it is
  more than 20% below or 10% above;
- measures with numbers, against the target's share for the time gone: behind is below three quarters of
  it; amber where any is behind, red where half of them or more are;
- sent after its day: amber, and red where it was more than 14 days late.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ui.money import format_pence

GREEN, AMBER, RED = "green", "amber", "red"
ORDER = (GREEN, AMBER, RED)
BEHIND, FAR_BEHIND, AHEAD = Fraction(20, 100), Fraction(40, 100), Fraction(30, 100)
"""Of the award, how far spending is from the share of the time gone."""
UNDER, FAR_UNDER, FAR_OVER = Fraction(5, 100), Fraction(20, 100), Fraction(10, 100)
"""Of the award, how far the forecast is from it."""
ENOUGH = Fraction(3, 4)
"""Of what a measure should have come to by now."""
VERY_LATE = 14
"""Days."""


@dataclass(frozen=True)
class Counted:
    """A measure as it is written: where it began, what it aims for, what it has come to."""

    name: str
    target: str
    actual: str
    baseline: str = ""


@dataclass(frozen=True)
class Figures:
    """What a return says, and how far its project's time has gone (0 to 1). Pence."""

    award_pence: int
    spent_pence: int
    forecast_pence: int
    time_gone: Fraction
    measures: Sequence[Counted] = ()
    days_late: int = 0


@dataclass(frozen=True)
class Proposal:
    """The colour that the figures speak for, and why."""

    rag: str
    reasons: list[str]


def propose(figures: Figures) -> Proposal:
    """The worst of what the figures show, with each reason for it or worse than green."""
    signs = [sign for sign in _signs(figures) if sign[0] != GREEN]
    if not signs:
        return Proposal(GREEN, [_("Spending, forecast, measures and dates are as planned.")])
    worst = max((rag for rag, _why in signs), key=ORDER.index)
    return Proposal(worst, [why for _rag, why in sorted(signs, key=lambda s: -ORDER.index(s[0]))])


def _signs(figures: Figures) -> Iterator[tuple[str, str]]:
    yield _spending(figures)
    yield _forecast(figures)
    yield _measures(figures)
    yield _late(figures.days_late)


def _spending(figures: Figures) -> tuple[str, str]:
    share = Fraction(figures.spent_pence, figures.award_pence)
    gone = figures.time_gone
    words = _("%(spent)s of the award is spent, and %(gone)s of the project’s time has gone.") % {
        "spent": percent(share),
        "gone": percent(gone),
    }
    if share > 1 or gone - share > FAR_BEHIND:
        return RED, words
    return (AMBER if gone - share > BEHIND or share - gone > AHEAD else GREEN), words


def _forecast(figures: Figures) -> tuple[str, str]:
    apart = figures.forecast_pence - figures.award_pence
    share = Fraction(apart, figures.award_pence)
    said = {
        "forecast": format_pence(figures.forecast_pence),
        "apart": format_pence(abs(apart)),
        "award": format_pence(figures.award_pence),
    }
    if apart > 0:
        words = _("The forecast of %(forecast)s is %(apart)s more than the award of %(award)s.")
        return (RED if share > FAR_OVER else AMBER), words % said
    words = _("The forecast of %(forecast)s is %(apart)s less than the award of %(award)s.")
    if -share > FAR_UNDER:
        return RED, words % said
    return (AMBER if -share > UNDER else GREEN), words % said


def _measures(figures: Figures) -> tuple[str, str]:
    reached = {one.name: progress(one) for one in figures.measures}
    counted = {name: share for name, share in reached.items() if share is not None}
    behind = [name for name, share in counted.items() if share < ENOUGH * figures.time_gone]
    if not behind:
        return GREEN, ""
    words = ngettext(
        "%(count)s of %(all)s measure is behind its target: %(names)s.",
        "%(count)s of %(all)s measures are behind their targets: %(names)s.",
        len(counted),
    ) % {"count": len(behind), "all": len(counted), "names": ", ".join(behind)}
    return (RED if 2 * len(behind) >= len(counted) else AMBER), words


def _late(days: int) -> tuple[str, str]:
    if days <= 0:
        return GREEN, ""
    words = ngettext("It was sent %(days)s day late.", "It was sent %(days)s days late.", days)
    return (RED if days > VERY_LATE else AMBER), words % {"days": f"{days:,}"}


def progress(measure: Counted) -> Fraction | None:
    """How much of the way to its target a measure has come; nothing where they are not numbers."""
    target, actual = number(measure.target), number(measure.actual)
    start = number(measure.baseline) or Fraction(0)
    if target is None or actual is None or target == start:
        return None
    return (actual - start) / (target - start)


def number(text: str) -> Fraction | None:
    """The one number in a text such as ``600 guests`` or ``1,200``; nothing where there is none, or two."""
    found = re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text, re.ASCII)
    return Fraction(found[0].replace(",", "")) if len(found) == 1 else None


def percent(share: Fraction) -> str:
    """A share as a whole per cent."""
    return f"{round(share * 100):,}%"


def share_gone(begins: int, ends: int, day: int) -> Fraction:
    """The share of a project's days that have gone by the end of a day (days as ordinals)."""
    if day >= ends:
        return Fraction(1)
    return max(Fraction(0), Fraction(day - begins + 1, ends - begins + 1))


def worst(rags: Iterable[str]) -> str:
    """The worst of some colours."""
    return max(rags, key=ORDER.index)
