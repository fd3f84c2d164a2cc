"""The decision maker's page: what is recommended, what approving it does, and the button."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.answering import said_of
from awards.decide_presenters import Choice, Route, routes
from awards.deciding import approve_one, decline_one
from awards.decision_forms import DecideForm
from awards.decision_presenters import Effect, Outcome, effect, outcomes_table
from awards.effects import pots
from awards.models import Answer
from awards.pending import why_not_confirm, why_not_decide
from awards.subsidy_limit import stops
from awards.undecided import Decider, Undecided, decider, undecided
from base.errors import Refused
from base.forms import attempt
from bids.models import Bid
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Pot, Round
from scoring.viewers import find_bid, find_papers
from ui.dates import in_london
from ui.forms import page, posted
from ui.money import format_pence

CONFLICT = 409
FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def decide_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The recommendations with the line where the money runs out; approve them in one go."""
    round = find_papers(request.user, code)
    require(request.user, Permission.DECIDE, round.partnership)
    done: list[Outcome] = []
    if request.method == "POST":
        offered = [choice for route in _routes(round, request.user) for choice in route.offered]
        done = _approve(request.POST.getlist("approve"), offered, round, request.user)
    refused = [one for one in done if not one.done]
    context = {
        "round": round,
        "done": outcomes_table([one for one in done if one.done]),
        "refused": outcomes_table(refused),
        "nothing": request.method == "POST" and not done,
        "routes": _routes(round, request.user),
    }
    status = CONFLICT if refused or context["nothing"] else 200
    return page(request, "awards/decide.html", context, status=status)


def _routes(round: Round, user: User) -> list[Route]:
    by = decider(user, round)
    choices = [Choice(one, _offer(one), _why_not(one, by)) for one in undecided(round)]
    offered = [(choice.one.bid, choice.pence) for choice in choices if choice.is_offered]
    stopped = stops(offered, _today()) if offered else {}
    marked = [replace(one, stopped=stopped.get(one.one.bid.pk, "")) for one in choices]
    return routes(marked, pots(round))


def _today() -> date:
    return in_london(timezone.now()).date()


def _offer(one: Undecided) -> int:
    """What approving a bid in one go would approve, in pence; nothing where it is not offered."""
    if one.pending is None:
        return 0 if one.queried else one.recommended_pence
    try:
        return said_of(one.pending).approved_pence() or 0
    except Refused:
        return 0


def _why_not(one: Undecided, by: Decider) -> str:
    return why_not_confirm(one.pending, by) if one.pending else why_not_decide(one.bid, by)


def _approve(keys: list[str], offered: list[Choice], round: Round, by: User) -> list[Outcome]:
    """Approve what the page showed, each bid in its own transaction; say what came of each."""
    by_key = {choice.key: choice for choice in offered}
    done = [_approve_one(by_key[key], by) for key in dict.fromkeys(keys) if key in by_key]
    strangers = {key.partition(":")[0] for key in keys if key not in by_key}
    numbers = [int(key) for key in strangers if key.isdecimal() and len(key) < 19]
    gone = round.bids.filter(pk__in=numbers).select_related("organisation")
    return done + [Outcome(bid, _since(bid), done=False) for bid in gone]


def _approve_one(choice: Choice, by: User) -> Outcome:
    bid, pence = choice.one.bid, choice.pence
    try:
        approve_one(bid=bid, amount_pence=pence, by=by)
    except Refused as refused:
        return Outcome(bid, str(refused), done=False)
    amount = format_pence(pence)
    return Outcome(bid, _("Approved: %(amount)s is committed.") % {"amount": amount}, done=True)


def _since(bid: Bid) -> str:
    """Why a bid that the page showed is not offered any more."""
    if bid.state == State.SIFTED:
        return _("It changed since you looked, so nothing was done. Look at it again.")
    return _("It was decided meanwhile and is %(state)s now.") % {
        "state": bid.get_state_display().lower()
    }


@dataclass(frozen=True)
class _Step:
    """What is about to be done with one bid, for the page that asks whether to."""

    effect: Effect | None
    pence: int
    stopped: str = ""
    """Why it cannot be approved yet."""


@require_http_methods(FORM)
@login_required
def decide_one_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Decide one bid: what was entered is shown with what it does, and then done."""
    bid, viewer = find_bid(request.user, reference)
    require(request.user, Permission.DECIDE, bid.round.partnership)
    one = next((one for one in undecided(bid.round) if one.bid.pk == bid.pk), None)
    if one is None or not viewer.reads:
        raise Refused(
            _("%(bid)s is %(state)s, so it awaits no decision.")
            % {"bid": bid.reference, "state": bid.get_state_display().lower()}
        )
    first = {
        "amount_pence": _offer(one) or None,
        "decision": _first(one),
        "reason": one.pending.comment if one.pending else "",
    }
    form = DecideForm(posted(request), initial=first)
    context: dict[str, Any] = {"bid": one.bid, "one": one, "form": form, "round": bid.round}
    context["why_not"] = _why_not(one, decider(request.user, bid.round))
    context["stopped"] = _stopped(one.bid, _offer(one))
    if form.is_valid():
        if "sure" in request.POST and _decide(form, one.bid, request.user):
            return redirect("decide", bid.round.code)
        if not form.errors and "change" not in request.POST:
            context["step"] = _step(form, one.bid)
            return page(request, "awards/decide_sure.html", context)
    return page(request, "awards/decide_one.html", {**context, "now": _now(one.bid)})


def _first(one: Undecided) -> str:
    if one.pending:
        return str(one.pending.decision)
    return Answer.Decision.APPROVE.value if _offer(one) else ""


def _now(bid: Bid) -> Any:
    return pots(bid.round)[Pot(bid.route)]


def _step(form: DecideForm, bid: Bid) -> _Step:
    said = form.cleaned_data
    if said["decision"] != Answer.Decision.APPROVE:
        return _Step(None, 0)
    pence = said["amount_pence"]
    return _Step(effect(Pot(bid.route), _now(bid), [(bid, pence)]), pence, _stopped(bid, pence))


def _stopped(bid: Bid, pence: int) -> str:
    return stops([(bid, pence)], _today()).get(bid.pk, "") if pence else ""


def _decide(form: DecideForm, bid: Bid, by: User) -> bool:
    """Do it; where it is refused the form says why."""
    said = form.cleaned_data
    if said["decision"] == Answer.Decision.APPROVE:
        pence, reason = said["amount_pence"], said["reason"]
        attempt(form, approve_one, bid=bid, amount_pence=pence, by=by, reason=reason)
    else:
        attempt(form, decline_one, bid=bid, by=by, reason=said["reason"])
    return not form.errors
