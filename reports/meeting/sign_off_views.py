"""Who signs which row of the implications: asked and chased by an officer, answered by a link."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.export import WORD
from base.forms import attempt
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from reports.committee.parts import ISSUE
from reports.committee.report import render
from reports.gathering import gather
from reports.meeting.actions import (
    answer_request,
    ask_to_sign,
    find_by_token,
    remind_now,
    withdraw_request,
)
from reports.meeting.forms import AnswerForm, AskToSignForm
from reports.meeting.presenters import request_facts, signables_table, state_of
from reports.meeting.rows import Signable, signables
from reports.meeting.timetable import timetable
from reports.models import SignOff
from reports.views import file_answer
from rounds.models import Round
from scoring.viewers import find_papers
from ui.dates import in_london
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]
GONE = 410


@require_safe
@login_required
def sign_offs_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The ten rows: who was asked, who answered, what is overdue."""
    round = find_papers(request.user, code)
    today = in_london(timezone.now()).date()
    rows = signables(gather(round))
    context = {
        "round": round,
        "rows": signables_table(rows, round, today),
        "signed": sum(one.is_signed for one in rows),
        "all": len(rows),
        "overdue": [one.row.issue for one in rows if one.is_overdue(today)],
    }
    return page(request, "reports/sign_offs.html", context)


@require_http_methods(BOTH)
@login_required
def sign_off_ask(request: SignedInRequest, code: str, issue: str) -> HttpResponse:
    """One row: its words, the requests so far, and another one."""
    round = find_papers(request.user, code)
    one = _find(round, issue)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, round.partnership)
        if said := _chase(request, one):
            messages.success(request, said)
            return redirect("sign-off-ask", code, issue)
    asks = request.method == "POST" and "do" not in request.POST
    form = AskToSignForm(request.POST if asks else None, initial=_to_begin_with(round, one))
    if form.is_valid() and (
        done := attempt(
            form, ask_to_sign, round=round, issue=issue, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, _("%(name)s is asked by email.") % {"name": done.name})
        return redirect("sign-offs", code)
    earlier = round.sign_offs.filter(issue=issue).select_related("asked_by").order_by("-pk")[:20]
    context = {
        "round": round,
        "one": one,
        "part": f"{ISSUE}{one.code}",
        "state": state_of(one, in_london(timezone.now()).date()),
        "form": form,
        "requests": [request_facts(asked) for asked in earlier],
        "waits": one.asked is not None and one.asked.answered_at is None,
        "may_ask": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
    }
    return page(request, "reports/sign_off_ask.html", context)


def _to_begin_with(round: Round, one: Signable) -> dict[str, Any]:
    """Who was asked last, and the day of the timetable."""
    asked = {"name": one.asked.name, "email": one.asked.email} if one.asked else {}
    return {"due": _due(round), **asked}


def _due(round: Round) -> date | None:
    """The day of the timetable by which to answer, while it is to come."""
    due = timetable(round.committee).sign_off
    return due if due >= in_london(timezone.now()).date() else None


def _find(round: Round, issue: str) -> Signable:
    one = next((one for one in signables(gather(round)) if one.code == issue), None)
    if one is None:
        raise Http404
    return one


def _chase(request: SignedInRequest, one: Signable) -> str:
    """Remind, or take the request back, where that button was pressed; say what was done."""
    asked, do = one.asked, request.POST.get("do")
    if asked is None or asked.answered_at is not None:
        return ""
    if do == "remind":
        remind_now(asked=asked, by=request.user)
        return _("%(name)s is reminded by email.") % {"name": asked.name}
    if do == "withdraw":
        withdraw_request(asked=asked, by=request.user)
        return _("The request to %(name)s is taken back.") % {"name": asked.name}
    return ""


@require_http_methods(BOTH)
@never_cache
def sign_off_page(request: HttpRequest, token: str) -> HttpResponse:
    """The row that somebody is asked to sign, by the link in their email."""
    asked = _asked(token)
    if asked.withdrawn_at is not None or asked.answered_at is not None:
        context = {"asked": asked, "facts": request_facts(asked)}
        return page(request, "reports/sign_off_over.html", context, status=GONE)
    form = AnswerForm(posted(request))
    if (
        form.is_valid()
        and attempt(form, answer_request, asked=asked, **form.cleaned_data) is not None
    ):
        return page(request, "reports/sign_off_thanks.html", {"asked": asked})
    context = {"asked": asked, "round": asked.round, "form": form, "token": token}
    return page(request, "reports/sign_off.html", context)


@require_safe
@never_cache
def sign_off_report(request: HttpRequest, token: str) -> HttpResponse:
    """The draft of the report that the row belongs to, for who is asked to sign."""
    asked = _asked(token)
    if asked.withdrawn_at is not None:
        raise Http404
    return file_answer(f"draft-report-{asked.round.code}.docx", render(asked.round), WORD)


def _asked(token: str) -> SignOff:
    if (asked := find_by_token(token)) is None:
        raise Http404
    return asked
