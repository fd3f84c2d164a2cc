"""A decision maker confirms what an officer took down of the PCC's decisions."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.answering import Recorded
from awards.decision_forms import SendBackForm
from awards.decision_presenters import (
    Effect,
    Outcome,
    amount_of,
    decision_facts,
    effect,
    outcomes_table,
)
from awards.effects import pots
from awards.models import PendingDecision
from awards.pending import confirm, send_back, why_not_confirm
from awards.subsidy_limit import stops
from awards.undecided import decider, pending_of
from base.errors import Refused
from base.forms import attempt
from people.models import User
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Pot, Round
from scoring.viewers import find_papers
from ui.dates import in_london
from ui.forms import page, posted
from ui.money import format_pence

CONFLICT = 409
FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def confirm_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What was taken down and what confirming it does; one by one, or all that the page showed."""
    round = find_papers(request.user, code)
    require(request.user, Permission.DECIDE, round.partnership)
    done: list[Outcome] = []
    if request.method == "POST":
        chosen = {
            int(key) for key in request.POST.getlist("confirm") if key.isdecimal() and len(key) < 19
        }
        done = [_confirm(one, request.user) for one in _chosen(round, chosen)]
    refused = [one for one in done if not one.done]
    context = {
        "round": round,
        "done": outcomes_table([one for one in done if one.done]),
        "refused": outcomes_table(refused),
        "nothing": request.method == "POST" and not done,
        **_waiting(round, request.user),
    }
    status = CONFLICT if refused or context["nothing"] else 200
    return page(request, "awards/confirm.html", context, status=status)


def _chosen(round: Round, chosen: set[int]) -> Iterable[PendingDecision]:
    """The chosen rows of the round, whatever became of them since the page was shown."""
    rows = PendingDecision.objects.filter(pk__in=chosen, bid__round=round).order_by("pk")
    return rows.select_related("bid__round__partnership", "bid__organisation")


def _confirm(pending: PendingDecision, by: User) -> Outcome:
    """Confirm one decision, in its own transaction, and say what came of it."""
    try:
        return Outcome(pending.bid, _words(confirm(pending=pending, by=by)), done=True)
    except Refused as refused:
        return Outcome(pending.bid, str(refused), done=False)


def _words(done: Recorded) -> str:
    for award in done.approved:
        return _("Approved: %(amount)s is committed.") % {
            "amount": format_pence(award.amount_pence)
        }
    if done.declined:
        return _("Declined. The applicant is told the reason.")
    if done.queried:
        return _("Queried. The officers are told what is asked.")
    return " ".join(done.reported) or _("It was recorded already, so nothing changed.")


def _waiting(round: Round, user: User) -> dict[str, Any]:
    """What awaits confirmation, what this person may confirm of it, and what that does to the pots."""
    rows, by = pending_of(round), decider(user, round)
    for row in rows:
        row.bid.round = round
    why = {row.pk: why_not_confirm(row, by) for row in rows}
    theirs = [row for row in rows if not why[row.pk]]
    approvals = _approvals(theirs)
    stopped = stops(approvals, in_london(timezone.now()).date()) if approvals else {}
    mine = [row for row in theirs if row.bid_id not in stopped]
    now = pots(round)
    single = {
        row.pk: effect(Pot(row.bid.route), now[Pot(row.bid.route)], _approvals([row]))
        for row in mine
    }
    return {
        "pending": [
            {
                "one": row,
                "facts": decision_facts(row, round.code),
                "why_not": why[row.pk],
                "stopped": stopped.get(row.bid_id, ""),
                "effect": single.get(row.pk) if amount_of(row) else None,
            }
            for row in rows
        ],
        "mine": mine,
        "effects": [found for pot in Pot if (found := _effect(pot, mine, now)).count],
    }


def _effect(pot: Pot, rows: list[PendingDecision], now: Any) -> Effect:
    return effect(pot, now[pot], _approvals(row for row in rows if row.bid.route == pot))


def _approvals(rows: Iterable[PendingDecision]) -> list[tuple[Any, int]]:
    return [(row.bid, amount_of(row)) for row in rows if amount_of(row)]


@require_http_methods(FORM)
@login_required
def send_back_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Send what was taken down back to the officer, with the reason."""
    round = find_papers(request.user, code)
    require(request.user, Permission.DECIDE, round.partnership)
    pending = get_object_or_404(
        PendingDecision.objects.select_related(
            "bid__organisation", "bid__recommendation", "submission", "entered_by"
        ),
        pk=pk,
        bid__round=round,
    )
    form = SendBackForm(posted(request))
    if form.is_valid() and _send_back(form, pending, request.user):
        said = _("The decision on %(bid)s went back to the officer.")
        messages.success(request, said % {"bid": pending.bid.reference})
        return redirect("decisions-confirm", code)
    context = {
        "round": round,
        "pending": pending,
        "facts": decision_facts(pending, code),
        "form": form,
    }
    return page(request, "awards/send_back.html", context)


def _send_back(form: SendBackForm, pending: PendingDecision, by: User) -> PendingDecision | None:
    reason: str = form.cleaned_data["reason"]
    return attempt(form, send_back, pending=pending, by=by, reason=reason)
