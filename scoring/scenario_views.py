"""What is done with a scenario: another name, away with it, beside another, or made the recommendation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.forms import attempt
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.presenters import ROUTES
from scoring.money import RouteMoney
from scoring.money_forms import ChooseForm, CompareForm, NameForm
from scoring.money_presenters import unfunded
from scoring.money_views import FORM, find_money
from scoring.scenario_presenters import (
    changes_table,
    compare_choices,
    compared_table,
    side,
    totals_table,
)
from scoring.scenarios import (
    Opened,
    changes,
    choose_scenario,
    delete_scenario,
    rename_scenario,
    scenarios_of,
    signature,
    why_not_choose,
)
from ui.forms import Form, page, posted


def _find(request: SignedInRequest, code: str, route: str, pk: int) -> tuple[RouteMoney, Opened]:
    """A scenario, for who may change it."""
    money, _viewer = find_money(request, code, route)
    scenarios = scenarios_of(money.round, money.route)
    opened = next((one for one in scenarios if one.scenario.pk == pk), None)
    if opened is None:
        raise Http404
    require(request.user, Permission.SIFT, money.round.partnership)
    return money, opened


@require_http_methods(FORM)
@login_required
def rename_page(request: SignedInRequest, code: str, route: str, pk: int) -> HttpResponse:
    """Give a scenario another name."""
    money, opened = _find(request, code, route, pk)
    form = NameForm(posted(request), initial={"name": opened.scenario.name})
    if form.is_valid():
        name, seen = form.cleaned_data["name"], request.POST.get("seen", "")
        one = opened.scenario
        if attempt(form, rename_scenario, scenario=one, name=name, by=request.user, seen=seen):
            return redirect("scenario", code, route, pk)
    context = {"round": money.round, "opened": opened, "form": form}
    return page(request, "scoring/scenario_rename.html", context)


@require_http_methods(FORM)
@login_required
def delete_page(request: SignedInRequest, code: str, route: str, pk: int) -> HttpResponse:
    """Ask whether, and take a scenario away."""
    money, opened = _find(request, code, route, pk)
    form = Form(posted(request))
    if form.is_valid():
        seen = request.POST.get("seen", "")
        attempt(form, delete_scenario, scenario=opened.scenario, by=request.user, seen=seen)
        if not form.errors:
            words = _("“%(name)s” is deleted.") % {"name": opened.scenario.name}
            messages.success(request, words)
            return redirect("money", code, route)
    context = {"round": money.round, "opened": opened, "form": form}
    return page(request, "scoring/scenario_delete.html", context)


@require_http_methods(FORM)
@login_required
def recommend_page(request: SignedInRequest, code: str, route: str, pk: int) -> HttpResponse:
    """What choosing a scenario changes; then it is made the recommendation, with a reason."""
    money, opened = _find(request, code, route, pk)
    form = ChooseForm(posted(request))
    if form.is_valid():
        reason, seen = form.cleaned_data["reason"], request.POST.get("seen", "")
        one = opened.scenario
        if attempt(form, choose_scenario, scenario=one, reason=reason, by=request.user, seen=seen):
            words = _("“%(name)s” is the recommendation now.") % {"name": one.name}
            messages.success(request, words)
            return redirect("money", code, route)
    found = changes(money, opened.allotment)
    sums = money.sums(opened.allotment)
    context = {
        "round": money.round,
        "opened": opened,
        "form": form,
        "seen": signature(opened, money),
        "why_not": why_not_choose(opened, money),
        "changes": changes_table(found),
        "sums": sums,
        "unfunded": unfunded(money, sums),
    }
    return page(request, "scoring/scenario_recommend.html", context)


@require_safe
@login_required
def compare_page(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """Two scenarios side by side, or one and what is recommended now."""
    money, _viewer = find_money(request, code, route)
    scenarios = scenarios_of(money.round, money.route)
    form = CompareForm(compare_choices(scenarios), request.GET or None)
    context = {
        "round": money.round,
        "route": money.route,
        "title": ROUTES[money.route],
        "form": form,
        "any": bool(scenarios),
    }
    if form.is_valid():
        first, second = (side(money, scenarios, form.cleaned_data[k]) for k in ("first", "second"))
        context["table"] = compared_table(money, first, second)
        context["totals"] = totals_table(money, first, second)
    return page(request, "scoring/scenarios_compare.html", context)
