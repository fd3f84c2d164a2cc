"""Moving money between pots: asking, and the second person's answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.forms import attempt
from base.paging import newest_first
from funds.balances import Balances, balances
from funds.forms import WAYS, AnswerForm, TakeBackForm, VirementForm
from funds.models import VirementRequest
from funds.virement_presenters import effect_table, request_facts, requests_table, short
from funds.virements import able, agree, ask, nobody_else, say_no, take_back
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from rounds.finding import find_round_for
from rounds.models import Round
from ui.forms import Form, page, posted
from ui.money import format_pence

FORM = ["GET", "HEAD", "POST"]
PEOPLE = ("asked_by", "ended_by", "into")


@require_http_methods(FORM)
@login_required
def virements_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Every request of a round, and the form to make one."""
    round = find_round_for(request, code, Permission.READ)
    if request.method == "POST":
        require(request.user, Permission.AGREE_VIREMENT, round.partnership)
    now = balances(round)
    left = {pot: held["available_pence"] for pot, held in now.pots.items()}
    form = VirementForm(posted(request), left=left)
    if form.is_valid() and (asked := _ask(request, round, form)):
        words = _("You asked to move %(amount)s. Those who may agree are told by email.")
        messages.success(request, words % {"amount": format_pence(asked.amount_pence)})
        return redirect("virement", code, asked.pk)
    before = request.GET.get("before", "")
    rows, older = newest_first(round.virement_requests.select_related(*PEOPLE), before)
    asks = may(request.user, Permission.AGREE_VIREMENT, round.partnership) and not round.closed_at
    context = {
        "round": round,
        "form": form,
        "requests": requests_table(rows, round),
        "older": older,
        "before": before,
        "asks": asks,
        "nobody_else": "" if not asks or _others(round, request) else nobody_else(round),
    }
    return page(request, "funds/virements.html", context)


def _others(round: Round, request: SignedInRequest) -> bool:
    return able(round, apart_from=request.user).exists()


def _ask(request: SignedInRequest, round: Round, form: VirementForm) -> VirementRequest | None:
    data = form.cleaned_data
    source, target = WAYS[data["way"]]
    return attempt(
        form,
        ask,
        round=round,
        source=source,
        target=target,
        amount_pence=data["amount_pence"],
        reason=data["reason"],
        authority=data["authority"],
        by=request.user,
    )


@require_http_methods(FORM)
@login_required
def virement_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One request: what it would do, and the answer of whoever may give one."""
    round = find_round_for(request, code, Permission.READ)
    asked = get_object_or_404(round.virement_requests.select_related(*PEOPLE), pk=pk)
    asked.round = round
    if request.method == "POST":
        require(request.user, Permission.AGREE_VIREMENT, round.partnership)
    own = asked.asked_by == request.user
    form = TakeBackForm(posted(request)) if own else AnswerForm(posted(request))
    if form.is_valid() and (answered := _answer(request, asked, form)):
        messages.success(request, _done(answered))
        return redirect("virement", code, pk)
    asked.refresh_from_db(fields=["ended_by", "ended_at", "ended_why", "movement"])
    now = balances(round)
    waits = asked.ended_at is None
    answers = waits and may(request.user, Permission.AGREE_VIREMENT, round.partnership)
    context = {
        "round": round,
        "asked": asked,
        "facts": request_facts(asked),
        "form": form,
        "own": own,
        "answers": answers,
        "effect": effect_table(asked, now, _then(asked)) if waits else None,
        "short": short(asked, now) if waits else "",
        "nobody_else": (
            nobody_else(round) if answers and own and not _others(round, request) else ""
        ),
    }
    return page(request, "funds/virement.html", context)


def _then(asked: VirementRequest) -> Balances | None:
    """The balances of the round that grant would be carried into."""
    return balances(asked.into) if asked.into else None


def _answer(request: SignedInRequest, asked: VirementRequest, form: Form) -> VirementRequest | None:
    by, data = request.user, form.cleaned_data
    if isinstance(form, TakeBackForm):
        return attempt(form, take_back, asked=asked, by=by)
    if data["answer"] == AnswerForm.YES:
        return attempt(form, agree, asked=asked, by=by)
    return attempt(form, say_no, asked=asked, by=by, reason=data["reason"])


def _done(asked: VirementRequest) -> str:
    if asked.movement_id:
        return _("%(amount)s has moved.") % {"amount": format_pence(asked.amount_pence)}
    return _("No money has moved. The request has ended.")
