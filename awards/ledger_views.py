"""The ledger's page, and the same as a workbook."""

from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.ledger import (
    BATCH,
    LedgerForm,
    about,
    all_oldest_first,
    movements,
    narrowed,
    newest,
    running,
)
from awards.ledger_presenters import ledger_cells, ledger_header, ledger_table
from awards.statement_presenters import POUNDS
from base.export import table_file
from base.writing import Value
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page

WIDTHS = (12, 12, 22, 20, 20, 12, 28, 30, 40, 20, 20, 14, 14, 14)
MORE = ("kind", "pot", "since_day", "since_month", "since_year", "until_day", "until_month")
"""What the page hides until it is wanted, or used."""


@require_safe
@login_required
def ledger_page(request: SignedInRequest, code: str) -> HttpResponse:
    """An account's movements, newest first; older ones by the key of the last one shown."""
    round = find_papers(request.user, code)
    form = LedgerForm(request.GET, round=round)
    asked = request.GET.copy()
    before = (asked.pop("before", None) or [""])[-1]
    context = {
        "round": round,
        "form": form,
        "asked": asked.urlencode(),
        "before": before,
        "more": any(request.GET.get(name) for name in MORE),
    }
    if form.is_valid():
        account = movements(form)
        rows, older = newest(narrowed(account, form), before)
        after = running(form.balances, account, rows)
        known = about(round, rows)
        context |= {
            "table": ledger_table(rows, round, form.balances, after, known),
            "older": older,
        }
    return page(request, "awards/ledger.html", context)


@require_safe
@login_required
def ledger_file(request: SignedInRequest, code: str) -> HttpResponse | FileResponse:
    """All that the page's filter finds, oldest first, as a workbook."""
    round = find_papers(request.user, code)
    form = LedgerForm(request.GET, round=round)
    if not form.is_valid():
        return redirect("ledger", code)
    dates, pounds = dict.fromkeys((0, 1), "dd/mm/yyyy"), range(11, 12 + len(form.balances))
    return table_file(
        f"ledger-{code}.xlsx",
        _("Ledger"),
        ledger_header(form.balances),
        _cells(round, form),
        widths=WIDTHS,
        formats={**dates, **dict.fromkeys(pounds, POUNDS)},
    )


def _cells(round: Round, form: LedgerForm) -> Iterator[list[Value]]:
    """The rows, with the awards that they are of read some hundreds at a time."""
    found = all_oldest_first(form)
    while some := list(islice(found, BATCH)):
        known = about(round, [moved for moved, _after in some])
        for moved, after in some:
            yield ledger_cells(moved, round, form.balances, after, known.get(moved.pk))
