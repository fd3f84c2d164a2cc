"""The record of how a bid was judged, as a page and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed
from base.export import WORD
from people.models import User
from people.requests import SignedInRequest
from reports.views import file_answer
from reports.why.word import render as word
from reports.why.words import Record, record
from scoring.sight import Scores
from scoring.viewers import find_bid


@require_safe
@login_required
def why_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Why a bid got what it got."""
    return render(request, "reports/why.html", {"record": _find(request.user, reference)})


@require_safe
@login_required
def why_word(request: SignedInRequest, reference: str) -> HttpResponse:
    """The same in Word."""
    return file_answer(f"why-{reference}.docx", word(_find(request.user, reference)), WORD)


def _find(user: User, reference: str) -> Record:
    """The record, for those who see every score of the bid: readers, and the panel after the sift."""
    bid, viewer = find_bid(user, reference)
    sight = viewer.sight_of(bid)
    sifted = hasattr(bid, "recommendation") and bid.recommendation.stands
    if sight.scores is not Scores.ALL or not sight.names or not (viewer.reads or sifted):
        raise NotAllowed(_("How this bid was judged is not open to you, or not yet."))
    return record(bid, viewer)
