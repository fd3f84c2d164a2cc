"""The figures of a round that reports rest on: read in a fixed number of queries, added up by pure sums.

Amounts are pence. A project is *commissioned* where an award was made and stands: its bid is approved,
monitored or closed. What was ended early is kept apart; declined bids are only ever a number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from awards.models import Award
from bids.models import HistoryRow, Serves
from bids.states import Arrow, State
from funds.balances import PotBalance, pot_balance
from funds.models import Account, Kind, Movement
from monitoring.models import Actual, Return
from people.roles import OFFICER
from rounds.models import Owner, Period, Pot, Priority, Round

COMMISSIONED = (State.APPROVED, State.MONITORED, State.CLOSED)
BOROUGH_WIDE = "All"


@dataclass(frozen=True)
class Progress:
    """What a project's latest return says. Amounts in pence, to date."""

    period: str
    ends: date
    rag: str
    words: str
    spent_pence: int
    forecast_pence: int
    accepted_at: datetime
    reached: int | None = None
    measures: tuple[tuple[str, str, str], ...] = ()
    """Measure, target, actual."""
    outcomes: str = ""
    """What has come of it, in the project's words."""
    why: str = ""
    """Why the officer rated it so."""
    issues: str = ""
    period_pk: int = 0


@dataclass(frozen=True)
class Project:
    """A project that an award was made for."""

    reference: str
    organisation: str
    name: str
    route: str
    area: str
    state: str
    awarded_pence: int
    committed_pence: int = 0
    """What is committed now, paid included: the award less what was released."""
    paid_pence: int = 0
    """Net of recoveries."""
    kind: str = ""
    summary: str = ""
    outcomes: str = ""
    accepted: bool = False
    """Whether the organisation accepted the agreement."""
    target: int | None = None
    """The people to be reached."""
    approved_pence: int = 0
    """The award as it was approved; a variation may have changed it since."""
    priorities: tuple[tuple[str, str], ...] = ()
    """Owner and code of each priority that it serves."""
    latest: Progress | None = None


@dataclass(frozen=True)
class Totals:
    """Projects added up, in pence and people."""

    projects: int = 0
    awarded_pence: int = 0
    paid_pence: int = 0
    spent_pence: int = 0
    reported: int = 0
    """How many projects have sent a return."""
    forecast_pence: int = 0
    reported_awards_pence: int = 0
    """The awards of the projects that have sent a return: what the forecast is to be held against."""
    reached: int = 0
    target: int = 0
    reached_of_target: int = 0
    """The people reached by projects that have a target."""

    @property
    def forecast_underspend_pence(self) -> int:
        """How much less than their awards the projects that reported expect to spend."""
        return self.reported_awards_pence - self.forecast_pence


@dataclass(frozen=True)
class Served:
    """A priority and what is spent on it. A project counts in full under each that it serves."""

    owner: str
    code: str
    title: str
    lead: str
    totals: Totals


@dataclass(frozen=True)
class Tally:
    """How many bids came and what became of those without an award."""

    received: dict[str, int] = field(default_factory=dict)
    """By route."""
    waiting: int = 0
    declined: int = 0
    withdrawn: int = 0
    turned_down: int = 0
    """Offers turned down, or that lapsed."""
    sifted: int = 0
    """Bids that were ever sifted, whatever became of them."""


@dataclass(frozen=True)
class Figures:
    """All that a report of a round rests on."""

    round: Round
    projects: tuple[Project, ...]
    ended: tuple[Project, ...]
    pots: dict[str, PotBalance]
    received_pence: int
    tally: Tally
    priorities: tuple[Priority, ...]
    periods: tuple[Period, ...]
    officer: str
    as_at: datetime
    """When the last thing happened that the figures know of."""

    def on(self, route: Pot) -> tuple[Project, ...]:
        """The commissioned projects of a route."""
        return tuple(project for project in self.projects if project.route == route)

    def pot_total(self, column: str) -> int:
        """A column of the pots added up, such as ``paid_pence``."""
        return sum(int(str(pot[column])) for pot in map(dict, self.pots.values()))


def totals(projects: Iterable[Project]) -> Totals:
    """Add projects up."""
    found = list(projects)
    sent = [project for project in found if project.latest]
    reports = [project.latest for project in sent if project.latest]
    aimed = [project for project in found if project.target]
    return Totals(
        projects=len(found),
        awarded_pence=sum(project.awarded_pence for project in found),
        paid_pence=sum(project.paid_pence for project in found),
        spent_pence=sum(report.spent_pence for report in reports),
        reported=len(reports),
        forecast_pence=sum(report.forecast_pence for report in reports),
        reported_awards_pence=sum(project.awarded_pence for project in sent),
        reached=sum(report.reached or 0 for report in reports),
        target=sum(project.target or 0 for project in aimed),
        reached_of_target=sum(reached(project) for project in aimed),
    )


