"""The grants that anybody may bid for, as the first page lists them before signing in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from rounds.models import Round
from rounds.stages import Stage, stage
from ui.dates import financial_year_end, format_date, format_moment

MOST_CLOSED = 10
"""How many closed rounds are listed, the last to close first."""


@dataclass(frozen=True)
class Grant:
    """A round in the list."""

    round: Round
    when: str


@dataclass(frozen=True)
class Group:
    """Rounds at one stage."""

    title: str
    grants: list[Grant]


def grants() -> list[Group]:
    """The published rounds: open now, opening soon, and lately closed. Two queries."""
    now = timezone.now()
    rounds = Round.objects.open_to_read(None).select_related("partnership", "funder")
    current = rounds.filter(closes__gt=now).order_by("closes", "code")
    closed = rounds.filter(closes__lte=now).order_by("-closes", "code")[:MOST_CLOSED]
    return groups([*current, *closed], now)


def groups(rounds: Iterable[Round], now: datetime) -> list[Group]:
    """Rounds by stage; a stage without any is left out."""
    titles = {
        Stage.OPEN: _("Open now"),
        Stage.SOON: _("Opening soon"),
        Stage.IN_YEAR: _("Open for tactical bids during the year"),
        Stage.CLOSED: _("Closed"),
    }
    found: dict[Stage, list[Grant]] = {here: [] for here in titles}
    for round in rounds:
        found[stage(round, now)].append(Grant(round, when(round, now)))
    return [Group(titles[here], grants) for here, grants in found.items() if grants]


def when(round: Round, now: datetime) -> str:
    """What somebody who wants to bid must know of the dates, in a sentence."""
    dates = {
        "opens": format_moment(round.opens),
        "closes": format_moment(round.closes),
        "ends": format_date(financial_year_end(round.financial_year)),
    }
    said = {
        Stage.SOON: _("Opens at %(opens)s and closes at %(closes)s."),
        Stage.OPEN: _("Send your bid before %(closes)s."),
        Stage.IN_YEAR: _(
            "The main round closed at %(closes)s. Tactical bids, for what comes up during the year, "
            "may be sent until %(ends)s."
        ),
        Stage.CLOSED: _("Closed at %(closes)s."),
    }
    return said[stage(round, now)] % dates
