"""The committee report: its words part by part, its preview and its files."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed
from base.export import WORD
from base.kept import forget, keeps_typing, kept_for
from base.stale import Stale
from people.models import User
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from reports.committee.actions import draft_again, parts_of, sign_of, write_part
from reports.committee.content import read_report, report_of
from reports.committee.exempt import exempt
from reports.committee.forms import PartForm
from reports.committee.html import page_data
from reports.committee.parts import Part
from reports.committee.pdf import pdf
from reports.committee.presenters import left_to_do, parts_tables, state_of
from reports.views import PDF, file_answer
from rounds.models import Pot, Round
from scoring.viewers import find_papers, find_round
from ui.forms import page, posted

BACK = "back"
"""The button that goes back to the drafted text."""


@require_safe
@login_required
def committee_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The report's parts and whose words they are; the ways to its preview, files and figures."""
    round = find_papers(request.user, code)
    read = read_report(round)
    report, said = read.report, read.parts
    context = {
        "round": round,
        "report": report,
        "left": left_to_do(report, said),
        "tables": parts_tables(round, said),
        "may_write": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
    }
    return page(request, "reports/committee.html", context)


@require_safe
@login_required
def committee_html(request: SignedInRequest, code: str) -> HttpResponse:
    """The report as a page."""
    round = find_papers(request.user, code)
    return page(
        request, "reports/committee_html.html", {"round": round, **page_data(report_of(round))}
    )


@require_safe
@login_required
def committee_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    """The report as a PDF."""
    round = find_papers(request.user, code)
    report = report_of(round)
    return file_answer(f"committee-report-{round.code}.pdf", pdf(report), PDF)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typing
def committee_part(request: SignedInRequest, code: str, part: str) -> HttpResponse:
    """One part: an officer's words beside what is drafted from the figures."""
    round, now = _find(request.user, code, part)
    kept = kept_for(request) if request.method == "GET" else None
    initial = {"text": kept.get("text") if kept else now.text, "seen": sign_of(now)}
    form = PartForm(posted(request), part=now, initial=initial)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, round.partnership)
        back = BACK in request.POST
        if back:
            form.fields["text"].required = False
        if form.is_valid():
            try:
                _save(form, round, now, request.user, back=back)
            except Stale:
                return _stale(request, round, part, form)
            forget(request)
            messages.success(request, _said(now, back=back))
            return redirect("committee", code)
    return _part_page(request, round, now, form, {"kept": kept})


def _find(user: User, code: str, part: str) -> tuple[Round, Part]:
    round = find_papers(user, code)
    found = parts_of(round).get(part)
    if found is None:
        raise Http404
    return round, found


def _save(form: PartForm, round: Round, part: Part, by: User, *, back: bool) -> None:
    said = form.cleaned_data
    if back:
        draft_again(round=round, code=part.code, seen=said["seen"], by=by)
    else:
        write_part(round=round, code=part.code, text=said["text"], seen=said["seen"], by=by)


def _said(part: Part, *, back: bool) -> str:
    said = _("“%(part)s” follows the figures again.") if back else _("“%(part)s” is saved.")
    return said % {"part": part.title}


def _stale(request: SignedInRequest, round: Round, code: str, form: PartForm) -> HttpResponse:
    """What the officer typed, beside what stands now; saving again writes over it."""
    now = parts_of(round)[code]
    data = cast(QueryDict, form.data).copy()
    data["seen"] = sign_of(now)
    form.data = data
    return _part_page(request, round, now, form, {"stale": True}, status=409)


def _part_page(
    request: SignedInRequest,
    round: Round,
    now: Part,
    form: PartForm,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "round": round,
        "part": now,
        "form": form,
        "state": state_of(now),
        "may_write": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
    }
    return page(request, "reports/committee_part.html", {**context, **more}, status=status)


@require_safe
@login_required
def committee_exempt(request: SignedInRequest, code: str) -> HttpResponse:
    """The exempt appendix, for who reads the papers and has no stake in a bid."""
    round, viewer = find_round(request.user, code)
    if not viewer.reads:
        raise Http404
    if any(viewer.has_stake_in_route(pot) for pot in Pot):
        raise NotAllowed(
            _("You have an interest in a bid of this round, so this appendix is for somebody else.")
        )
    return file_answer(f"exempt-appendix-{round.code}.docx", exempt(round), WORD)
