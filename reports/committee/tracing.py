"""Every figure of the report, how it is made, and the records that it is made of.

A figure's records add up to it: what a member asks about a number is answered by looking at them.
Amounts are pence.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.models import Movement
from monitoring.models import Return
from reports.areas import areas_of, by_area
from reports.committee.money import position_of
from reports.committee.since import Since
from reports.figures import Figures, Project
from reports.sums import reached
from reports.wording import one_line
from rounds.models import Owner, Pot, Round
from rounds.presenters import POTS, ROUTES
from ui.dates import format_date, in_london
from ui.money import format_pence

PROJECT, RETURN, VARIATIONS = "bid", "return", "variations"


@dataclass(frozen=True)
class Record:
    """One record behind a figure, where it is seen, and what it adds."""

    words: str
    href: str
    hint: str
    adds: int


@dataclass(frozen=True)
class Traced:
    """A figure of the report."""

    code: str
    group: str
    words: str
    how: str
    records: tuple[Record, ...] = ()
    pence: bool = True
    given: int | None = None
    """The figure, where its records are seen on another page (``href``)."""
    href: str = ""

    @property
    def value(self) -> int:
        """What the records add up to."""
        return sum(record.adds for record in self.records) if self.given is None else self.given

    @property
    def shown(self) -> str:
        """The figure as the report shows it."""
        return self.show(self.value)

    def show(self, value: int) -> str:
        """An amount or a number."""
        return format_pence(value) if self.pence else f"{value:,}"


def traced(figures: Figures, since: Since | None) -> list[Traced]:
    """Every figure, in the report's order (one query)."""
    return [
        *_money(figures),
        *_projects(figures),
        *_returns(figures),
        *_priorities(figures),
        *_areas(figures),
        *_left(figures),
        *_bids(figures),
        *_since(figures, since),
    ]


def _money(figures: Figures) -> Iterator[Traced]:
    group, round = _("Money"), figures.round
    everybody = (*figures.projects, *figures.ended)
    moved = _movements(round)
    for pot in Pot:
        name, mine = POTS[pot], [p for p in everybody if p.route == pot]
        yield Traced(
            f"allocation-{pot}",
            group,
            _("%(pot)s: allocated") % {"pot": name},
            _("What went into the pot from the grant and other pots, less what went out to them."),
            tuple(_record(one, round, pot) for one in moved if pot in _pots_of(one)),
        )
        yield Traced(
            f"committed-{pot}",
            group,
            _("%(pot)s: committed") % {"pot": name},
            _("What is promised to each project, paid included, less what was released."),
            _of(mine, lambda p: p.committed_pence),
        )
        yield Traced(
            f"paid-{pot}",
            group,
            _("%(pot)s: paid") % {"pot": name},
            _("What was paid to each project, less what was recovered or came back."),
            _of(mine, lambda p: p.paid_pence),
        )
        yield Traced(
            f"available-{pot}",
            group,
            _("%(pot)s: available") % {"pot": name},
            _("Allocated, less committed, less returned to the funder."),
            given=figures.pots[pot]["available_pence"],
            href=reverse("ledger", args=[round.code]),
        )
    received = tuple(_received(one, round) for one in moved if one.kind == Movement.Kind.RECEIVE)
    yield Traced(
        "received", group, _("Received"), _("The cash that came from the funder."), received
    )


def _movements(round: Round) -> list[Movement]:
    """The movements between a pot and what is no part of it, and the cash that came in (one query)."""
    crosses = ~Q(source__pot=F("target__pot"))
    rows = round.movements.filter(crosses | Q(kind=Movement.Kind.RECEIVE))
    return list(rows.select_related("source", "target").order_by("pk"))


def _pots_of(one: Movement) -> set[str]:
    return {one.source.pot, one.target.pot} - {""}


def _record(one: Movement, round: Round, pot: str) -> Record:
    sign = 1 if one.target.pot == pot else -1
    return _movement(one, round, sign * one.amount_pence)


def _received(one: Movement, round: Round) -> Record:
    return _movement(one, round, one.amount_pence)


def _movement(one: Movement, round: Round, pence: int) -> Record:
    href = reverse("ledger", args=[round.code])
    return Record(one.get_kind_display(), href, format_date(in_london(one.at).date()), pence)


def _of(projects: Iterable[Project], adds: Callable[[Project], int]) -> tuple[Record, ...]:
    """What each of some projects adds; the bid is where it is seen."""
    return tuple(
        Record(
            f"{project.reference} {one_line(project.name)}",
            reverse(PROJECT, args=[project.reference]),
            one_line(project.organisation),
            adds(project),
        )
        for project in projects
    )


def _said(projects: Iterable[Project], adds: Callable[[Project], int]) -> tuple[Record, ...]:
    """What the latest return of each of some projects adds."""
    return tuple(
        Record(
            f"{project.reference} {one_line(project.name)}",
            reverse(RETURN, args=[project.reference, latest.period_pk]),
            latest.period,
            adds(project),
        )
        for project in projects
        if (latest := project.latest)
    )


