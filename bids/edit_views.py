"""Writing a bid: its task list, and each section on a page of its own."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed, Refused
from base.kept import forget, keeps_typing, kept_for, wants_json
from bids.early import early_words, expected_words
from bids.finding import find_visible
from bids.models import Bid
from bids.presenters import title
from bids.row_forms import RowsForm, difference, difference_templates
from bids.rules import demand
from bids.saving import Changed, Saved, save_section
from bids.section_forms import SectionForm
from bids.sections import Paper, Section
from bids.states import State
from bids.task_presenters import (
    differences,
    due_words,
    late_words,
    saved_at,
    saved_words,
    tasks_of,
    what_to_change,
    who_changed,
)
from people.requests import SignedInRequest
from rounds.people import officer_emails
from ui.forms import UNPROCESSABLE

CONFLICT = 409
FORBIDDEN = 403


def find_own(request: SignedInRequest, reference: str) -> Bid:
    """A bid that the person may write; where they only see it, they are told so."""
    bid = find_visible(request.user, reference)
    demand("bids.edit", request.user, bid)
    return bid


@require_safe
@never_cache
@login_required
def tasks(request: SignedInRequest, reference: str) -> HttpResponse:
    """What is to be answered, and how far each section is."""
    bid = find_own(request, reference)
    if bid.state != State.DRAFT:
        return redirect("bid", reference=reference)
    context = {
        "bid": bid,
        "title": title(bid),
        "tasks": tasks_of(Paper(bid)),
        "due": due_words(bid),
        "late": (late := late_words(bid)),
        "officers": officer_emails(bid.round) if late else [],
        "reason": what_to_change(bid),
        "early": early_words(bid),
    }
    return render(request, "bids/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_typing
def edit(request: SignedInRequest, reference: str, code: str) -> HttpResponse:
    """A section of a draft: shown, and saved."""
    bid = find_own(request, reference)
    section = (paper := Paper(bid)).find(code)
    if request.method == "POST":
        data = _own_boxes(paper, section, request.POST)
        save = _save_quietly if wants_json(request) else _save
        return save(request, bid, section, data)
    if bid.state != State.DRAFT:
        return redirect("bid", reference=reference)
    if kept := kept_for(request):
        form = paper.form(section, _own_boxes(paper, section, kept))
        form.quiet(everything=True)
        return _show(request, paper, section, form, seen=kept.get("seen", ""), kept=True)
    form = paper.form(section)
    form.quiet()
    return _show(request, paper, section, form, seen=form.digest())


def _own_boxes(paper: Paper, section: Section, posted: QueryDict) -> QueryDict:
    """What was posted; of rows, those that say something and were not taken out."""
    form = paper.form(section, posted)
    if not isinstance(form, RowsForm):
        return posted
    out = posted.get("then", "").removeprefix("remove-")
    return form.keep([row for row in form.filled() if str(row) != out])


def _save(request: SignedInRequest, bid: Bid, section: Section, data: QueryDict) -> HttpResponse:
    """Save, and go on; or show the section again with what must be mended or was changed meanwhile."""
    paper, then = Paper(bid), request.POST.get("then", "")
    seen = request.POST.get("seen", "")
    try:
        saved = save_section(bid=bid, code=section.code, data=data, seen=seen, by=request.user)
    except NotAllowed:
        raise
    except Changed as changed:
        return _show_changed(request, paper, section, changed, paper.form(section, data))
    except Refused as refused:
        form = paper.form(section, data)
        form.add_error(None, str(refused))
        return _show(request, paper, section, form, seen=seen)
    forget(request)
    if then == "add" or then.startswith("remove-"):
        saved.form.quiet(everything=True)
        return _show(
            request, Paper(bid), section, saved.form, seen=saved.digest, more=then == "add"
        )
    if saved.form.is_rough() or (saved.form.errors and then != "later"):
        now = saved_at(saved.at)
        return _show(request, Paper(bid), section, saved.form, seen=saved.digest, now=now)
    return _go_on(bid, paper, section, to_tasks=then == "later")


def _go_on(bid: Bid, paper: Paper, section: Section, *, to_tasks: bool) -> HttpResponse:
    codes = [one.code for one in paper.sections]
    place = codes.index(section.code) + 1
    if to_tasks or place == len(codes):
        return redirect("bid-tasks", reference=bid.reference)
    return redirect("bid-edit", reference=bid.reference, code=codes[place])


def _save_quietly(
    request: SignedInRequest, bid: Bid, section: Section, data: QueryDict
) -> JsonResponse:
    """The answer to the page's own script, which saves while the person types."""
    if request.POST.get("writer") != str(request.user.pk):
        said = _("Not saved: somebody else signed in. Your text is still on this page.")
        return JsonResponse({"said": said}, status=FORBIDDEN)
    try:
        saved: Saved = save_section(
            bid=bid,
            code=section.code,
            data=data,
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except Changed as changed:
        own = changed.save is not None and changed.save.by == request.user
        said = _(
            "%(who)s Your text is still on this page: press “Save and continue” to see both."
        ) % {"who": who_changed(changed.save, own=own)}
        return JsonResponse({"said": said}, status=CONFLICT)
    except NotAllowed as refused:
        return JsonResponse({"said": str(refused)}, status=FORBIDDEN)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=CONFLICT)
    forget(request)
    return JsonResponse({"said": saved_at(saved.at), "digest": saved.digest})


def _show_changed(
    request: SignedInRequest, paper: Paper, section: Section, changed: Changed, form: SectionForm
) -> HttpResponse:
    """Both texts side by side; one's own is in the form and can be saved over the other."""
    own = changed.save is not None and changed.save.by == request.user
    panel = {
        "who": who_changed(changed.save, own=own),
        "table": differences(changed.theirs, form),
    }
    form.quiet(everything=True)
    seen = changed.theirs.digest()
    return _show(request, paper, section, form, seen=seen, changed=panel, status=CONFLICT)


def _show(
    request: SignedInRequest,
    paper: Paper,
    section: Section,
    form: SectionForm,
    *,
    seen: str,
    more: bool = False,
    status: int = 0,
    **panels: Any,
) -> HttpResponse:
    if not status:
        status = UNPROCESSABLE if request.method == "POST" and form.errors else 200
    context = {
        "bid": paper.bid,
        "section": section,
        "heading": paper.heading(section),
        "hint": paper.hint(section),
        "is_single": paper.is_single(section),
        "form": form,
        "seen": seen,
        "saved": saved_words(paper.saves.get(section.code)),
        "late": late_words(paper.bid),
        **_dates(paper.bid, section),
        **_rows(form, more=more),
        **panels,
    }
    return render(request, "bids/section.html", context, status=status)


def _dates(bid: Bid, section: Section) -> dict[str, str]:
    """By when the decision is expected, where the project's dates are entered."""
    if section.code != "dates":
        return {}
    early = early_words(bid)
    return {"early": early, "expected": "" if early else expected_words(bid)}


def _rows(form: SectionForm, *, more: bool) -> dict[str, Any]:
    """The rows of a section that has any, with an empty one after them; and the budget's sum."""
    if not isinstance(form, RowsForm):
        return {}
    shown = form.with_rows(form.count + 1, focus=more)
    found: dict[str, Any] = {"rows": shown.titled_rows(), "is_full": form.is_full}
    if form.total_pence is not None:
        requested = form.paper.bid.requested_pence
        found["sum"] = difference(form.total_pence, requested)
        found["sum_templates"] = difference_templates(requested)
    return found
