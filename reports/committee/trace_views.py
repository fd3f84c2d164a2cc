"""The pages that lead from every figure of the report to the records behind it."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from base.paging import SIZE
from people.requests import SignedInRequest
from reports.committee.since import read_since
from reports.committee.tracing import Record, Traced, traced
from reports.gathering import gather
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page
from ui.parts import Column, Lines, Link, Row, Table, Total


@require_safe
@login_required
def committee_figures(request: SignedInRequest, code: str) -> HttpResponse:
    """Every figure, how it is made, and the way to its records."""
    round = find_papers(request.user, code)
    groups = groupby(_traced(round), key=lambda one: one.group)
    tables = [_table(round, group, list(found)) for group, found in groups]
    return page(request, "reports/committee_figures.html", {"round": round, "tables": tables})


def _traced(round: Round) -> list[Traced]:
    return traced(gather(round), read_since(round))


def _table(round: Round, group: str, found: list[Traced]) -> Table:
    return Table(
        caption=group,
        columns=[
            Column(_("Figure")),
            Column(_("Value"), numeric=True),
            Column(_("How it is made")),
            Column(_("Records")),
        ],
        rows=[[one.words, one.shown, one.how, _way(round, one)] for one in found],
    )


def _way(round: Round, one: Traced) -> Link | str:
    if one.href:
        return Link(_("See them"), one.href)
    if not one.records:
        return _("None")
    number = len(one.records)
    words = ngettext("%(count)s record", "%(count)s records", number) % {"count": f"{number:,}"}
    return Link(words, reverse("committee-figure", args=[round.code, one.code]))


@require_safe
@login_required
def committee_figure(request: SignedInRequest, code: str, figure: str) -> HttpResponse:
    """The records behind one figure, a page of them at a time; they add up to it."""
    round = find_papers(request.user, code)
    one = next((one for one in _traced(round) if one.code == figure), None)
    if one is None:
        raise Http404
    shown, after = _one_page(one.records, request.GET.get("after", ""))
    context = {"round": round, "one": one, "table": _records(one, shown, after), "after": after}
    return page(request, "reports/committee_figure.html", context)


def _one_page(records: tuple[Record, ...], after: str) -> tuple[tuple[Record, ...], str]:
    """The records after one that is named, and the last of them where there are more."""
    known = [record.words for record in records]
    start = known.index(after) + 1 if after in known else 0
    shown = records[start : start + SIZE]
    return shown, shown[-1].words if shown and start + SIZE < len(records) else ""


def _records(one: Traced, shown: tuple[Record, ...], after: str) -> Table:
    rows: list[Row] = [
        [Lines([Link(record.words, record.href)], record.hint), one.show(record.adds)]
        for record in shown
    ]
    if not after:
        rows.append(Total([_("Together"), one.shown]))
    return Table(
        caption=one.words,
        columns=[Column(_("Record")), Column(_("Adds"), numeric=True)],
        rows=rows,
    )
