"""The audit trail of a partnership: a page, and the same as a workbook."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from base.export import table_file
from base.paging import newest_first
from people.audit_presenters import header, trail_rows, trail_table
from people.models import AuditRow, Partnership
from people.partnerships import find_partnership
from people.permissions import Permission, require
from people.requests import SignedInRequest
from people.trail import narrowed, trail
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
        "asked": urlencode(form.cleaned_data),
        "older": older,
        "before": before,
    }
    return page(request, "people/audit.html", context)


@require_safe
@login_required
def audit_file(request: SignedInRequest, code: str) -> FileResponse:
    """All the rows that the page's filter finds, as a workbook."""
    _partnership, _form, found = _asked(request, code)
    rows = trail_rows(found[:MOST_ROWS].iterator())
    return table_file(f"audit-{code}.xlsx", _("Audit trail"), header(), rows)


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
