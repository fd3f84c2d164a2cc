"""Where a person begins: their rounds and their bids."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bids.models import Bid
from bids.presenters import own_bids_table
from people.requests import SignedInRequest
from rounds.models import Round
from rounds.presenters import rounds_table


@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """The rounds that the person may see, and the bids of their organisations."""
    rounds = Round.objects.visible_to(request.user).select_related("partnership")
    organisations = request.user.organisations.all()
    bids = Bid.objects.visible_to(request.user).filter(organisation__in=organisations)
    context = {
        "rounds": rounds_table(rounds.order_by("-financial_year", "code")),
        "bids": own_bids_table(bids.select_related("organisation", "round__partnership")),
    }
    return render(request, "bids/home.html", context)
