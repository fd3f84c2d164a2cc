"""A project's returns: the schedule, and each as it is written and as it was sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed, Refused
from base.kept import forget, keeps_typing, kept_for, wants_json
from bids.announcements import is_kept_back
from bids.file_checks import MOST_BYTES
from bids.file_presenters import file_rows
from bids.models import Bid
from bids.presenters import title
from bids.rules import allows, applicant, demand
from bids.states import State
from bids.task_presenters import saved_at
from monitoring.models import Return, ReturnFile
from monitoring.returns.forms import ReturnForm
from monitoring.returns.page import show_return
from monitoring.returns.paper import Paper, read_paper
from monitoring.returns.presenters import (
    LOOKS_LIKE,
    badges,
    differences,
    saved_words,
    schedule_table,
)
from monitoring.returns.schedule import schedule
from monitoring.returns.writing import (
    OPEN,
    Changed,
    Saved,
    add_file,
    drop_file,
    save_draft,
    send_return,
    sign,
)
from people.requests import SignedInRequest
from scoring.viewers import find_bid
from ui.dates import format_date, in_london
from ui.forms import UNPROCESSABLE
from ui.parts import Fact, Lines

CONFLICT, FORBIDDEN = 409, 403


def find_project(request: SignedInRequest, reference: str) -> Bid:
    """A bid that was awarded and whose returns the person may see; else why not."""
    bid, viewer = find_bid(request.user, reference)
    if not viewer.reads:
        demand("bids.send_return", request.user, bid)
    if not hasattr(bid, "award") or (not viewer.reads and is_kept_back(bid)):
        raise Refused(_("There is no project of %(bid)s now.") % {"bid": reference})
    return bid


@require_safe
@never_cache
@login_required
def returns(request: SignedInRequest, reference: str) -> HttpResponse:
    """A project's returns: what is due when, and how each stands."""
    bid = find_project(request, reference)
    today = in_london(timezone.now()).date()
    context = {
        "bid": bid,
        "title": title(bid),
        "table": schedule_table(bid, schedule(bid.award), today),
        "running": bid.state == State.MONITORED,
    }
    return render(request, "monitoring/returns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_typing
def return_page(request: SignedInRequest, reference: str, period: int) -> HttpResponse:
    """A return: the form while it is to be written, what it says once it was sent."""
    bid = find_project(request, reference)
    paper = read_paper(bid, period)
    if request.method == "POST":
        demand("bids.send_return", request.user, bid)
        return _quietly(request, paper) if wants_json(request) else _save(request, paper)
    if not _is_to_write(request, bid, paper):
        return show_return(request, paper)
    if typed := kept_for(request):
        form = ReturnForm(paper, typed)
        form.be_quiet()
        return _show(request, paper, form, seen=typed.get("seen", ""), kept=True)
    said = paper.sent.typed if paper.sent else {}
    return _show(request, paper, ReturnForm(paper, typed=said), seen=sign(said))


def _is_to_write(request: SignedInRequest, bid: Bid, paper: Paper) -> bool:
    """Whether the person may go on writing the return."""
    begun = paper.slot.begins <= in_london(timezone.now()).date()
    is_open = paper.sent is None or paper.sent.state in OPEN
    writes = allows("bids.send_return", request.user, bid)
    return begun and is_open and bid.state == State.MONITORED and writes


def _save(request: SignedInRequest, paper: Paper) -> HttpResponse:
    """Keep the draft; then send it, see to a file, or come back later."""
    form = ReturnForm(paper, request.POST, request.FILES)
    then, seen = request.POST.get("then", ""), request.POST.get("seen", "")
    try:
        saved = _keep(request, paper, form, seen)
    except NotAllowed:
        raise
    except Changed as changed:
        form.be_quiet()
        table = differences(form, changed.theirs)
        seen = sign(changed.theirs)
        return _show(
            request, paper, form, seen=seen, status=CONFLICT, changed=changed, differs=table
        )
    except Refused as refused:
        form.is_valid()
        form.be_quiet()
        form.add_error(None, str(refused))
        return _show(request, paper, form, seen=seen, status=CONFLICT)
    forget(request)
    if then == "send":
        return _send(request, paper, form, saved)
    if then == "add-file" or then.startswith("remove-") or request.FILES:
        return _file(request, paper, form, saved, then)
    messages.success(request, _("Your draft is saved."))
    return redirect("returns", reference=paper.award.bid.reference)


def _keep(request: SignedInRequest, paper: Paper, form: ReturnForm, seen: str) -> Saved:
    award, period = paper.award, paper.period
    return save_draft(award=award, period=period, typed=form.typed(), seen=seen, by=request.user)


def _send(request: SignedInRequest, paper: Paper, form: ReturnForm, saved: Saved) -> HttpResponse:
    if form.is_valid():
        try:
            send_return(
                award=paper.award,
                period=paper.period,
                given=form.given(),
                declared_by=form.cleaned_data["declared_by"],
                confirmed=form.confirmed(),
                by=request.user,
            )
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your return was sent."))
            return redirect("return", paper.award.bid.reference, paper.period.pk)
    return _show(request, paper, form, seen=saved.digest)


def _file(
    request: SignedInRequest, paper: Paper, form: ReturnForm, saved: Saved, then: str
) -> HttpResponse:
    """Add the file that came with the form, or take one off."""
    award, period, upload = paper.award, paper.period, request.FILES.get("file")
    form.is_valid()
    form.be_quiet()
    try:
        if then.startswith("remove-"):
            key = then.removeprefix("remove-")
            pk = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
            if not drop_file(award=award, period=period, attachment=pk, by=request.user):
                raise Http404
        elif upload is None:
            form.add_error("file", _("Choose a file"))
        else:
            content = upload.read(MOST_BYTES + 1)
            add_file(
                award=award,
                period=period,
                name=upload.name or "",
                content=content,
                by=request.user,
            )
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
    if form.errors:
        return _show(request, paper, form, seen=saved.digest)
    messages.success(request, _("The files are as you see them, and your draft is saved."))
    return redirect("return", award.bid.reference, period.pk)


def _quietly(request: SignedInRequest, paper: Paper) -> JsonResponse:
    """The answer to the page's own script, which saves while the person types."""
    if request.POST.get("writer") != str(request.user.pk):
        said = _("Not saved: somebody else signed in. Your text is still on this page.")
        return JsonResponse({"said": said}, status=FORBIDDEN)
    form = ReturnForm(paper, request.POST)
    try:
        saved = _keep(request, paper, form, request.POST.get("seen", ""))
    except Changed as changed:
        more = _("Your text is still on this page: press “Save and come back later” to see both.")
        return JsonResponse({"said": f"{changed} {more}"}, status=CONFLICT)
    except NotAllowed as refused:
        return JsonResponse({"said": str(refused)}, status=FORBIDDEN)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=CONFLICT)
    forget(request)
    return JsonResponse({"said": saved_at(saved.at), "digest": saved.digest})


