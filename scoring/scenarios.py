"""Scenarios: amounts that an officer tried for the bids of a route, kept under a name.

One that was made the recommendation stays as it was then: another try is saved under another name.
"""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.stale import Stale, digest
from base.verbs import verb
from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from rounds.models import locked as hold
from scoring.actions import change_recommendation
from scoring.allotments import Allotment, wrongs
from scoring.models import Recommendation, Scenario, ScenarioAmount
from scoring.money import Place, RouteMoney, read_money
from scoring.money_words import said
from ui.dates import format_moment
from ui.money import format_pence

MOST_SCENARIOS = 50
"""Of a route; a page lists them all."""


@dataclass(frozen=True)
class Gone:
    """A bid that a scenario gives money to and that no longer awaits a decision. Pence."""

    reference: str
    project: str
    state: State
    pence: int


@dataclass(frozen=True)
class Opened:
    """A scenario as it reads today."""

    scenario: Scenario
    allotment: dict[str, int]
    """What it gives to bids that await a decision."""
    gone: list[Gone]
    """What it gave to others; their money counts as left, or as what they hold now."""

    @property
    def seen(self) -> str:
        """The sign of what it says."""
        gone = {one.reference: one.pence for one in self.gone}
        return digest([self.scenario.name, {**self.allotment, **gone}, self.scenario.chosen_at])


class Taken(Refused):
    """There is a scenario of that name already."""

    def __init__(self, opened: Opened, words: str) -> None:
        super().__init__(words)
        self.opened = opened


def scenarios_of(round: Round, route: Pot) -> list[Opened]:
    """The scenarios of a route, in the order in which they were made (one query)."""
    return _opened(Scenario.objects.filter(round=round, route=route))


def _opened(scenarios: QuerySet[Scenario]) -> list[Opened]:
    """Some scenarios, each read with the amounts that it gives (one query)."""
    rows = scenarios.select_related("changed_by", "chosen_by").annotate(
        reference=F("amounts__bid__reference"),
        project=F("amounts__bid__project"),
        state=F("amounts__bid__state"),
        pence=F("amounts__amount_pence"),
    )
    found: dict[int, Opened] = {}
    for row in rows.order_by("pk", "reference"):
        opened = found.setdefault(row.pk, Opened(row, {}, []))
        if row.state == State.SIFTED:
            opened.allotment[row.reference] = row.pence
        elif row.state:
            gone = Gone(row.reference, row.project, State(row.state), row.pence)
            opened.gone.append(gone)
    return list(found.values())


@verb
def save_scenario(
    *,
    round: Round,
    route: Pot,
    name: str,
    allotment: Allotment,
    by: User,
    replaces: str = "",
) -> Scenario:
    """Keep an allotment under a name. ``replaces`` is the sign of the scenario of that name as the
    person saw it. Raises ``Taken`` where there is one and it says something else.
    """
    require(by, Permission.SIFT, round.partnership)
    hold(round)
    name = _name(name)
    money = read_money(round, route)
    if wrong := wrongs(money.contenders, allotment, money.available_pence):
        raise Refused("\n".join(said(one, money, allotment) for one in wrong))
    scenario = _of_name(round, route, name)
    if scenario is None:
        if Scenario.objects.filter(round=round, route=route).count() >= MOST_SCENARIOS:
            raise Refused(
                _("There are %(most)s scenarios already. Delete one that you do not need.")
                % {"most": MOST_SCENARIOS}
            )
        scenario = Scenario(round=round, route=route, name=name, made_by=by)
    else:
        _may_replace(scenario, replaces)
    scenario.changed_by, scenario.changed_at = by, timezone.now()
    scenario.save()
    scenario.amounts.all().delete()
    bids = {place.bid.reference: place.bid for place in money.open_places}
    ScenarioAmount.objects.bulk_create(
        ScenarioAmount(scenario=scenario, bid=bids[reference], amount_pence=pence)
        for reference, pence in allotment.items()
        if pence
    )
    return scenario


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Enter a name for the scenario."))
    return name


def _of_name(round: Round, route: Pot, name: str) -> Scenario | None:
    """The scenario of a name, capitals aside."""
    rows = Scenario.objects.filter(round=round, route=route, name__iexact=name)
    return rows.select_related("changed_by").first()


def _may_replace(scenario: Scenario, replaces: str) -> None:
    opened = _opened(Scenario.objects.filter(pk=scenario.pk))[0]
    words = {
        "name": scenario.name,
        "who": scenario.changed_by,
        "when": format_moment(scenario.changed_at),
    }
    if scenario.chosen_at:
        raise Refused(
            _(
                "“%(name)s” was made the recommendation, so it stays as it is. Save this under "
                "another name."
            )
            % words
        )
    if opened.seen != replaces:
        text = _(
            "There is a scenario called “%(name)s” already, saved by %(who)s, %(when)s. Tick the box "
            "to replace it, or use another name."
        )
        raise Taken(opened, text % words)


@verb
def rename_scenario(*, scenario: Scenario, name: str, by: User, seen: str) -> Scenario:
    """Give a scenario another name. Raises ``Stale`` where somebody changed it meanwhile."""
    opened = _held(scenario, by, seen)
    scenario, name = opened.scenario, _name(name)
    other = _of_name(scenario.round, Pot(scenario.route), name)
    if other and other.pk != scenario.pk:
        raise Refused(
            _("There is a scenario called “%(name)s” already. Use another name.")
            % {"name": other.name}
        )
    scenario.name = name
    scenario.save()
    return scenario


