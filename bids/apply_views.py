"""Starting a bid: for an organisation of one's own, or by an officer for one that wrote on paper."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from base.forms import attempt
from bids.apply_forms import ROUTE_WORDS, ApplyForm
from bids.models import Bid
from bids.presenters import own_bids_table
from bids.starting import apply_for, closed_words, open_routes, organisations_for
from bids.states import State
from people.requests import SignedInRequest
from rounds.models import Round
from ui.forms import page, posted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def apply(request: SignedInRequest, code: str) -> HttpResponse:
    """Choose who bids and on which route; the draft is started with what is known already."""
    rounds = Round.objects.filter(published=True).select_related("partnership", "funder")
    round = rounds.filter(code=code).first()
    if round is None:
        raise Http404
    organisations = list(organisations_for(request.user, round))
    routes = open_routes(round)
    context = {
        "round": round,
        "drafts": own_bids_table(_drafts(request, round), of_one_round=True),
        "closed": "" if routes else closed_words(round),
        "only_route": ROUTE_WORDS[routes[0]][0] if len(routes) == 1 else "",
    }
    if not organisations or not routes:
        return page(request, "bids/apply.html", context)
    form = ApplyForm(organisations, routes, posted(request))
    if form.is_valid():
        bid = attempt(
            form,
            apply_for,
            round=round,
            route=form.route,
            organisation=form.organisation,
            by=request.user,
        )
        if bid:
            return redirect("bid-tasks", reference=bid.reference)
    return page(request, "bids/apply.html", {**context, "form": form})


def _drafts(request: SignedInRequest, round: Round) -> "list[Bid]":
    """The drafts of the person's own organisations in the round: perhaps they meant one of those."""
    own = request.user.organisations.all()
    drafts = Bid.objects.visible_to(request.user).filter(round=round, state=State.DRAFT)
    return list(drafts.filter(organisation__in=own).select_related("organisation", "round")[:20])
