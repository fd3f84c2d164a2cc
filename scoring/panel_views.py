"""The officer's pages of the panel: how far it is, who scores what, and reminders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.forms import attempt
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.assigning import ask_late, assign_to_everybody, can_be_asked, spread_evenly
from scoring.panel_forms import SOME, AskLateForm, AssignForm
from scoring.panel_presenters import route_shown
from scoring.progress import progress
from scoring.reminding import rehearse, remind
from scoring.viewers import find_bid, find_round
from ui.forms import Form, page, posted

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def panel_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Who has sent and who is awaited, by member and by bid. Ten queries at most."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        require(request.user, Permission.READ, round.partnership)
    return _show(request, round, may=Permission.SIFT in viewer.permissions)


def _show(
    request: SignedInRequest, round: Round, *, may: bool, failed: AssignForm | None = None
) -> HttpResponse:
    routes = []
    for found in progress(round):
        own = failed is not None and failed.of == found.pot
        form = failed if failed and own else AssignForm(route=found.pot, quorum=found.quorum)
        routes.append(route_shown(found, round.code, form, may=may))
    context = {
        "round": round,
        "routes": routes,
        "may": may,
        "form": failed,
        "waits": sum(route.waits for route in routes),
    }
    return page(request, "scoring/panel.html", context)


@require_POST
@login_required
def assign(request: SignedInRequest, code: str) -> HttpResponse:
    """Give the bids of a route to everybody of its panel, or spread them evenly."""
    round = _to_change(request, code)
    form = AssignForm(request.POST, route=request.POST.get("route", ""))
    if form.is_valid():
        said = form.cleaned_data
        if said["how"] == SOME:
            given = attempt(
                form,
                spread_evenly,
                round=round,
                route=said["route"],
                each=said["each"],
                by=request.user,
            )
            words = (
                ""
                if given is None
                else _spread_words([len(m) for m in given.values()], said["each"])
            )
        else:
            assign_to_everybody(round=round, route=said["route"], by=request.user)
            words = _("Everybody on the panel of this route scores every bid.")
        if words:
            messages.success(request, words)
            return redirect("panel", code=code)
    return _show(request, round, may=True, failed=form)


def _spread_words(counts: list[int], each: int) -> str:
    said = ngettext(
        "%(count)s bid was given out.", "%(count)s bids were given out.", len(counts)
    ) % {"count": len(counts)}
    if fewer := sum(count < each for count in counts):
        said += " " + ngettext(
            "%(count)s has fewer members, because too few are without an interest.",
            "%(count)s have fewer members, because too few are without an interest.",
            fewer,
        ) % {"count": fewer}
    return said


@require_http_methods(GET_OR_POST)
@login_required
def remind_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Who is written to, with the very emails; then they go."""
    round = _to_change(request, code)
    form = Form(posted(request))
    if form.is_valid():
        done = attempt(form, remind, round=round, by=request.user)
        if done is not None:
            count = len(done.emails)
            said = ngettext("%(count)s email goes out.", "%(count)s emails go out.", count)
            words = (
                said
                if count
                else _("Nobody was written to: everybody has finished or was told today.")
            )
            messages.success(request, words % {"count": count})
            return redirect("panel", code=code)
    context: dict[str, Any] = {
        "round": round,
        "form": form,
        "found": rehearse(round=round, by=request.user),
    }
    return page(request, "scoring/remind.html", context)


def _to_change(request: SignedInRequest, code: str) -> Round:
    """A round whose panel the person may change; where they only see the round, they are told so."""
    round, _viewer = find_round(request.user, code)
    require(request.user, Permission.SIFT, round.partnership)
    return round


@require_http_methods(GET_OR_POST)
@login_required
def ask_late_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask a member for scores after the reveal, where too few count."""
    bid = find_bid(request.user, reference)[0]
    require(request.user, Permission.SIFT, bid.round.partnership)
    members = can_be_asked(bid)
    form = AskLateForm(posted(request), members=members)
    if form.is_valid():
        chosen = next(m for m in members if str(m.pk) == form.cleaned_data["member"])
        reason = form.cleaned_data["reason"]
        if attempt(form, ask_late, bid=bid, member=chosen, reason=reason, by=request.user):
            words = _("%(member)s is asked to score %(bid)s.")
            messages.success(request, words % {"member": chosen, "bid": reference})
            return redirect("panel", code=bid.round.code)
    return page(request, "scoring/ask_late.html", {"bid": bid, "form": form, "members": members})