def _projects(figures: Figures) -> Iterator[Traced]:
    group = _("Projects")
    for pot in Pot:
        yield Traced(
            f"projects-{pot}",
            group,
            _("%(route)s: projects commissioned") % {"route": ROUTES[pot]},
            _("The bids with an award that stands: approved, monitored or closed."),
            _of(figures.on(pot), lambda _p: 1),
            pence=False,
        )
        yield Traced(
            f"awarded-{pot}",
            group,
            _("%(route)s: awarded") % {"route": ROUTES[pot]},
            _("The award of each commissioned project as it is agreed now."),
            _of(figures.on(pot), lambda p: p.awarded_pence),
        )
    yield Traced(
        "agreed",
        group,
        _("Agreements accepted"),
        _("The commissioned projects whose organisation accepted the agreement."),
        _of((p for p in figures.projects if p.accepted), lambda _p: 1),
        pence=False,
    )
    yield Traced(
        "target",
        group,
        _("People to be reached"),
        _("What each commissioned project set out to reach, as its bid says."),
        _of((p for p in figures.projects if p.target), lambda p: p.target or 0),
        pence=False,
    )


def _returns(figures: Figures) -> Iterator[Traced]:
    group, projects = _("Returns"), figures.projects
    latest = _("From the latest accepted return of each commissioned project.")
    for rag in Return.Rag:
        rated = (p for p in projects if p.latest and p.latest.rag == rag)
        words = _("Rated %(rating)s") % {"rating": rag.label.lower()}
        yield Traced(f"rag-{rag}", group, words, latest, _said(rated, lambda _p: 1), pence=False)
    yield Traced(
        "reached", group, _("People reached"), latest, _said(projects, reached), pence=False
    )
    for code, words, adds in (
        ("spent", _("Spent"), lambda p: p.latest.spent_pence),
        ("forecast", _("Forecast to the year end"), lambda p: p.latest.forecast_pence),
    ):
        yield Traced(code, group, words, latest, _said(projects, adds))


def _priorities(figures: Figures) -> Iterator[Traced]:
    how = _("The awards of the projects that serve it; a project counts in full under each.")
    for number, one in enumerate(figures.priorities, 1):
        served = (p for p in figures.projects if (one.owner, one.code) in p.priorities)
        whose = figures.round.funder.short_name if one.owner == Owner.PCC else _("partnership")
        yield Traced(
            f"priority-{number}",
            _("Awarded by priority"),
            f"{one.code} {one.title} ({whose})",
            how,
            _of(served, lambda p: p.awarded_pence),
        )


def _areas(figures: Figures) -> Iterator[Traced]:
    how = _("The awards of the projects whose bid names it; a project counts in full in each.")
    for number, area in enumerate(by_area(figures.projects), 1):
        there = (p for p in figures.projects if area.name.casefold() in _names(p))
        yield Traced(
            f"area-{number}",
            _("Awarded by area"),
            area.name,
            how,
            _of(there, lambda p: p.awarded_pence),
        )


def _names(project: Project) -> set[str]:
    return {name.casefold() for name in areas_of(project).values()}


def _left(figures: Figures) -> Iterator[Traced]:
    less = [p for p in (*figures.projects, *figures.ended) if position_of(p).underspend]
    yield Traced(
        "underspend",
        _("At the year end"),
        _("Likely underspend of projects"),
        _("What is committed to each, less what its latest return forecasts."),
        _of(less, lambda p: position_of(p).underspend),
    )
    available = tuple(
        Record(POTS[pot], reverse("ledger", args=[figures.round.code]), "", pence)
        for pot in Pot
        if (pence := figures.pots[pot]["available_pence"])
    )
    yield Traced(
        "left",
        _("At the year end"),
        _("Likely unspent"),
        _("What is available in the pots, and the likely underspend of projects."),
        (*available, *_of(less, lambda p: position_of(p).underspend)),
    )


def _bids(figures: Figures) -> Iterator[Traced]:
    group, tally = _("Bids"), figures.tally
    bids = reverse("bids", args=[figures.round.code])
    for code, words, number, asks in (
        ("main", _("Received in the main round"), tally.received.get(Pot.MAIN, 0), "route=main"),
        (
            "tactical",
            _("Received for the tactical pot"),
            tally.received.get(Pot.TACTICAL, 0),
            "route=tactical",
        ),
        ("declined", _("Declined"), tally.declined, "state=declined"),
        ("waiting", _("Awaiting a decision"), tally.waiting, ""),
        ("withdrawn", _("Withdrawn"), tally.withdrawn, "state=withdrawn"),
        ("turned-down", _("Offers turned down or lapsed"), tally.turned_down, "state=withdrawn"),
    ):
        yield Traced(
            f"bids-{code}",
            group,
            words,
            _(
                "Bids that were submitted, by what became of them. The report only gives the number."
            ),
            pence=False,
            given=number,
            href=f"{bids}?{asks}" if asks else bids,
        )


def _since(figures: Figures, since: Since | None) -> Iterator[Traced]:
    if since is None:
        return
    group = _("Since the proposals were sent")
    main = [p for p in (*figures.projects, *figures.ended) if p.route == Pot.MAIN]
    same = [p for p in main if since.proposed.get(p.reference) == p.approved_pence]
    for code, words, found in (
        ("same", _("Approved as proposed"), same),
        ("other", _("Approved for another amount"), [p for p in main if p not in same]),
    ):
        yield Traced(
            f"since-{code}",
            group,
            words,
            _("The amount approved beside the one that version %(version)s proposed.")
            % {"version": since.version},
            _of(found, lambda _p: 1),
            pence=False,
        )
    yield Traced(
        "since-varied",
        group,
        _("Agreements varied"),
        _("Variations in force."),
        tuple(
            Record(
                _("%(reference)s variation %(number)s")
                % {"reference": one.reference, "number": one.number},
                reverse(VARIATIONS, args=[one.reference]),
                one.words,
                1,
            )
            for one in since.variations
        ),
        pence=False,
    )
