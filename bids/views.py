"""Where a person begins: their rounds and their bids."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bids.letting_in import claimable
from bids.models import Bid
from bids.presenters import own_bids_table
from people.requests import SignedInRequest
from rounds.models import Round
from rounds.presenters import rounds_table
from rounds.public_views import first_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The grants that there are; for somebody who signed in, their own rounds and bids."""
    return _own(request) if request.user.is_authenticated else first_page(request)  # type: ignore[arg-type]


def _own(request: SignedInRequest) -> HttpResponse:
    """The rounds that the person may see, their own bids, and those that they may take up."""
    rounds = Round.objects.visible_to(request.user).select_related("partnership")
    mine = Q(organisation__in=request.user.organisations.all())
    let_in = Q(pk__in=request.user.bids_let_in_to.all())
    bids = Bid.objects.visible_to(request.user).filter(mine | let_in)
    context = {
        "rounds": rounds_table(rounds.order_by("-financial_year", "code")),
        "bids": own_bids_table(bids.select_related("organisation", "round__partnership")),
        "to_claim": claimable(request.user).count(),
    }
    return render(request, "bids/home.html", context)
