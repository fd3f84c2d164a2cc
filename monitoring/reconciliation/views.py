"""The reconciliation: the council's transactions beside the ledger."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from awards.ledger import about
from awards.statement_presenters import POUNDS
from base.errors import Faulty, Refused
from base.export import table_file
from base.forms import attempt
from base.paging import key, one_page
from base.presenters import faults_table
from funds.models import Movement
from monitoring.models import FinanceLine
from monitoring.reconciliation.forms import (
    HERE,
    MATCHED,
    THERE,
    MatchForm,
    ShowForm,
    TransactionsForm,
)
from monitoring.reconciliation.presenters import (
    cells,
    header,
    line_facts,
    lines_table,
    ours_table,
    summary,
)
from monitoring.reconciliation.reconciling import (
    COLUMNS,
    bring_in_transactions,
    lines_of,
    match_again,
    match_by_hand,
    may_be,
    undo_match,
    unmatched,
)
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]
MOST_CHOICES = 50
"""Movements that one transaction is offered; the nearest by date."""


@require_http_methods(BOTH)
@login_required
def reconcile_page(request: SignedInRequest, code: str) -> HttpResponse:
    """How far the books agree, and what stands only in one; finance brings a file in."""
    round = find_papers(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.PAY, round.partnership)
    if "again" in request.POST:
        messages.success(request, _found(match_again(round=round, by=request.user)))
        return redirect("reconcile", code)
    form = TransactionsForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"round": round, "form": form}
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            bring_in_transactions(round=round, name=file.name, content=file.read(), by=request.user)
            messages.success(request, _("The transactions are brought in."))
            return redirect("reconcile", code)
        except Faulty as faulty:
            form.add_error("file", _("Nothing was changed. See below what is wrong in the file."))
            context["faults"] = faults_table(faulty)
        except Refused as refused:
            form.add_error("file", str(refused))
    asked = ShowForm(request.GET)
    show = asked.cleaned_data["show"] if asked.is_valid() else THERE
    context |= {
        "asked": asked,
        "show": show,
        "summary": summary(round),
        "pays": may(request.user, Permission.PAY, round.partnership),
        **_list(round, show, request.GET.get("after", "")),
    }
    return page(request, "monitoring/reconcile.html", context)


def _found(count: int) -> str:
    words = ngettext("%(count)s match was found.", "%(count)s matches were found.", count)
    return words % {"count": count}


def _list(round: Round, show: str, after: str) -> dict[str, Any]:
    """A page of what is asked for, by key."""
    past = key(after) or 0
    if show == HERE:
        moved, more = one_page(unmatched(round).filter(pk__gt=past).order_by("pk"))
        return {"table": ours_table(moved, about(round, moved)), "more": more}
    rows = lines_of(round).filter(movement__isnull=show != MATCHED, pk__gt=past)
    found, more = one_page(rows.select_related("file", "movement__note").order_by("pk"))
    return {"table": lines_table(found, round, matched=show == MATCHED), "more": more}


@require_http_methods(BOTH)
@login_required
def line_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One transaction; finance says which movement it is, or undoes that."""
    round = find_papers(request.user, code)
    rows = lines_of(round).select_related("file", "movement__note")
    line = rows.filter(pk=pk).first()
    if line is None:
        raise Http404
    line.file.round = round
    if request.method == "POST":
        require(request.user, Permission.PAY, round.partnership)
    ours = [] if line.movement else may_be(line)[:MOST_CHOICES]
    undo = "undo" in request.POST
    form = MatchForm(None if undo else posted(request), ours=ours)
    if undo:
        undo_match(line=line, by=request.user)
        messages.success(request, _("The match is undone."))
        return redirect("reconcile", code)
    if form.is_valid() and _match(request, line, form, ours):
        messages.success(request, _("The transaction is matched."))
        return redirect("reconcile", code)
    context = {
        "round": round,
        "line": line,
        "facts": line_facts(line),
        "form": form,
        "ours": ours,
        "pays": may(request.user, Permission.PAY, round.partnership),
    }
    return page(request, "monitoring/reconcile_line.html", context)


def _match(
    request: SignedInRequest, line: FinanceLine, form: MatchForm, ours: Any
) -> FinanceLine | None:
    chosen: Movement = next(one for one in ours if str(one.pk) == form.cleaned_data["movement"])
    return attempt(form, match_by_hand, line=line, movement=chosen, by=request.user)


@require_safe
@login_required
def reconcile_file(request: SignedInRequest, code: str) -> FileResponse:
    """Both books side by side, as a workbook."""
    round = find_papers(request.user, code)
    return table_file(
        f"reconciliation-{code}.xlsx",
        _("Reconciliation"),
        header(),
        cells(round),
        widths=(28, 14, 24, 36, 14, 14, 24, 24, 14),
        formats={1: "dd/mm/yyyy", 4: POUNDS, 5: "dd/mm/yyyy", 8: POUNDS},
    )


@require_safe
@login_required
def reconcile_template(request: SignedInRequest, code: str) -> FileResponse:
    """A workbook with the columns of the council's transactions, to be filled in."""
    round = find_papers(request.user, code)
    names = [column.name for column in COLUMNS]
    return table_file(f"transactions-{round.code}.xlsx", "Transactions", names, [])
