"""The pages of the deeds: for one bid, and for several at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bids.models import Bid
from bids.presenters import title
from bids.rules import demand
from monitoring.bids.list import visible
from monitoring.deeds.doing import Outcome, carry_out, rehearse
from monitoring.deeds.every import BULK, DEEDS
from people.permissions import Permission, require
from people.requests import SignedInRequest
from scoring.viewers import find_bid, find_round
from ui.forms import page, posted

MOST_AT_ONCE = 200
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@login_required
def deed_page(request: SignedInRequest, reference: str, code: str) -> HttpResponse:
    """Do something with one bid: the words, the email as it will go, then the deed."""
    deed = DEEDS[code]
    bid, _viewer = find_bid(request.user, reference)
    demand(deed.rule, request.user, bid)
    form = deed.form_for(bid)(posted(request))
    context: dict[str, Any] = {"deed": deed, "bid": bid, "project": title(bid), "form": form}
    by = request.user
    if not form.is_valid():
        if not form.is_bound and not form.fields:
            context["outcome"] = rehearse(deed=deed, bid=bid, said={}, by=by)
        return page(request, "monitoring/deed.html", context)
    said = form.cleaned_data
    if deed.emails and form.fields and "go" not in request.POST:
        outcome = rehearse(deed=deed, bid=bid, said=said, by=by)
        if not outcome.why_not:
            return page(
                request,
                "monitoring/deed.html",
                {**context, "outcome": outcome, "kept": _kept(request), "shown": True},
            )
    else:
        outcome = carry_out(deed=deed, bid=bid, said=said, by=by)
    if outcome.why_not:
        form.add_error(None, outcome.why_not)
        return page(request, "monitoring/deed.html", context)
    words = _("This was done before. Nothing was done twice.") if outcome.again else deed.done
    messages.success(request, words % {"bid": bid.reference})
    return redirect("bid", reference=reference)


@require_http_methods(GET_OR_POST)
@login_required
def bulk_page(request: SignedInRequest, code: str, deed: str) -> HttpResponse:
    """Do something with the bids that were ticked: the words, a preview, then each on its own."""
    if deed not in BULK:
        raise Http404
    round, viewer = find_round(request.user, code)
    require(request.user, Permission.CHECK_BIDS, round.partnership)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = {reference for reference in asked.getlist("bid") if reference.isprintable()}
    bids = list(
        visible(round, viewer)
        .filter(reference__in=chosen)
        .select_related("organisation", "round__partnership")[: MOST_AT_ONCE + 1]
    )
    if not bids or len(bids) > MOST_AT_ONCE:
        words = _("Tick the bids first.") if not bids else _("Tick 200 bids at most.")
        messages.warning(request, words)
        return redirect("bids", code=code)
    return _bulk(request, code, deed, bids)


def _bulk(request: SignedInRequest, code: str, name: str, bids: list[Bid]) -> HttpResponse:
    deed, by = DEEDS[name], request.user
    form = deed.form(posted(request))
    context: dict[str, Any] = {"deed": deed, "code": code, "bids": bids, "form": form}
    ready = form.is_valid() if form.is_bound else not form.fields
    if not ready:
        return page(request, "monitoring/bulk.html", context)
    said = form.cleaned_data if form.is_bound else {}
    if "go" in request.POST:
        outcomes = [carry_out(deed=deed, bid=bid, said=said, by=by) for bid in bids]
        return page(request, "monitoring/bulk_done.html", {**context, **_sorted(outcomes)})
    outcomes = [rehearse(deed=deed, bid=bid, said=said, by=by) for bid in bids]
    kept = [*_kept(request), *_ticked(bids)]
    return page(
        request, "monitoring/bulk_preview.html", {**context, **_sorted(outcomes), "kept": kept}
    )


def _sorted(outcomes: list[Outcome]) -> dict[str, list[Outcome]]:
    """What can be (or was) done, what cannot, and what had been done before."""
    return {
        "can": [one for one in outcomes if not one.why_not and not one.again],
        "cannot": [one for one in outcomes if one.why_not],
        "again": [one for one in outcomes if one.again],
    }


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again with the last press."""
    apart = ("csrfmiddlewaretoken", "go", "bid")
    return [(k, v) for k, values in request.POST.lists() for v in values if k not in apart]


def _ticked(bids: list[Bid]) -> list[tuple[str, str]]:
    return [("bid", bid.reference) for bid in bids]
