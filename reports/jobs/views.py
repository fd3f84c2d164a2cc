"""The files of a round that are made in the background: asked for, looked at, cancelled, fetched."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models.functions import Length
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.as_at import AS_AT
from base.errors import NotAllowed
from base.forms import attempt
from base.paging import newest_first
from people.requests import SignedInRequest
from reports.jobs.actions import UNENDED, ask, cancel
from reports.jobs.forms import AskForm
from reports.jobs.kinds import KINDS
from reports.jobs.presenters import is_open_to, job_facts, jobs_table, name
from reports.jobs.running import KEPT
from reports.models import Job
from reports.views import file_answer
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@login_required
def jobs_page(request: SignedInRequest, code: str) -> HttpResponse:
    """What was made and is being made, and another one to ask for."""
    round = find_papers(request.user, code)
    form = AskForm(posted(request))
    if form.is_valid() and (job := _ask(request, round, form)):
        return redirect("job", code, job.pk)
    found = round.jobs.defer("file").select_related("round", "asked_by")
    jobs, older = newest_first(found, request.GET.get("before", ""))
    context = {
        "round": round,
        "form": form,
        "jobs": jobs_table(jobs, request.user),
        "older": older,
        "kept": KEPT.days,
    }
    return page(request, "reports/jobs.html", context)


def _ask(request: SignedInRequest, round: Round, form: AskForm) -> Job | None:
    kind = form.cleaned_data["kind"]
    given = {
        name: value
        for name in KINDS[kind].parameters
        if (value := request.POST.get(name, "").strip()[:200])
    }
    return attempt(
        form,
        ask,
        round=round,
        kind=kind,
        as_at=form.cleaned_data[AS_AT],
        parameters=given,
        by=request.user,
    )


@require_safe
@login_required
def job_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """How far a file is; the page looks again by itself where it can."""
    job = _find(request, code, pk)
    context = {
        "job": job,
        "round": job.round,
        "title": name(job),
        "facts": job_facts(job, size=getattr(job, "size", None)),
        "is_open": job.state in UNENDED,
        "may_cancel": job.state in UNENDED and job.asked_by_id == request.user.pk,
    }
    return page(request, "reports/job.html", context)


@require_POST
@login_required
def job_cancel(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Stop making a file."""
    job = cancel(job=_find(request, code, pk), by=request.user)
    messages.success(request, _("“%(file)s” is cancelled.") % {"file": name(job)})
    return redirect("jobs", code)


@require_safe
@login_required
def job_file(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The file, once it is whole."""
    job = _find(request, code, pk)
    if job.state != Job.State.DONE:
        raise Http404
    content = Job.objects.values_list("file", flat=True).get(pk=job.pk)
    return file_answer(job.name, bytes(content or b""), job.content_type)


def _find(request: SignedInRequest, code: str, pk: int) -> Job:
    """A file of a round, for who may have it now. Raises ``NotAllowed`` for somebody else's own."""
    round = find_papers(request.user, code)
    found = round.jobs.defer("file").select_related("asked_by").annotate(size=Length("file"))
    job = found.filter(pk=pk).first()
    if job is None:
        raise Http404
    if not is_open_to(job, request.user):
        raise NotAllowed(
            _("This file shows what %(person)s may see. Ask for your own.")
            % {"person": job.asked_by}
        )
    if job.kind in KINDS:
        KINDS[job.kind].find(request.user, code)
    job.round = round
    return job