def _files(sent: Return | None) -> list[ReturnFile]:
    return list(sent.files.select_related("attachment__asked")) if sent else []


def _show(
    request: SignedInRequest,
    paper: Paper,
    form: ReturnForm,
    *,
    seen: str,
    status: int = 0,
    **panels: Any,
) -> HttpResponse:
    """The form, with everything that was typed in it."""
    if not status:
        status = UNPROCESSABLE if request.method == "POST" and form.errors else 200
    bid, sent = paper.award.bid, paper.sent
    today = in_london(timezone.now()).date()
    remarks = list(sent.remarks.select_related("by")) if sent else []
    context = {
        "bid": bid,
        "title": title(bid),
        "paper": paper,
        "form": form,
        "seen": seen,
        "facts": [
            Fact(_("Period"), _("up to %(day)s") % {"day": format_date(paper.period.ends)}),
            Fact(_("Due by"), Lines([format_date(paper.period.due), *badges(paper.slot, today)])),
        ],
        "marked": [(one, LOOKS_LIKE[one.passage.what]) for one in form.marked()],
        "back": next((one for one in reversed(remarks) if one.kind == "back"), None),
        "saved": saved_words(sent),
        "files": file_rows(bid, [one.attachment for one in _files(sent)]),
        "on_paper": not applicant(request.user, bid),
        **panels,
    }
    return render(request, "monitoring/return_form.html", context, status=status)