def reached(project: Project) -> int:
    """The people that a project has reached; nobody before its first return."""
    return (project.latest.reached or 0) if project.latest else 0


def by_priority(projects: Sequence[Project], priorities: Iterable[Priority]) -> list[Served]:
    """Each priority with the projects that serve it, in the round's order; a project counts in each."""
    return [
        Served(
            owner=priority.owner,
            code=priority.code,
            title=priority.title,
            lead=priority.lead,
            totals=totals(p for p in projects if (priority.owner, priority.code) in p.priorities),
        )
        for priority in priorities
    ]


@dataclass(frozen=True)
class InArea:
    """An area and what is spent in it. A project counts in full in each that it names."""

    name: str
    totals: Totals


WHOLE_AREA = "The whole area"


def by_area(projects: Sequence[Project]) -> list[InArea]:
    """Each area that projects name, in the alphabet's order, and first what is for the whole area."""
    names: dict[str, str] = {}
    found: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        for key, name in areas_of(project).items():
            names.setdefault(key, name)
            found[key].append(project)
    return [InArea(names[key], totals(found[key])) for key in sorted(found)]


def areas_of(project: Project) -> dict[str, str]:
    """The areas that a project names, each once; the whole area where it names none."""
    named = [" ".join(name.split()) for name in project.area.split(";")]
    if any(is_borough_wide(name) for name in named) or not any(named):
        return {"": WHOLE_AREA}
    return {name.casefold(): name for name in reversed(named) if name}


def in_several_areas(projects: Iterable[Project]) -> int:
    """How many projects name more than one area, and so count more than once."""
    return sum(len(areas_of(project)) > 1 for project in projects)


def serving_several(projects: Iterable[Project], owner: Owner) -> int:
    """How many projects serve more than one priority of an owner, and so count more than once."""
    counts = (sum(who == owner for who, _ in project.priorities) for project in projects)
    return sum(number > 1 for number in counts)


def rag_count(projects: Iterable[Project]) -> dict[str, int]:
    """How many projects are green, amber and red on their latest return."""
    counts = Counter(project.latest.rag for project in projects if project.latest)
    return {rag.value: counts[rag.value] for rag in Return.Rag}


def wards(projects: Iterable[Project]) -> str:
    """The wards affected: every area that projects name, or ``All`` where one is for the whole borough."""
    found: dict[str, str] = {}
    for project in projects:
        names = [name.strip() for name in project.area.split(";") if name.strip()]
        if not names or any(is_borough_wide(name) for name in names):
            return BOROUGH_WIDE
        found |= {name.casefold(): name for name in names}
    return ", ".join(sorted(found.values())) or BOROUGH_WIDE


def is_borough_wide(area: str) -> bool:
    """Whether an area in words means the whole of the partnership's: ``Borough-wide``, ``All wards``."""
    words = area.casefold().replace("-", " ").split()
    return bool(words) and (words[0] == "all" or words[-1].endswith("wide"))


def gather(round: Round) -> Figures:
    """Read a round's figures, as they stand at one moment."""
    with transaction.atomic(savepoint=False):
        accounts = list(Account.objects.filter(round=round))
        projects = _projects(round, accounts)
        officer = round.people.filter(role=OFFICER.name).select_related("user").first()
        received, moved_at = _cash(round)
        tally, decided_at = _tally(round)
        return Figures(
            round=round,
            projects=tuple(p for p in projects if p.state in COMMISSIONED),
            ended=tuple(p for p in projects if p.state == State.TERMINATED),
            pots=_pots(accounts),
            received_pence=received,
            tally=tally,
            priorities=tuple(round.priorities.all()),
            periods=tuple(round.periods.all()),
            officer=str(officer.user) if officer else "",
            as_at=_as_at(round, projects, moved_at, decided_at),
        )


