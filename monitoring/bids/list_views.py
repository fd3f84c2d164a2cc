"""The list of a round's bids, and the workbook of what it shows."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed
from monitoring.bids.export import bids_file
from monitoring.bids.list import Filter, page
from monitoring.bids.table import bids_table, described, link
from monitoring.deeds.every import BULK, DEEDS
from monitoring.navigation import part_of
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.duties import to_be_declared_by
from scoring.viewers import Viewer, find_round
from ui.forms import page as answer

LONG = 1_000
"""Bids from which their workbook takes over a second, and is made in the background."""


def find_list(request: SignedInRequest, code: str) -> tuple[Round, Viewer, Filter]:
    """A round whose bids the person may look through, and what they asked for."""
    round, viewer = find_round(request.user, code)
    if viewer.is_applicant:
        raise NotAllowed(
            _("This list is for the partnership. Your own bids are on the page of the round.")
        )
    return round, viewer, Filter(request.GET, round=round, viewer=viewer)


@require_safe
@login_required
def bids_page(request: SignedInRequest, code: str) -> HttpResponse:
    """A page of the list. Ten queries at most, whatever the number of bids."""
    round, viewer, asked = find_list(request, code)
    found = page(asked, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    address = reverse("bids", args=[code])
    officer = part_of(request).may(Permission.CHECK_BIDS, round.partnership_id)
    context: dict[str, Any] = {
        "round": round,
        "form": asked,
        "table": bids_table(asked, found.bids, address, ticks=officer and bool(found.bids)),
        "said": described(asked, found.total),
        "narrowed": asked.is_narrowed,
        "sees_declared": viewer.on_panel and not viewer.reads,
        "undeclared": viewer.on_panel
        and to_be_declared_by(request.user).filter(round=round).exists(),
        "officer": officer,
        "deeds": [DEEDS[code] for code in BULK],
        "before": found.before and link(address, {**asked.kept, "before": found.before}),
        "after": found.after and link(address, {**asked.kept, "after": found.after}),
        "long": viewer.reads and found.total > LONG,
        "kept": asked.kept,
        "export": link(reverse("bids-export", args=[code]), asked.kept),
    }
    return answer(request, "monitoring/bids.html", context)


@require_safe
@login_required
def bids_export(request: SignedInRequest, code: str) -> FileResponse:
    """Every bid of the filter, in its order, as an Excel workbook."""
    _round, _viewer, asked = find_list(request, code)
    return bids_file(asked)
