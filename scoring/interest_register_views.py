"""The register of interests, for those who read the papers: as a page that prints, and as a workbook."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.export import table_file
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.interest_presenters import (
    everything_table,
    lines_table,
    people_table,
    register_header,
    register_rows,
)
from scoring.interest_register import read_register
from scoring.viewers import find_papers, find_round
from ui.dates import in_london

WIDTHS = (34, 24, 30, 10, 50, 18, 30, 8, 60)
FORMATS = {5: "dd/mm/yyyy hh:mm"}


@require_safe
@login_required
def register_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Who declared what of whom, when; what an officer should look at; and who has still to declare."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        raise Http404
    records = Permission.RECORD_SCORES in viewer.permissions
    register = read_register(round)
    context = {
        "round": round,
        "now": timezone.now(),
        "people": people_table(register, round_code=code, records=records),
        "interests": lines_table(register.interests(), _("Interests declared"), lifts=records),
        "to_look_at": lines_table(register.to_look_at(), _("No interest, to be looked at")),
        "everything": everything_table(register),
        "earlier": lines_table(register.earlier(), _("Declared before")),
        "on_panel": viewer.on_panel,
        "records": records,
    }
    return render(request, "scoring/interest_register.html", context)


@require_safe
@login_required
def register_export(request: SignedInRequest, code: str) -> FileResponse:
    """The register as an Excel workbook."""
    round = find_papers(request.user, code)
    day = in_london(timezone.now()).date()
    return table_file(
        f"interests-{round.code}-{day}.xlsx",
        _("Interests"),
        register_header(),
        register_rows(read_register(round)),
        widths=WIDTHS,
        formats=FORMATS,
    )
