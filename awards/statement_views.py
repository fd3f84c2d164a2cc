"""The statement of a round and its list of awards, now or as at the end of a past day."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.as_at import AsAtForm
from awards.awarded import awarded, awards_of
from awards.statement_presenters import (
    POUNDS,
    Named,
    as_at_words,
    award_cells,
    awards_header,
    awards_table,
    by_award,
    by_pot,
    statement_header,
    statement_rows,
    summary,
)
from base.export import table_file
from base.paging import key, one_page
from bids.models import Bid
from funds.statement import Statement, statement, until
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page

WIDTHS = (16, 30, 34)
STATEMENT_FORMATS = dict.fromkeys(range(4, 13), POUNDS)
AWARD_FORMATS = {4: "dd/mm/yyyy", **dict.fromkeys(range(6, 10), POUNDS)}


@require_safe
@login_required
def statement_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What was received, promised, paid, got back and returned: in all, by pot and by award."""
    round = find_papers(request.user, code)
    form = AsAtForm(request.GET)
    context = {"round": round, "form": form, "asked": form.asked}
    if form.is_valid():
        found = statement(round, form.day)
        context |= {
            "words": as_at_words(found),
            "summary": summary(found, round.funder.short_name),
            "pots": by_pot(found),
            "awards": by_award(found, named(round, found)),
        }
    return page(request, "awards/statement.html", context)


@require_safe
@login_required
def statement_file(request: SignedInRequest, code: str) -> HttpResponse | FileResponse:
    """The same as a workbook."""
    round = find_papers(request.user, code)
    form = AsAtForm(request.GET)
    if not form.is_valid():
        return redirect("statement", code)
    found = statement(round, form.day)
    return table_file(
        f"statement-{code}{_suffix(form)}.xlsx",
        _("Statement"),
        statement_header(),
        statement_rows(found, named(round, found)),
        widths=WIDTHS,
        formats=STATEMENT_FORMATS,
    )


def _suffix(form: AsAtForm) -> str:
    return f"-{form.day.isoformat()}" if form.day else ""


def named(round: Round, found: Statement) -> Mapping[str, Named]:
    """Whose each award of a statement is (one query)."""
    rows = Bid.objects.filter(round=round, reference__in=found.awards)
    return {
        reference: Named(organisation, project)
        for reference, organisation, project in rows.values_list(
            "reference", "organisation__name", "project"
        )
    }


@require_safe
@login_required
def awards_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The awards as they stood: their state and amount then, and their money."""
    round = find_papers(request.user, code)
    form = AsAtForm(request.GET)
    context = {"round": round, "form": form, "asked": form.asked}
    if form.is_valid():
        found = statement(round, form.day)
        rows, last = (
            awards_of(round, until(form.day)).order_by("pk"),
            key(request.GET.get("after", "")),
        )
        some, more = one_page(rows if last is None else rows.filter(pk__gt=last))
        context |= {
            "words": as_at_words(found),
            "total": found.total,
            "awards": awards_table(awarded(some, found.awards)),
            "more": more,
            "after": last,
        }
    return page(request, "awards/awards_list.html", context)


@require_safe
@login_required
def awards_file(request: SignedInRequest, code: str) -> HttpResponse | FileResponse:
    """The same as a workbook."""
    round = find_papers(request.user, code)
    form = AsAtForm(request.GET)
    if not form.is_valid():
        return redirect("awards-list", code)
    found = statement(round, form.day)
    rows = awarded(list(awards_of(round, until(form.day)).order_by("pk")), found.awards)
    return table_file(
        f"awards-{code}{_suffix(form)}.xlsx",
        _("Awards"),
        awards_header(),
        (award_cells(one) for one in rows),
        widths=WIDTHS,
        formats=AWARD_FORMATS,
    )
