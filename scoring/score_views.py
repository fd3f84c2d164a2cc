"""A panel member scores a bid: the bid and the form side by side, a draft that saves itself, one sending."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed, Refused
from base.kept import forget, keeps_typing, kept_for, wants_json
from bids.attachments import files_of
from bids.blind import file_names
from bids.file_presenters import files_table
from bids.models import Bid
from bids.presenters import answers as answers_in_words
from bids.presenters import budget_table, measures_table, title
from bids.task_presenters import saved_at
from people.models import User
from people.requests import SignedInRequest
from rounds.models import Criterion
from scoring.duties import awaited_from, demand_seat, has_declared, refuse_unless_open
from scoring.score_forms import ScoreForm, answers_of
from scoring.score_presenters import differences, due_words, noted_facts, sent_words
from scoring.scoresheets import own_table
from scoring.sending import (
    Answers,
    Changed,
    Saved,
    Sent,
    read_draft,
    save_draft,
    send_scores,
    sent_by,
    sign,
)
from scoring.viewers import Viewer, find_bid
from ui.forms import UNPROCESSABLE, Form
from ui.parts import Fact

GET_OR_POST = ["GET", "HEAD", "POST"]
FORBIDDEN, NOT_FOUND, CONFLICT = 403, 404, 409


@require_http_methods(GET_OR_POST)
@never_cache
@keeps_typing
def score_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """The bid beside the member's form. What was typed is never lost, whatever was refused."""
    try:
        bid, viewer = find_bid(request.user, reference)
        demand_seat(bid, request.user)
    except (Http404, NotAllowed) as refused:
        return _not_theirs(request, reference, refused)
    if request.method == "POST":
        return _quietly(request, bid) if wants_json(request) else _save(request, bid, viewer)
    if typed := kept_for(request):
        form = ScoreForm(_left(bid, request.user), typed)
        form.be_quiet()
        return _show(request, bid, viewer, form, seen=typed.get("seen", ""), kept=True)
    draft = read_draft(bid, request.user)
    form = ScoreForm(_left(bid, request.user), noted=draft.answers if draft else None)
    return _show(request, bid, viewer, form, seen=_seen(draft), draft=draft)


def _left(bid: Bid, member: User) -> list[Criterion]:
    """The criteria that the member is still to score."""
    sent = sent_by(member, bid)
    return [criterion for criterion in bid.round.criteria.all() if criterion.pk not in sent]


def _seen(draft: Saved | None) -> str:
    return draft.digest if draft else sign({})


def _save(request: SignedInRequest, bid: Bid, viewer: Viewer) -> HttpResponse:
    """Keep the draft; then go on to sending it, or back to the list."""
    form = ScoreForm(_left(bid, request.user), request.POST)
    answers, seen = answers_of(request.POST), request.POST.get("seen", "")
    try:
        saved = save_draft(bid=bid, by=request.user, answers=answers, seen=seen)
    except Changed as changed:
        form.be_quiet()
        table = differences(bid.round.criteria.all(), changed.theirs, answers)
        seen = sign(changed.theirs)
        return _show(
            request, bid, viewer, form, seen=seen, status=CONFLICT, changed=changed, differs=table
        )
    except Refused as refused:
        form.is_valid()
        form.be_quiet()
        form.add_error(None, str(refused))
        status = CONFLICT if isinstance(refused, Sent) else UNPROCESSABLE
        facts = noted_facts(bid.round.criteria.all(), answers)
        return _show(request, bid, viewer, form, seen=seen, status=status, typed=facts)
    forget(request)
    if request.POST.get("then") != "send":
        messages.success(request, _("Your draft for %(bid)s is saved.") % {"bid": bid.reference})
        return redirect("scoring", code=bid.round.code)
    if form.is_valid():
        return redirect("bid-score-send", reference=bid.reference)
    return _show(request, bid, viewer, form, seen=saved.digest, draft=saved)


def _quietly(request: SignedInRequest, bid: Bid) -> JsonResponse:
    """The answer to the page's own script, which saves while the member types."""
    if request.POST.get("writer") != str(request.user.pk):
        said = _("Not saved: somebody else signed in. Your text is still on this page.")
        return JsonResponse({"said": said}, status=FORBIDDEN)
    seen = request.POST.get("seen", "")
    try:
        saved = save_draft(bid=bid, by=request.user, answers=answers_of(request.POST), seen=seen)
    except Changed as changed:
        more = _("Your text is still on this page: press “Save and come back later” to see both.")
        return JsonResponse({"said": f"{changed} {more}"}, status=CONFLICT)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=CONFLICT)
    forget(request)
    return JsonResponse({"said": saved_at(saved.at), "digest": saved.digest})


