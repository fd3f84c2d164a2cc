"""The underspend radar: who could give what back, asking for it, and sending it to the tactical pot."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.offering import refuse_if_staked
from base.forms import attempt
from bids.presenters import title
from monitoring.claims.views import find_project
from monitoring.underspend.forms import AskReleaseForm
from monitoring.underspend.presenters import (
    changes_table,
    freed_lines,
    pots_table,
    projects_table,
    tactical_words,
)
from monitoring.underspend.radar import radar
from monitoring.underspend.releasing import release_to_tactical
from monitoring.variations.varying import ask_release
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.viewers import find_round
from ui.dates import financial_year_end
from ui.forms import page, posted
from ui.money import format_pence


@require_safe
@login_required
def underspend(request: SignedInRequest, code: str) -> HttpResponse:
    """Where the pots and projects are likely to stand at 31 March, and what could be released."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        raise Http404
    found = radar(round, request.user)
    may_ask = Permission.CHECK_BIDS in viewer.permissions and not round.closed_at
    context = {
        "round": round,
        "ends": financial_year_end(round.financial_year),
        "pots": pots_table(found),
        "tactical": tactical_words(found),
        "moving": format_pence(found.moving_pence) if found.moving_pence else "",
        "projects": projects_table(found, may_ask=may_ask),
        "changes": changes_table(found),
        "freed": freed_lines(found),
        "may_release": Permission.PAY in viewer.permissions and not round.closed_at,
    }
    return page(request, "monitoring/underspend.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def release_ask(request: SignedInRequest, reference: str) -> HttpResponse:
    """An officer asks a project to give an underspend back."""
    bid, viewer = find_project(request, reference)
    viewer.require(Permission.CHECK_BIDS)
    refuse_if_staked(bid, request.user)
    found = radar(bid.round, request.user)
    project = next((one for one in found.projects if one.award.pk == bid.award.pk), None)
    could = project.position.releasable if project else 0
    form = AskReleaseForm(posted(request), initial={"amount_pence": could or None})
    if form.is_valid():
        said = form.cleaned_data
        made = attempt(form, ask_release, award=bid.award, by=request.user, **said)
        if made:
            words = _("%(organisation)s is asked to release %(amount)s, by email.")
            named = {
                "organisation": bid.organisation,
                "amount": format_pence(said["amount_pence"]),
            }
            messages.success(request, words % named)
            return redirect("underspend", bid.round.code)
    context = {"bid": bid, "title": title(bid), "form": form, "could": format_pence(could)}
    return page(request, "monitoring/release_ask.html", context)


@require_POST
@login_required
def variation_release(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Finance sends what a variation freed on to the tactical pot; a second person agrees."""
    bid, viewer = find_project(request, reference)
    viewer.require(Permission.PAY)
    variation = get_object_or_404(bid.award.variations, number=number)
    asked = release_to_tactical(variation=variation, by=request.user)
    words = _("%(amount)s moves to the tactical pot as soon as a second person agrees.")
    messages.success(request, words % {"amount": format_pence(asked.amount_pence)})
    return redirect("underspend", bid.round.code)
