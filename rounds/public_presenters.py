"""What anybody may read about a round, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.models import Criterion, Owner, Priority, Round
from rounds.questions import Asked, Words
from rounds.stages import Stage, stage
from ui.dates import financial_year_end, format_date, format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Fact, Lines, Table


def stage_badge(round: Round, now: datetime) -> Badge:
    """Whether bids may be sent, in a coloured box."""
    if not round.published:
        return Badge(_("Not published"), "yellow")
    return {
        Stage.SOON: Badge(_("Opens soon")),
        Stage.OPEN: Badge(_("Open now"), "green"),
        Stage.IN_YEAR: Badge(_("Open for tactical bids"), "turquoise"),
        Stage.CLOSED: Badge(_("Closed"), "grey"),
    }[stage(round, now)]


def start_address(round: Round, now: datetime) -> str:
    """Where a bid is started; nothing while none may be."""
    if not round.published or stage(round, now) not in (Stage.OPEN, Stage.IN_YEAR):
        return ""
    return reverse("apply", args=[round.code])


def calendar(round: Round) -> list[Fact]:
    """The round's dates in plain words."""
    pcc = {"pcc": round.funder.short_name}
    return [
        Fact(_("Bids may be sent from"), format_moment(round.opens)),
        Fact(_("Bids must be in before"), format_moment(round.closes)),
        Fact(_("The panel meets on"), format_date(round.panel)),
        Fact(_("Proposals go to the %(pcc)s by") % pcc, format_date(round.submission_due)),
        Fact(_("The council's committee hears of it on"), format_date(round.committee)),
        Fact(
            _("The money is for the year until"),
            format_date(financial_year_end(round.financial_year)),
        ),
    ]


def money(round: Round) -> list[Fact]:
    """How much there is."""
    found = [Fact(_("In all"), format_pence(round.allocation_pence))]
    if round.main_pence:
        found.append(Fact(_("For bids in this round"), format_pence(round.main_pence)))
    if round.tactical_pence:
        kept = Lines(
            [format_pence(round.tactical_pence)],
            _("Tactical bids, for what comes up during the year"),
        )
        found.append(Fact(_("Kept back"), kept))
    return found


@dataclass(frozen=True)
class Owned:
    """An owner's priorities."""

    title: str
    plan: str
    priorities: list[Priority]


def owned_priorities(round: Round) -> list[Owned]:
    """Both owners' priorities in full (one query)."""
    rows = list(round.priorities.all())
    words = {"pcc": round.funder.short_name, "partnership": round.partnership}
    titles = {
        Owner.PCC: (_("Priorities of the %(pcc)s"), _("From the Police and Crime Plan.")),
        Owner.PARTNERSHIP: (
            _("Priorities of %(partnership)s"),
            _("From the Community Safety Plan."),
        ),
    }
    return [
        Owned(title % words, plan, [row for row in rows if row.owner == owner])
        for owner, (title, plan) in titles.items()
    ]


def criteria_table(criteria: Iterable[Criterion]) -> Table:
    """How bids are judged: each criterion's part of the score."""
    rows = list(criteria)
    total = sum(row.weight for row in rows)
    return Table(
        caption=_("How bids are judged"),
        columns=[Column(_("What the panel scores")), Column(_("Part of the score"), numeric=True)],
        rows=[
            [
                Lines([row.title], _least_points(row)),
                f"{100 * row.weight / total:.3g}%" if total else "",
            ]
            for row in rows
        ],
    )


def _least_points(row: Criterion) -> str:
    if not row.floor:
        return ""
    return _("A bid with fewer than %(points)s points here is not recommended.") % {
        "points": f"{row.floor.normalize():f}"
    }


def what_happens_next(round: Round) -> list[str]:
    """The way of a bid after it is sent."""
    words = {
        "pcc": round.funder.short_name,
        "panel": format_date(round.panel),
        "due": format_date(round.submission_due),
        "days": round.acceptance_days,
    }
    return [
        _("You get a receipt with a copy of your bid, and can see where it is at any time."),
        _("Officers check it. If something is unclear they ask you, and say by when to answer."),
        _("The panel meets on %(panel)s and recommends which bids to fund.") % words,
        _("The proposals go to the %(pcc)s by %(due)s, and the %(pcc)s decides.") % words,
        _("We tell you the decision, with its reasons, whether or not your bid is funded."),
        ngettext(
            "If it is funded you have %(days)s day to accept the grant agreement.",
            "If it is funded you have %(days)s days to accept the grant agreement.",
            round.acceptance_days,
        )
        % words,
        _("Then your project starts, and you tell us how it goes in short returns."),
    ]


@dataclass(frozen=True)
class Section:
    """Questions that belong together."""

    title: Words
    questions: list[tuple[int, Asked]]
    """Numbered through the whole form."""


def sections(questions: Iterable[Asked]) -> list[Section]:
    """The questions by section, in the order of the form."""
    numbered = enumerate(questions, 1)
    grouped = groupby(numbered, key=lambda pair: pair[1].section)
    return [Section(title, list(pairs)) for title, pairs in grouped]
