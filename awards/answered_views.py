"""The submission that came back: brought in, looked at, and confirmed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.answered import Foreseen, bring_in, confirm, foresee
from awards.answered_presenters import (
    approvals,
    button,
    done_table,
    file_facts,
    files_table,
    lines_table,
    open_table,
)
from awards.decision_forms import AnsweredFileForm
from awards.models import AnsweredFile
from awards.submissions import FILES_OF_SUBMISSION
from base.errors import Faulty, Refused
from base.presenters import faults_table
from people.models import User
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page, posted

CONFLICT = 409
FORM = ["GET", "HEAD", "POST"]
MOST_FILES = 20


@require_http_methods(FORM)
@login_required
def bring_in_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Bring in the submission that came back from the PCC's office; nothing is done with it yet."""
    round = find_papers(request.user, code)
    require(request.user, Permission.DECIDE, round.partnership)
    form = AnsweredFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"round": round, "form": form}
    if form.is_valid():
        try:
            return redirect("decisions-answered", code, _bring_in(request, round, form).pk)
        except Faulty as faulty:
            form.add_error("file", _("Nothing was changed. See below what is wrong in the file."))
            context["faults"] = faults_table(faulty)
        except Refused as refused:
            form.add_error("file", str(refused))
    context["files"] = files_table(_files(round)[:MOST_FILES], code)
    return page(request, "awards/bring_in.html", context)


def _bring_in(request: SignedInRequest, round: Round, form: AnsweredFileForm) -> AnsweredFile:
    file, day = form.cleaned_data["file"], form.cleaned_data["decided_on"]
    return bring_in(
        round=round, name=file.name, content=file.read(), decided_on=day, by=request.user
    )


def _files(round: Round) -> Any:
    """The files of a round, without what is in them."""
    return (
        AnsweredFile.objects.filter(submission__round=round)
        .select_related("submission", "by", "confirmed_by")
        .defer("file", "submission__content", *FILES_OF_SUBMISSION)
    )


@require_http_methods(FORM)
@login_required
def answered_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """What a file of answers will do, to the penny; a decision maker confirms exactly that."""
    round = find_papers(request.user, code)
    require(request.user, Permission.DECIDE, round.partnership)
    answered = get_object_or_404(_files(round), pk=pk)
    answered.submission.round = round
    refused = ""
    if request.method == "POST":
        try:
            confirm(answered=answered, seen=request.POST.get("seen", ""), by=request.user)
            messages.success(request, _("The answers are recorded."))
            return redirect("decisions-answered", code, pk)
        except Refused as refusal:
            refused = str(refusal)
    context = {
        "round": round,
        "answered": answered,
        "facts": file_facts(answered),
        "refused": refused,
        **_shown(answered, request.user),
    }
    status = CONFLICT if refused else 200
    return page(request, "awards/answered.html", context, status=status)


def _shown(answered: AnsweredFile, by: User) -> dict[str, Any]:
    """What it did; or what it will do, or why it cannot."""
    if answered.confirmed_at:
        return {"done": done_table(answered.did), "did": answered.did}
    try:
        return _foreseen(foresee(answered, by))
    except Faulty as faulty:
        return {"faults": faults_table(faulty)}
    except Refused as refused:
        return {"why_not": str(refused)}


def _foreseen(found: Foreseen) -> dict[str, Any]:
    return {
        "found": found,
        "effect": approvals(found),
        "remarks": lines_table(
            [line for line in found.approved if line.words],
            _("What was written about them"),
            _("Comment"),
        ),
        "declined": lines_table(found.declined, _("Declined"), _("Reason for the applicant")),
        "queried": lines_table(found.queried, _("Queried"), _("What is asked")),
        "open": open_table(found.open),
        "button": button(found),
    }
