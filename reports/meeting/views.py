"""The way to the committee's meeting: its timetable, and members' questions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.forms import attempt
from base.paging import newest_first
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from reports.meeting.actions import answer_question, record_question, set_meeting
from reports.meeting.forms import MeetingForm, QuestionAnswerForm, QuestionForm
from reports.meeting.presenters import questions_table, timetable_table
from reports.meeting.questions import carried_into
from reports.meeting.timetable import timetable
from reports.models import MembersQuestion
from scoring.viewers import find_papers
from ui.dates import in_london
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@login_required
def timetable_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The days of the report's way, counted back from the meeting."""
    round = find_papers(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, round.partnership)
    form = MeetingForm(posted(request), initial={"day": round.committee})
    if (
        form.is_valid()
        and attempt(form, set_meeting, round=round, day=form.cleaned_data["day"], by=request.user)
        is not None
    ):
        messages.success(request, _("The days are counted back from the new meeting."))
        return redirect("committee-timetable", code)
    context = {
        "round": round,
        "form": form,
        "days": timetable_table(timetable(round.committee), in_london(timezone.now()).date()),
        "may_change": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
    }
    return page(request, "reports/meeting_timetable.html", context)


@require_http_methods(BOTH)
@login_required
def questions_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What members asked about the round, and what earlier meetings leave to its report."""
    round = find_papers(request.user, code)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, round.partnership)
    form = QuestionForm(posted(request))
    if (
        form.is_valid()
        and attempt(form, record_question, round=round, by=request.user, **form.cleaned_data)
        is not None
    ):
        messages.success(request, _("The question is recorded."))
        return redirect("members-questions", code)
    today = in_london(timezone.now()).date()
    own, older = newest_first(round.members_questions.all(), request.GET.get("before", ""))
    carried = [one for one in carried_into(round)[:100] if one.round_id != round.pk]
    context = {
        "round": round,
        "form": form,
        "own": questions_table(own, round, today),
        "older": older,
        "carried": questions_table(carried, round, today),
        "may_record": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
    }
    return page(request, "reports/questions.html", context)


@require_http_methods(BOTH)
@login_required
def question_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """One question, and its answer."""
    round = find_papers(request.user, code)
    of_partnership = MembersQuestion.objects.filter(round__partnership=round.partnership_id)
    question = get_object_or_404(of_partnership.select_related("recorded_by"), pk=pk)
    if request.method == "POST":
        require(request.user, Permission.SEND_SUBMISSION, round.partnership)
    form = QuestionAnswerForm(
        posted(request), initial={"answer": question.answer, "answered_on": question.answered_on}
    )
    if (
        form.is_valid()
        and attempt(form, answer_question, question=question, by=request.user, **form.cleaned_data)
        is not None
    ):
        messages.success(request, _("The answer is kept."))
        return redirect("members-questions", code)
    context = {
        "round": round,
        "question": question,
        "form": form,
        "may_answer": may(request.user, Permission.SEND_SUBMISSION, round.partnership),
    }
    return page(request, "reports/question.html", context)
