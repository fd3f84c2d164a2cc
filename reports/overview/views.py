"""Where a round's reports are, and its bids and awards added up."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from base.export import XLSX
from people.requests import SignedInRequest
from reports.overview.bids import overview
from reports.overview.forms import OverviewForm
from reports.overview.leads import leads
from reports.overview.presenters import MOST, overview_book, overview_table
from reports.views import file_answer
from scoring.viewers import find_papers, find_round
from ui.forms import page

LONG = 5_000
"""Bids from which the workbook takes about a second, and is made in the background."""


@require_safe
@login_required
def reports_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Every file and page of a round that leaves."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        raise Http404
    context = {"round": round, "groups": list(leads(round, viewer.permissions))}
    return render(request, "reports/round_reports.html", context)


@require_safe
@login_required
def awards_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Bids and awards, added up as was asked."""
    round = find_papers(request.user, code)
    asked = OverviewForm(request.GET, round=round)
    by, rounds = asked.added_by, asked.rounds()
    found = overview(rounds, asked.bids(rounds), by)
    context = {
        "round": round,
        "form": asked,
        "table": overview_table(found, by),
        "several": found.several,
        "more": max(len(found.groups) - MOST, 0),
        "asked": urlencode(asked.kept),
        "long": found.total.bids > LONG,
        "kept": asked.kept,
        "opened": bool(asked.kept.keys() - {"by", "over"}),
    }
    return page(request, "reports/awards_report.html", context)


@require_safe
@login_required
def awards_file(request: SignedInRequest, code: str) -> HttpResponse:
    """The same as a workbook, with every bid; what makes no sense is said on the page."""
    round = find_papers(request.user, code)
    asked = OverviewForm(request.GET, round=round)
    if asked.errors:
        return redirect(f"{reverse('awards-report', args=[code])}?{request.GET.urlencode()}")
    by, rounds = asked.added_by, asked.rounds()
    found = overview(rounds, asked.bids(rounds), by)
    return file_answer(f"bids-and-awards-{code}.xlsx", overview_book(asked, found, by), XLSX)
