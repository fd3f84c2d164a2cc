"""The money page: the ranking with the line, amounts tried without saving, and scenarios."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed
from base.forms import attempt
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Pot
from rounds.presenters import POTS, ROUTES
from scoring.allotments import Allotment, in_rank_order, part_fund_next
from scoring.models import Scenario
from scoring.money import RouteMoney, read_money
from scoring.money_best import Best, best, limits
from scoring.money_forms import AllotmentForm, BestForm, CompareForm, SaveForm, with_bid
from scoring.money_presenters import (
    area_table,
    gone_words,
    money_table,
    organisation_table,
    owners,
    pot_words,
    priority_tables,
    tie_words,
    unfunded,
)
from scoring.money_words import part_funded
from scoring.scenario_presenters import NOW, compare_choices, scenarios_table
from scoring.scenarios import Opened, Taken, save_scenario, scenarios_of
from scoring.viewers import Viewer, find_round
from ui.forms import page

FORM = ["GET", "HEAD", "POST"]


def find_money(request: SignedInRequest, code: str, route: str) -> tuple[RouteMoney, Viewer]:
    """A route's money, for who reads the papers. Raises ``NotAllowed`` where a bid of it is kept from
    them, because the others' ranks would tell.
    """
    round, viewer = find_round(request.user, code)
    if not viewer.reads or route not in Pot.values:
        raise Http404
    if viewer.has_stake_in_route(route):
        raise NotAllowed(
            _("You have an interest in a bid on this route, so its money is for somebody else.")
        )
    return read_money(round, Pot(route)), viewer


@dataclass
class _Tried:
    """What is shown on the page: the amounts, and what was said of them."""

    form: AllotmentForm
    save: SaveForm
    asked: BestForm
    allotment: Allotment
    best: Best | None = None
    said: str = ""
    taken: Opened | None = None
    """The scenario whose name was given to another."""

    def use(self, money: RouteMoney, allotment: Allotment) -> None:
        """Put other amounts into the boxes."""
        self.form, self.allotment = _form(money, allotment), allotment


@require_http_methods(FORM)
@login_required
def money_page(
    request: SignedInRequest, code: str, route: str, pk: int | None = None
) -> HttpResponse:
    """What is recommended, or a scenario, in rank order; an officer tries amounts and saves them."""
    money, viewer = find_money(request, code, route)
    scenarios = scenarios_of(money.round, money.route)
    opened = next((one for one in scenarios if one.scenario.pk == pk), None)
    if pk is not None and opened is None:
        raise Http404
    if request.method == "POST":
        require(request.user, Permission.SIFT, money.round.partnership)
        tried = _try(request, money)
        if isinstance(tried, Scenario):
            return _saved(request, tried)
    else:
        tried = _first(money, opened)
    acts = Permission.SIFT in viewer.permissions
    return page(request, "scoring/money.html", _context(money, scenarios, opened, tried, acts))


def _first(money: RouteMoney, opened: Opened | None) -> _Tried:
    allotment = opened.allotment if opened else money.recommended
    kept = opened and not opened.scenario.chosen_at
    save = SaveForm(initial={"name": opened.scenario.name if opened and kept else ""})
    return _Tried(_form(money, allotment), save, BestForm(), allotment)


def _form(money: RouteMoney, allotment: Allotment) -> AllotmentForm:
    return AllotmentForm(money.open_places, money.available_pence, allotment=allotment)


def _try(request: SignedInRequest, money: RouteMoney) -> _Tried | Scenario:
    """Do what the button says with what was typed; give the scenario where it was saved."""
    do, save, asked = request.POST.get("do"), SaveForm(request.POST), BestForm(request.POST)
    form = _bound(money, request.POST)
    tried = _Tried(form, save, asked, form.allotment())
    if do == "save":
        asked.be_quiet()
        return _save(request, money, tried) or tried
    save.be_quiet()
    if do in ("best", "use-best"):
        return _best(money, tried, use=do == "use-best")
    asked.be_quiet()
    if do == "again":
        tried.use(money, money.recommended)
    elif do == "in-order":
        tried.use(money, in_rank_order(money.contenders, money.available_pence))
    elif do == "part-fund":
        _part_fund(request.POST, money, tried)
    return tried


def _bound(money: RouteMoney, data: QueryDict) -> AllotmentForm:
    form = AllotmentForm(money.open_places, money.available_pence, data)
    form.full_clean()
    return form


def _part_fund(data: QueryDict, money: RouteMoney, tried: _Tried) -> None:
    """Give what is left to the next bid; where something typed is wrong, only say that."""
    if tried.form.errors:
        return
    done = part_fund_next(money.contenders, tried.allotment, money.available_pence)
    tried.said = part_funded(done)
    if done.turn and done.pence:
        place = next(p for p in money.open_places if p.contender == done.turn)
        tried.form = _bound(money, with_bid(data, place, done.pence))
        tried.allotment = tried.form.allotment()


def _best(money: RouteMoney, tried: _Tried, *, use: bool) -> _Tried:
    """Lay the best set beside rank order; ``use`` puts it into the boxes too."""
    asked = tried.asked
    if asked.is_valid():
        tried.best = attempt(asked, best, money, limits(money, asked.cleaned_data))
    if tried.best:
        tried.said = _("The best set is worked out below the ranking. Nothing is changed.")
    if tried.best and use:
        tried.said = _("The best set is in the boxes. Nothing is saved.")
        tried.use(money, tried.best.allotment)
    return tried


def _save(request: SignedInRequest, money: RouteMoney, tried: _Tried) -> Scenario | None:
    form, save = tried.form, tried.save
    if not (save.is_valid() and form.is_valid()):
        return None
    replaces = request.POST.get("replaces", "") if save.cleaned_data["replace"] else ""

    def keep() -> Scenario | None:
        try:
            return save_scenario(
                round=money.round,
                route=money.route,
                name=save.cleaned_data["name"],
                allotment=tried.allotment,
                by=request.user,
                replaces=replaces,
            )
        except Taken as taken:
            tried.taken = taken.opened
            save.add_error("name", str(taken))
            return None

    return attempt(save, keep)


def _saved(request: HttpRequest, scenario: Scenario) -> HttpResponse:
    words = _("“%(name)s” is saved. Nothing that is recommended has changed.")
    messages.success(request, words % {"name": scenario.name})
    return redirect("scenario", scenario.round.code, scenario.route, scenario.pk)


def _context(
    money: RouteMoney, scenarios: list[Opened], opened: Opened | None, tried: _Tried, acts: bool
) -> dict[str, Any]:
    sums = money.sums(tried.allotment)
    acts = acts and bool(money.open_places)
    return {
        "round": money.round,
        "route": money.route,
        "title": ROUTES[money.route],
        "pot": POTS[money.route],
        "pot_words": pot_words(money),
        "available_pence": max(0, money.available_pence),
        "sums": sums,
        "form": tried.form,
        "save": tried.save,
        "best_form": tried.asked,
        "best": tried.best,
        "said": tried.said,
        "taken": tried.taken,
        "acts": acts,
        "table": money_table(money, tried.allotment, tried.form if acts else None, opened),
        "ties": tie_words(money.places),
        "priorities": list(zip(owners(money).values(), priority_tables(money, sums), strict=True)),
        "unfunded": unfunded(money, sums),
        "areas": area_table(sums),
        "organisations": organisation_table(sums),
        "opened": opened,
        "gone": gone_words(opened) if opened else [],
        "scenarios": scenarios_table(money, scenarios) if scenarios else None,
        "compare": _compare(scenarios, opened) if scenarios else None,
    }


def _compare(scenarios: list[Opened], opened: Opened | None) -> CompareForm:
    """The form that leads to two side by side; first those that are likely asked for."""
    second = opened or scenarios[-1]
    initial = {"first": NOW, "second": str(second.scenario.pk)}
    return CompareForm(compare_choices(scenarios), initial=initial)
