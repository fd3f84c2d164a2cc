"""The page that says how well a round's panel agreed."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed, Refused
from people.requests import SignedInRequest
from rounds.models import Pot
from scoring.agreement_presenters import agreement_context
from scoring.panel_agreement import read_sheet
from scoring.viewers import find_round


@require_safe
@login_required
def agreement_page(request: SignedInRequest, code: str) -> HttpResponse:
    """For who reads the papers and is not of the panel; nothing while a bid's scores are sealed."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        raise Http404
    if viewer.on_panel:
        raise NotAllowed(_("You are on the panel, so how it agreed is for somebody else to see."))
    if viewer.stakes:
        raise NotAllowed(
            _(
                "You have an interest in a bid of this round, so how its panel agreed is not for you."
            )
        )
    try:
        context = agreement_context(read_sheet(round, *Pot))
    except Refused as sealed:
        context = {"sealed": str(sealed)}
    return render(request, "scoring/agreement.html", {"round": round} | context)
