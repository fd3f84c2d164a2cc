"""The audit trail of a partnership: a page, and the same as a workbook and as CSV."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from base.export import table_file
from base.paging import newest_first
from base.writing import Value, csv_text
from people.audit_presenters import header, trail_rows, trail_table
from people.models import AuditRow, Partnership
from people.partnerships import find_partnership
from people.permissions import Permission, require
from people.requests import SignedInRequest
from people.trail import narrowed, trail
from ui.days import DayField
from ui.fields import ChoiceField, TextField
from ui.forms import Form, page

MOST_ROWS = 100_000
"""Of the workbook."""


class TrailForm(Form):
    """Which rows are shown."""

    marks_optional = False

    what = ChoiceField(
        label=gettext_lazy("What happened"),
        required=False,
        select=True,
        choices=[("", gettext_lazy("Anything")), *AuditRow.What.choices],
    )
    person = TextField(label=gettext_lazy("Name or email"), required=False, width="20")
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("To the end of"), required=False)

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            self.add_error("until", _("Enter a day that is not before the first one"))
        return found

    @property
    def kept(self) -> str:
        """What was asked, for links."""
        found = self.cleaned_data if self.is_valid() else {}
        return urlencode({name: value for name, value in found.items() if value})


@require_safe
@login_required
def audit_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What happened, newest first; older rows by the key of the last one shown."""
    partnership, form, found = _asked(request, code)
    before = request.GET.get("before", "")
    rows, older = newest_first(found, before)
    context = {
        "partnership": partnership,
        "form": form,
        "table": trail_table(rows),
        "asked": form.kept,
        "older": older,
        "before": before,
    }
    return page(request, "people/audit.html", context)


@require_safe
@login_required
def audit_file(request: SignedInRequest, code: str) -> FileResponse | HttpResponseRedirect:
    """All the rows that the page's filter finds, as a workbook."""
    _partnership, form, found = _asked(request, code)
    if form.errors:
        return _page(request, code)
    rows = trail_rows(found[:MOST_ROWS].iterator())
    return table_file(f"audit-{code}.xlsx", _("Audit trail"), header(), rows)


@require_safe
@login_required
def audit_csv(request: SignedInRequest, code: str) -> StreamingHttpResponse | HttpResponseRedirect:
    """The same rows as CSV, sent as they are read: UTF-8 with the mark that Excel needs."""
    _partnership, form, found = _asked(request, code)
    if form.errors:
        return _page(request, code)
    lines = _csv_lines(header(), trail_rows(found.iterator()))
    disposition = content_disposition_header(as_attachment=True, filename=f"audit-{code}.csv")
    return StreamingHttpResponse(
        chain(["\ufeff"], lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or ""},
    )


def _page(request: SignedInRequest, code: str) -> HttpResponseRedirect:
    """The page with the same filter, which says what is wrong with it."""
    return HttpResponseRedirect(
        f"{reverse('partnership-audit', args=[code])}?{request.GET.urlencode()}"
    )


def _csv_lines(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([csv_text(value) for value in row])


class _Line:
    """Where a line is written: it is given on at once."""

    def write(self, text: str) -> str:
        """The line as it is."""
        return text


def _asked(
    request: SignedInRequest, code: str
) -> tuple[Partnership, TrailForm, QuerySet[AuditRow]]:
    """The partnership, the filter, and the rows that it finds: none where it cannot be read."""
    partnership = find_partnership(request.user, code)
    require(request.user, Permission.READ_AUDIT, partnership)
    form = TrailForm(request.GET)
    rows = trail(partnership).select_related("by", "about", "organisation", "note")
    if not form.is_valid():
        return partnership, form, rows.none()
    return partnership, form, narrowed(rows, **form.cleaned_data)
