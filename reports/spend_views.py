"""The page of where a round's money went, its charts, and the same as a workbook."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.statement_presenters import POUNDS
from base.export import table_file
from base.writing import Value
from people.requests import SignedInRequest
from reports.charts import svg
from reports.spend import Part, chart, spend
from scoring.viewers import find_papers
from ui.money import format_pence, to_pounds
from ui.parts import Column, Lines, Table


@require_safe
@login_required
def spend_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Each way to look at the money, as a table and as a chart."""
    round = find_papers(request.user, code)
    parts = [
        {
            "title": part.title,
            "note": part.note,
            "table": _table(part),
            "chart": reverse("spend-chart", args=[code, part.key]),
            "words": chart(part).description,
        }
        for part in spend(round)
    ]
    return render(request, "reports/spend.html", {"round": round, "parts": parts})


def _table(part: Part) -> Table:
    return Table(
        caption=part.title,
        columns=[Column(_("Part")), *(Column(words, numeric=True) for words in part.columns)],
        rows=[
            [Lines([row.label], row.group), *(format_pence(pence) for pence in row.pence)]
            for row in part.rows
        ],
    )


@require_safe
@login_required
def spend_chart(request: SignedInRequest, code: str, by: str) -> HttpResponse:
    """One chart of the page, as a picture."""
    round = find_papers(request.user, code)
    part = next((one for one in spend(round) if one.key == by), None)
    if part is None:
        raise Http404
    response = HttpResponse(svg(chart(part)), content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def spend_file(request: SignedInRequest, code: str) -> FileResponse:
    """Every row of every table, on one sheet."""
    round = find_papers(request.user, code)
    rows: list[list[Value]] = [
        [part.title, row.group, row.label, name, to_pounds(pence)]
        for part in spend(round)
        for row in part.rows
        for name, pence in zip(part.columns, row.pence, strict=True)
    ]
    header = [_("Table"), _("Whose"), _("Part"), _("What"), _("Amount")]
    widths = (20, 16, 48, 16, 16)
    return table_file(
        f"spend-{code}.xlsx", _("Spend"), header, rows, widths=widths, formats={4: POUNDS}
    )