@verb
def delete_scenario(*, scenario: Scenario, by: User, seen: str) -> None:
    """Take a scenario away. Raises ``Stale`` where somebody changed it meanwhile."""
    opened = _held(scenario, by, seen)
    if opened.scenario.chosen_at:
        raise Refused(
            _("“%(name)s” was made the recommendation, so it is kept.")
            % {"name": opened.scenario.name}
        )
    opened.scenario.delete()


def _held(scenario: Scenario, by: User, seen: str) -> Opened:
    """The scenario as it stands now, its round held."""
    require(by, Permission.SIFT, scenario.round.partnership)
    hold(scenario.round)
    rows = Scenario.objects.select_related("round__partnership").filter(pk=scenario.pk)
    opened = next(iter(_opened(rows)), None)
    if opened is None:
        raise Refused(
            _("“%(name)s” was deleted meanwhile, so nothing was done.") % {"name": scenario.name}
        )
    if opened.seen != seen:
        raise Stale(
            _("“%(name)s” was changed since you looked, so nothing was done. Look at it again.")
            % {"name": scenario.name}
        )
    return opened


@dataclass(frozen=True)
class Change:
    """What choosing a scenario does to one bid's recommendation. Pence."""

    place: Place
    choice: Recommendation.Choice
    amount_pence: int

    @property
    def before(self) -> Recommendation:
        """What is recommended now."""
        return self.place.bid.recommendation


def changes(money: RouteMoney, allotment: Allotment) -> list[Change]:
    """What differs from what is recommended now, in rank order.

    A bid that gets nothing, and gets nothing now, stays as it is: a reserve or a decline.
    """
    found = []
    for place in money.open_places:
        now = place.bid.recommendation
        pence = allotment.get(place.bid.reference, 0)
        if pence == now.amount_pence:
            continue
        without = Recommendation.Choice(place.without_money.choice)
        found.append(Change(place, Recommendation.Choice.FUND if pence else without, pence))
    return found


def signature(opened: Opened, money: RouteMoney) -> str:
    """The sign of all that choosing a scenario rests on, as a form carries it (one query)."""
    rows = [
        [place.bid.reference, place.bid.state, place.bid.recommendation.choice,
         place.bid.recommendation.amount_pence, place.contender.held_pence]
        for place in money.places
    ]  # fmt: skip
    others = Scenario.objects.filter(round=money.round, route=money.route, chosen_at__isnull=False)
    last = others.order_by("-chosen_at", "-pk").values_list("pk", "chosen_at").first()
    return digest([opened.seen, money.available_pence, rows, last])


def why_not_choose(opened: Opened, money: RouteMoney) -> list[str]:
    """What keeps a scenario from being made the recommendation, in sentences; nothing where it can be."""
    found = [
        _("%(bid)s is %(state)s now, so it cannot get the %(amount)s.")
        % {
            "bid": one.reference,
            "state": str(one.state.label).lower(),
            "amount": format_pence(one.pence),
        }
        for one in opened.gone
    ]
    found += [
        _(
            "%(bid)s was sifted after the scenario was saved: decide what it gets, and save it again."
        )
        % {"bid": reference}
        for reference in _sifted_since(opened.scenario, money)
        if reference not in {one.reference for one in opened.gone}
    ]
    wrong = wrongs(money.contenders, opened.allotment, money.available_pence)
    return found + [said(one, money, opened.allotment) for one in wrong]


def _sifted_since(scenario: Scenario, money: RouteMoney) -> list[str]:
    """The undecided bids that were sifted (again) after a scenario was saved (one query)."""
    rows = HistoryRow.objects.filter(
        bid__in=[place.bid.pk for place in money.open_places],
        transition=Arrow.SIFT,
        recorded_at__gt=scenario.changed_at,
    )
    return sorted(set(rows.values_list("bid__reference", flat=True)))


@verb
def choose_scenario(*, scenario: Scenario, by: User, reason: str, seen: str) -> Scenario:
    """Make a scenario the recommendation of its route: every bid that differs, or none of them.

    ``seen`` is the ``signature`` of what the person looked at. Raises ``Stale`` where that changed,
    ``Refused`` where a bid of it no longer awaits a decision, or it gives more than the pot has.
    """
    require(by, Permission.SIFT, scenario.round.partnership)
    round = hold(scenario.round)
    opened = next(iter(_opened(Scenario.objects.filter(pk=scenario.pk))), None)
    if opened is None:
        raise Refused(
            _("“%(name)s” was deleted meanwhile, so nothing was done.") % {"name": scenario.name}
        )
    if not reason.strip():
        raise Refused(_("Give the reason for this recommendation."))
    now = opened.scenario
    waiting = Bid.objects.filter(round=round, route=now.route, state=State.SIFTED).order_by("pk")
    list(waiting.select_for_update(no_key=True).values_list("pk"))
    opened = _opened(Scenario.objects.filter(pk=now.pk))[0]
    money = read_money(round, Pot(now.route))
    if signature(opened, money) != seen:
        raise Stale(_("Something changed since you looked, so nothing was done. Look at it again."))
    if why := why_not_choose(opened, money):
        raise Refused(" ".join([*why, _("Nothing was changed. Open the scenario and mend it.")]))
    for change in changes(money, opened.allotment):
        change_recommendation(
            bid=change.place.bid,
            choice=change.choice,
            amount_pence=change.amount_pence,
            by=by,
            reason=_reason(change, reason.strip()),
        )
    now.chosen_by, now.chosen_at, now.reason = by, timezone.now(), reason.strip()
    now.save()
    return now


def _reason(change: Change, reason: str) -> str:
    """Why, beside the bid, for whoever reads the proposals; the scenario's name is the panel's own matter.

    Of a decline the applicant may read it, so that is the sift's own reason.
    """
    declines = change.choice == Recommendation.Choice.DECLINE
    return change.place.without_money.reason if declines else reason
