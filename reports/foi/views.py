"""The extract of a round for a request under the Freedom of Information Act."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed
from base.export import XLSX
from people.models import User
from people.requests import SignedInRequest
from reports.foi.extract import sent
from reports.foi.sheets import workbook
from reports.views import file_answer
from rounds.models import Round
from scoring.viewers import find_round

LONG = 200
"""Bids from which the file takes over a second, and is made in the background."""


def find_extract(user: User, code: str) -> Round:
    """A round for who may have its extract. Raises ``NotAllowed`` where they have a stake in a bid of it,
    because the extract gives the scores.
    """
    round, viewer = find_round(user, code)
    if not viewer.reads:
        raise Http404
    if viewer.stakes:
        raise NotAllowed(
            _("You have an interest in a bid of this round, so this file is for somebody else.")
        )
    return round


@require_safe
@login_required
def foi_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What the file holds and what was taken out, and the file."""
    round = find_extract(request.user, code)
    total = sent(round).count()
    return render(
        request, "reports/foi.html", {"round": round, "total": total, "long": total > LONG}
    )


@require_safe
@login_required
def foi_extract(request: SignedInRequest, code: str) -> HttpResponse:
    """The file; a long one is asked for on its page and made in the background."""
    round = find_extract(request.user, code)
    if sent(round).count() > LONG:
        return redirect("foi", code)
    return file_answer(file_name(round), workbook(round), XLSX)


def file_name(round: Round) -> str:
    """What the file is called."""
    return f"bids-and-decisions-{round.code}.xlsx"