def _show(
    request: SignedInRequest,
    bid: Bid,
    viewer: Viewer,
    form: ScoreForm,
    *,
    seen: str,
    draft: Saved | None = None,
    status: int = 0,
    **panels: Any,
) -> HttpResponse:
    if not status:
        status = UNPROCESSABLE if request.method == "POST" and form.errors else 200
    sent = sent_by(request.user, bid).values()
    context = {
        **paper(bid, viewer),
        "form": form,
        "seen": seen,
        "closed": "" if not form.criteria else _closed(bid, request.user),
        "noted": noted_facts(form.criteria, draft.answers) if draft else [],
        "saved": saved_at(draft.at) if draft else "",
        "due": due_words(bid.round),
        "own": own_table(bid, request.user) if sent else None,
        "sent": sent_words(max(score.at for score in sent)) if sent else "",
        "next": next_bid(bid, request.user) if not form.criteria else None,
        **panels,
    }
    return render(request, "scoring/score.html", context, status=status)


def paper(bid: Bid, viewer: Viewer) -> dict[str, Any]:
    """What a panel member reads of a bid before they score it."""
    blind = viewer.is_blind(bid)
    names = file_names(bid, blind=True) if blind else None
    return {
        "bid": bid,
        "title": title(bid),
        "organisation": viewer.organisation_of(bid),
        "answers": answers_in_words(bid, contact=False, blind=blind),
        "budget": budget_table(bid),
        "measures": measures_table(bid),
        "files": files_table(bid, files_of(bid).select_related("asked"), names),
    }


def _closed(bid: Bid, member: User) -> str:
    """Why the bid takes no scores from the member now; nothing where it does."""
    try:
        refuse_unless_open(bid, member)
    except Refused as refused:
        return str(refused)
    return ""


def next_bid(bid: Bid, member: User) -> Bid | None:
    """The bid that waits for the member's scores after this one."""
    waiting = awaited_from(member).visible_to(member).filter(has_declared(member), round=bid.round)
    ordered = waiting.exclude(pk=bid.pk).order_by("reference")
    return ordered.filter(reference__gt=bid.reference).first() or ordered.first()


@require_http_methods(GET_OR_POST)
@never_cache
@login_required
def send_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """The scores as they will be sent, once; then the sending."""
    bid = find_bid(request.user, reference)[0]
    demand_seat(bid, request.user)
    draft = read_draft(bid, request.user)
    form = Form(request.POST if request.method == "POST" else None)
    if draft is None:
        return redirect("bid-score", reference=reference)
    if request.method == "POST":
        if request.POST.get("seen") != draft.digest:
            words = _("What you noted has changed since you looked. Check it again and send it.")
            form.add_error(None, words)
        elif _sent(request.user, bid, draft.answers, form):
            messages.success(request, _("Your scores for %(bid)s are sent.") % {"bid": reference})
            return redirect("bid-score", reference=reference)
    criteria = _left(bid, request.user)
    context = {
        "bid": bid,
        "title": title(bid),
        "form": form,
        "seen": draft.digest,
        "facts": noted_facts(criteria, draft.answers),
        "without": [c.title for c in criteria if not draft.answers.get(c.code)],
    }
    status = CONFLICT if request.method == "POST" else 200
    return render(request, "scoring/send.html", context, status=status)


def _sent(member: User, bid: Bid, answers: Answers, form: Form) -> bool:
    try:
        send_scores(bid=bid, by=member, answers=answers)
    except Sent:
        return True
    except NotAllowed:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _not_theirs(
    request: SignedInRequest, reference: str, refused: Http404 | NotAllowed
) -> HttpResponse:
    """The bid is not for them (any more): it is not shown, and what they themselves wrote of it is."""
    bid = Bid.objects.filter(reference=reference, score_drafts__member=request.user).first()
    facts = _own_words(request, bid)
    why, status = str(refused), FORBIDDEN
    if isinstance(refused, Http404):
        if not facts:
            raise refused
        why, status = _why_gone(bid, request.user)
    elif not facts:
        raise refused
    if wants_json(request):
        return JsonResponse({"said": why}, status=status)
    context = {"reference": reference, "why": why, "facts": facts}
    return render(request, "scoring/not_yours.html", context, status=status)


def _own_words(request: SignedInRequest, bid: Bid | None) -> list[Fact]:
    typed: Answers = answers_of(request.POST) if request.method == "POST" else {}
    criteria = list(bid.round.criteria.all()) if bid else []
    draft = read_draft(bid, request.user) if bid else None
    return noted_facts(criteria, typed) or (noted_facts(criteria, draft.answers) if draft else [])


def _why_gone(bid: Bid | None, member: User) -> tuple[str, int]:
    """Why a bid is not there for a member; of one that they never noted anything of, no more than that."""
    if bid:
        try:
            demand_seat(bid, member)
            refuse_unless_open(bid, member)
        except Refused as refused:
            return str(refused), FORBIDDEN
    return _(
        "This bid is not there for you to score. Ask an officer of the partnership."
    ), NOT_FOUND
