"""The pages of a subgroup: how its priority's projects go, and who may read that."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from base.forms import attempt
from bids.presenters import state_badge, title
from monitoring.bids.presenters import RAGS
from monitoring.models import Return
from monitoring.subgroup.progress import (
    Project,
    find_priority,
    let_read,
    projects_of,
    stop_reading,
)
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from scoring.viewers import find_papers
from ui.dates import format_date
from ui.fields import EmailField
from ui.forms import Form, page, posted
from ui.money import format_pence
from ui.parts import Column, Lines, Part, Row, Table


class ReaderForm(Form):
    """Whom to let in."""

    email: Any = EmailField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("They sign in with a code that is emailed to them."),
        missing=gettext_lazy("Enter the email address"),
    )


@require_safe
@login_required
def priority_progress(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """How the projects under a priority go: read-only."""
    priority, reads = find_priority(request.user, code, pk)
    context = {
        "priority": priority,
        "round": priority.round,
        "projects": _table(projects_of(priority, reads=reads)),
        "reads": reads,
    }
    return page(request, "monitoring/priority_progress.html", context)


def _table(projects: list[Project]) -> Table:
    return Table(
        caption=_("Projects"),
        columns=[
            Column(_("Project")),
            Column(_("Grant"), numeric=True),
            Column(_("Paid"), numeric=True),
            Column(_("Spent"), numeric=True),
            Column(_("How it goes")),
        ],
        rows=[_row(one) for one in projects],
        wide=True,
    )


def _row(one: Project) -> Row:
    latest, terms = one.latest, one.terms
    dates = ""
    if terms.starts_on and terms.ends_on:
        said = {"starts": format_date(terms.starts_on), "ends": format_date(terms.ends_on)}
        dates = _("%(starts)s to %(ends)s") % said
    return [
        Lines([str(one.bid.organisation), title(one.bid), state_badge(one.bid.state)], dates),
        format_pence(terms.amount_pence),
        format_pence(one.line.paid),
        format_pence(latest.spent_pence or 0) if latest else _("No return yet"),
        _progress(latest),
    ]


def _progress(latest: Return | None) -> Lines:
    if latest is None:
        return Lines([_("No return yet")])
    measures = [
        _("%(measure)s: %(actual)s of %(target)s")
        % {"measure": one.measure.name, "actual": one.value, "target": one.measure.target}
        for one in latest.actuals.all()
    ]
    words: list[Part] = [RAGS[Return.Rag(latest.rag)], latest.progress]
    return Lines(words, "\n".join([str(latest.period), *measures]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def priority_readers(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Who reads a priority's progress; let somebody in, or out."""
    priority, _reads = find_priority(request.user, code, pk)
    require(request.user, Permission.OPEN_ROUND, priority.round.partnership)
    out = request.POST.get("out", "")
    reader = priority.readers.filter(pk=out).first() if out.isdecimal() and len(out) < 19 else None
    if reader:
        stop_reading(reader=reader, by=request.user)
        messages.success(request, _("They read it no more."))
        return redirect("priority-readers", code, pk)
    form = ReaderForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if attempt(form, let_read, priority=priority, email=email, by=request.user):
            messages.success(request, _("%(email)s may read it, and is told.") % {"email": email})
            return redirect("priority-readers", code, pk)
    context = {
        "priority": priority,
        "round": priority.round,
        "readers": priority.readers.select_related("user").order_by("pk"),
        "form": form,
    }
    return page(request, "monitoring/priority_readers.html", context)


@require_safe
@login_required
def priorities_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The round's priorities, each with its progress and its readers; for those who read the papers."""
    round = find_papers(request.user, code)
    context = {
        "round": round,
        "priorities": round.priorities.all(),
        "may_open": may(request.user, Permission.OPEN_ROUND, round.partnership),
    }
    return page(request, "monitoring/priorities.html", context)
