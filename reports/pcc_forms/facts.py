"""What a form can be filled with: the facts of a round and of its projects. Amounts are pence.

What was paid and promised is taken from the ledger as it stood at the end of the period that the form
is about, or now where it is about none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from awards.models import Award, Terms
from bids.models import Bid, BudgetLine, Measure, Serves
from bids.states import State
from funds.statement import Line, Statement, statement
from monitoring.models import Actual, Claim, Return
from reports.figures import COMMISSIONED
from reports.models import PccForm
from rounds.models import Period, Pot, Priority, Round
from scoring.models import Recommendation
from scoring.standings import Standing, standings
from ui.dates import in_london

Kind = PccForm.Kind
PERIODIC = (Kind.QUARTERLY, Kind.MID_YEAR, Kind.YEAR_END)
"""The kinds that are about a period."""
SIFTED = (State.SIFTED, *COMMISSIONED)
"""What a business case can be made for."""
OPEN_CLAIMS = (Claim.State.SENT, Claim.State.CHECKED, Claim.State.APPROVED)


@dataclass(frozen=True)
class Counted:
    """A measure: what it counts, from where to where, and what it came to."""

    name: str
    baseline: str
    target: str
    evidence: str
    actual: str = ""


@dataclass(frozen=True)
class Cost:
    """A line of the budget."""

    category: str
    description: str
    pence: int


@dataclass(frozen=True)
class Project:
    """A bid with what became of it."""

    bid: Bid
    priorities: tuple[Priority, ...] = ()
    standing: Standing | None = None
    award: Award | None = None
    terms: Terms | None = None
    money: Line = field(default_factory=Line)
    """By the end of the period."""
    claimed_pence: int = 0
    """Claimed, and not yet paid."""
    sent: Return | None = None
    """The accepted return of the period."""
    spent_before_pence: int = 0
    """What the accepted return of an earlier period says was spent."""
    measures: tuple[Counted, ...] = ()
    budget: tuple[Cost, ...] = ()


@dataclass(frozen=True)
class Facts:
    """All that one form is filled with."""

    round: Round
    period: Period | None
    grant: Statement
    projects: tuple[Project, ...]
    received: int
    """How many bids came in."""
    later: tuple[Project, ...] = ()
    """Projects that are left out: they were awarded after the period ended."""
    route: Pot | None = None
    on: date | None = None
    """The date that is put on the form."""
    by: str = ""
    """The name that is put on the form."""

    @property
    def money(self) -> Line:
        """The pot of the route that the form is about, or both."""
        return self.grant.pots[self.route] if self.route else self.grant.total

    def total(self, pence: Iterable[int | None]) -> int:
        """Amounts added up; one that is not known counts nothing."""
        return sum(one or 0 for one in pence)

    @property
    def returns(self) -> list[Return]:
        """The accepted returns of the period."""
        return [one.sent for one in self.projects if one.sent]

    @property
    def rags(self) -> Counter[str]:
        """How many projects are green, amber and red."""
        return Counter(sent.rag for sent in self.returns)

    @property
    def silent(self) -> list[Project]:
        """The projects that have no accepted return for the period."""
        return [one for one in self.projects if self.period and one.sent is None]


def gather(
    round: Round,
    kind: str,
    *,
    route: Pot | None = None,
    period: Period | None = None,
    bid: Bid | None = None,
    on: date | None = None,
    by: str = "",
) -> Facts:
    """Read what a form of a kind is filled with, in a fixed number of queries.

    Proposals are those of a route, recommended to fund or as a reserve, by rank. A business case is
    about one bid; without one every bid that was sifted or awarded is read. The others hold every
    project with an award that stands, by reference; what was awarded after the period's end is left out, as
    it is of the money, unless it has told of the period all the same.
    """
    bids, ranked = _bids(round, kind, route, bid)
    grant = statement(round, period.ends if period else None)
    found = list(_projects(bids, ranked, grant, period))
    return Facts(
        round=round,
        period=period,
        grant=grant,
        projects=tuple(one for one in found if not _is_later(one, period)),
        later=tuple(one for one in found if _is_later(one, period)),
        received=round.bids.exclude(state=State.DRAFT).filter(**_on(route)).count(),
        route=route,
        on=on,
        by=by,
    )


def _is_later(project: Project, period: Period | None) -> bool:
    day = awarded_on(project)
    return bool(period and day and day > period.ends and project.sent is None)


def _on(route: Pot | None) -> dict[str, Any]:
    return {"route": route} if route else {}


def _bids(
    round: Round, kind: str, route: Pot | None, bid: Bid | None
) -> tuple[list[Bid], dict[int, Standing]]:
    """The bids that a form is about, in its order, and where they stand in the ranking."""
    rows = round.bids.filter(**_on(route)).select_related("organisation", "award__agreement")
    if kind in PERIODIC:
        return list(rows.filter(state__in=COMMISSIONED).order_by("reference")), {}
    found = standings(round, [route] if route else list(Pot))
    ranked = {one.bid.pk: one for one in found if one.rank}
    if kind == Kind.BUSINESS_CASE:
        sifted = rows.filter(pk=bid.pk) if bid else rows.filter(state__in=SIFTED)
        return list(sifted.order_by("reference")), ranked
    proposed = [pk for pk, one in ranked.items() if _is_proposed(one)]
    whole = {one.pk: one for one in rows.filter(pk__in=proposed)}
    return [whole[pk] for pk in proposed], ranked


def _is_proposed(standing: Standing) -> bool:
    choice = standing.recommendation.choice if standing.recommendation else ""
    live = standing.bid.state != State.WITHDRAWN
    return live and choice in (Recommendation.Choice.FUND, Recommendation.Choice.RESERVE)


def _projects(
    bids: list[Bid], ranked: dict[int, Standing], grant: Statement, period: Period | None
) -> Iterable[Project]:
    keys = [bid.pk for bid in bids]
    served = _by_bid(Serves.objects.filter(bid__in=keys).select_related("priority"))
    budget = _by_bid(BudgetLine.objects.filter(bid__in=keys))
    measures = _by_bid(Measure.objects.filter(bid__in=keys))
    terms = {one.award_id: one for one in _latest_terms(keys)}
    claims = _claims(keys)
    sent, before = _returns(keys, period)
    actuals = _actuals([one.pk for one in sent.values()])
    for bid in bids:
        award: Award | None = getattr(bid, "award", None)
        key = award.pk if award else 0
        yield Project(
            bid=bid,
            priorities=tuple(one.priority for one in served[bid.pk]),
            standing=ranked.get(bid.pk),
            award=award,
            terms=terms.get(key),
            money=grant.awards.get(bid.reference, Line()),
            claimed_pence=claims.get(key, 0),
            sent=sent.get(key),
            spent_before_pence=before.get(key, 0),
            measures=tuple(_counted(one, actuals) for one in measures[bid.pk]),
            budget=tuple(
                Cost(one.category, one.description, one.amount_pence) for one in budget[bid.pk]
            ),
        )


def _by_bid(rows: "QuerySet[Any]") -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.bid_id].append(row)
    return found


def _latest_terms(keys: list[int]) -> "QuerySet[Terms]":
    return Terms.objects.filter(award__bid__in=keys).order_by("version")


def _claims(keys: list[int]) -> dict[int, int]:
    rows = Claim.objects.filter(award__bid__in=keys, state__in=OPEN_CLAIMS)
    sums = rows.values("award").annotate(total=Sum("amount_pence")).order_by()
    return dict(sums.values_list("award", "total"))


def _returns(keys: list[int], period: Period | None) -> tuple[dict[int, Return], dict[int, int]]:
    """The accepted return of the period, and what was spent by the one before it, by award."""
    now: dict[int, Return] = {}
    before: dict[int, int] = {}
    if period is None:
        return now, before
    rows = Return.objects.accepted().filter(award__bid__in=keys, period__ends__lte=period.ends)
    for sent in rows.defer("typed").order_by("period__ends", "pk"):
        if sent.period_id == period.pk:
            now[sent.award_id] = sent
        else:
            before[sent.award_id] = sent.spent_pence or 0
    return now, before


def _actuals(returns: list[int]) -> dict[int, str]:
    rows = Actual.objects.filter(sent__in=returns)
    return dict(rows.values_list("measure", "value"))


def _counted(measure: Measure, actuals: dict[int, str]) -> Counted:
    actual = actuals.get(measure.pk, "")
    return Counted(measure.name, measure.baseline, measure.target, measure.evidence, actual)


def awarded_on(project: Project) -> date | None:
    """The day on which the award was decided."""
    return in_london(project.award.approved_at).date() if project.award else None


def agreed_on(project: Project) -> date | None:
    """The day on which the organisation accepted the agreement."""
    agreement = getattr(project.award, "agreement", None)
    return in_london(agreement.accepted_at).date() if agreement else None


def told(project: Project) -> str:
    """The measures of a project, one a line: what was counted, and what it came to against its target."""
    lines = []
    for one in project.measures:
        words = {"name": one.name, "target": one.target, "actual": one.actual}
        said = _("%(name)s: %(actual)s of %(target)s") if one.actual else _("%(name)s: %(target)s")
        lines.append(said % words)
    return "\n".join(lines)
