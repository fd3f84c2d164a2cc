"""What a return says once it can be sent, and what keeps it from being sent. Pure, in pence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from awards.terms import Heading
from ui.money import format_pence


@dataclass(frozen=True)
class Spent:
    """What was spent under a heading so far, what will have been by the year's end, and why."""

    name: str
    spent_pence: int
    forecast_pence: int
    reason: str = ""


@dataclass(frozen=True)
class Given:
    """A project's answers for a period."""

    progress: str
    outcomes: str
    people_reached: int
    headings: Sequence[Spent]
    actuals: Mapping[int, str] = field(default_factory=dict)
    """By the measure's key."""
    issues: str = ""
    case_study: str = ""
    underspend_reason: str = ""

    @property
    def spent_pence(self) -> int:
        """Spent so far in all."""
        return sum(one.spent_pence for one in self.headings)

    @property
    def forecast_pence(self) -> int:
        """What will have been spent by the year's end in all."""
        return sum(one.forecast_pence for one in self.headings)


@dataclass(frozen=True)
class Wrong:
    """What must be mended: which box, of which heading where it is of one, and in which words."""

    box: str
    words: str
    heading: str = ""


def wrong_with(given: Given, budget: Sequence[Heading], *, final: bool) -> Iterator[Wrong]:
    """What does not fit together in the figures, or wants a reason."""
    planned = {one["name"]: one["amount_pence"] for one in budget}
    if [one.name for one in given.headings] != list(planned):
        yield Wrong("", _("The budget was changed meanwhile. Open the page again."))
        return
    for one in given.headings:
        yield from _of_heading(one, planned[one.name], final=final)
    total = sum(planned.values())
    explained = any(one.reason for one in given.headings)
    if given.forecast_pence < total and not given.underspend_reason and not (final and explained):
        words = _("Say why %(apart)s of the grant will not be spent")
        apart = format_pence(total - given.forecast_pence)
        yield Wrong("underspend_reason", words % {"apart": apart})


def _of_heading(one: Spent, planned: int, *, final: bool) -> Iterator[Wrong]:
    names = {"heading": one.name, "planned": format_pence(planned)}
    if one.spent_pence < 0 or one.forecast_pence < 0:
        yield Wrong("spent", _("Enter £0.00 or more for “%(heading)s”") % names, one.name)
        return
    if one.forecast_pence < one.spent_pence:
        words = _("The forecast for “%(heading)s” is less than what is spent already")
        yield Wrong("forecast", words % names, one.name)
    if one.reason:
        return
    if max(one.forecast_pence, one.spent_pence) > planned:
        words = _("Say why “%(heading)s” goes over its budget of %(planned)s")
        yield Wrong("reason", words % names, one.name)
    elif final and one.spent_pence < planned:
        words = _("Say why less than %(planned)s was spent on “%(heading)s”")
        yield Wrong("reason", words % names, one.name)