def _projects(round: Round, accounts: list[Account]) -> list[Project]:
    bids = round.bids.filter(award__isnull=False)
    held = {(account.kind, account.key): account.balance_pence for account in accounts}
    served, latest = _served(round), _latest(round)
    found = []
    for bid in bids.select_related("organisation", "award__agreement").order_by("reference"):
        paid = held.get((Kind.PAID, bid.reference), 0)
        found.append(
            Project(
                reference=bid.reference,
                organisation=bid.organisation.name,
                kind=bid.organisation.kind,
                name=bid.project,
                route=bid.route,
                area=bid.area,
                state=bid.state,
                summary=bid.summary,
                outcomes=bid.outcomes,
                accepted=hasattr(bid.award, "agreement"),
                awarded_pence=bid.award.amount_pence,
                approved_pence=bid.award.approved_pence,
                committed_pence=held.get((Kind.COMMITTED, bid.reference), 0) + paid,
                paid_pence=paid,
                target=bid.people_to_reach or None,
                priorities=tuple(served[bid.pk]),
                latest=latest.get(bid.award.pk),
            )
        )
    return found


def _served(round: Round) -> dict[int, list[tuple[str, str]]]:
    rows = Serves.objects.filter(bid__round=round, bid__award__isnull=False)
    found = defaultdict(list)
    for bid, owner, code in rows.values_list("bid", "priority__owner", "priority__code"):
        found[bid].append((owner, code))
    return found


def _latest(round: Round) -> dict[int, Progress]:
    """The latest return of each award."""
    measures = defaultdict(list)
    for actual in Actual.objects.filter(sent__award__bid__round=round).select_related("measure"):
        measure = actual.measure
        measures[actual.sent_id].append((measure.name, measure.target, actual.value))
    found = {}
    rows = Return.objects.accepted().filter(award__bid__round=round).select_related("period")
    for sent in rows.order_by("period__ends", "pk"):
        found[sent.award_id] = Progress(
            period=sent.period.name,
            ends=sent.period.ends,
            rag=sent.rag,
            words=sent.progress,
            spent_pence=sent.spent_pence or 0,
            forecast_pence=sent.forecast_pence or 0,
            accepted_at=cast(datetime, sent.accepted_at),  # what is accepted has a moment
            reached=sent.people_reached,
            measures=tuple(measures[sent.pk]),
            outcomes=sent.outcomes,
            why=sent.rag_reason,
            issues=sent.issues,
            period_pk=sent.period_id,
        )
    return found


def _pots(accounts: list[Account]) -> dict[str, PotBalance]:
    def total(kind: Kind, pot: Pot) -> int:
        return sum(a.balance_pence for a in accounts if (a.kind, a.pot) == (kind, pot))

    return {
        pot.value: pot_balance(
            available=total(Kind.POT, pot),
            committed=total(Kind.COMMITTED, pot),
            paid=total(Kind.PAID, pot),
            returned=total(Kind.RETURNED, pot),
        )
        for pot in Pot
    }


def _tally(round: Round) -> tuple[Tally, datetime | None]:
    """What became of the bids, and when the last of them moved."""
    sent = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SUBMIT)
    offered = Award.objects.filter(bid=OuterRef("pk"))
    judged = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SIFT)
    rows = round.bids.annotate(sent=Exists(sent), offered=Exists(offered), judged=Exists(judged))
    received: Counter[str] = Counter({pot.value: 0 for pot in Pot})
    states: Counter[str] = Counter()
    turned_down, sifted, moments = 0, 0, []
    groups = rows.values_list("route", "state", "sent", "offered", "judged")
    counted = groups.annotate(Count("pk", distinct=True), Max("history__at")).order_by()
    for route, state, was_sent, was_offered, was_judged, number, moved_at in counted:
        moments.append(moved_at)
        received[route] += number if was_sent else 0
        states[state] += number if was_sent else 0
        sifted += number if was_judged else 0
        turned_down += number if was_offered and state == State.WITHDRAWN else 0
    tally = Tally(
        received=dict(received),
        waiting=states[State.SUBMITTED] + states[State.SIFTED],
        declined=states[State.DECLINED],
        withdrawn=states[State.WITHDRAWN] - turned_down,
        turned_down=turned_down,
        sifted=sifted,
    )
    return tally, max((moment for moment in moments if moment), default=None)


def _cash(round: Round) -> tuple[int, datetime | None]:
    """What came from the funder, and when money moved last."""
    received = Sum("amount_pence", filter=Q(kind=Movement.Kind.RECEIVE))
    found = round.movements.aggregate(received=received, last=Max("at"))
    return found["received"] or 0, found["last"]


def _as_at(round: Round, projects: Iterable[Project], *moved: datetime | None) -> datetime:
    """When the last bid moved, money moved or return was accepted; else when the round opened."""
    moments = [
        *moved,
        *(project.latest.accepted_at for project in projects if project.latest),
    ]
    return max((moment for moment in moments if moment), default=round.opens)
