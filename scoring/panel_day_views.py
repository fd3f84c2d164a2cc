"""The meeting on a screen: its running order, and a page for each bid."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed, Refused
from base.forms import attempt
from base.stale import Stale
from bids.models import Bid
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.models import Pot
from scoring.discussion import open_again, record, reveal
from scoring.panel import read_panel
from scoring.panel_day import in_meeting, next_bid, turns
from scoring.panel_day_forms import DiscussionForm, RevealForm
from scoring.panel_day_page import LOOK, Meeting, read_meeting, shown
from scoring.panel_day_presenters import (
    clashes_table,
    order_table,
    progress,
    typed_lines,
)
from scoring.viewers import Viewer, find_bid, find_round
from ui.forms import page

CONFLICT = 409
SIZE = 100
"""Bids on a page of the running order."""


@require_safe
@login_required
def panel_day(request: SignedInRequest, code: str, route: str) -> HttpResponse:
    """The running order: each bid with where it stands, how far the meeting is, and the next bid."""
    round, viewer = find_round(request.user, code)
    if route not in Pot.values:
        raise Http404
    _refuse_applicants(viewer)
    seen = in_meeting(Bid.objects.visible_to(request.user), round, route)
    order = turns(seen, read_panel(round))
    after = request.GET.get("after", "")
    rows = [one for one in order if one.bid.reference > after][: SIZE + 1]
    context = {
        "look": LOOK,
        "round": round,
        "route": Pot(route),
        "other": reverse("panel-day", args=[code, next(pot for pot in Pot if pot != route)]),
        "now": timezone.now(),
        "order": order_table(rows[:SIZE], reads=viewer.reads, blind=round.blind),
        "more": rows[SIZE - 1].bid.reference if len(rows) > SIZE else "",
        "progress": progress(order),
        "hidden": in_meeting(Bid.objects.all(), round, route).count() - len(order),
        "viewer": viewer,
        "may_sift": Permission.SIFT in viewer.permissions,
    }
    return page(request, "scoring/panel_day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bid_panel_day(request: SignedInRequest, reference: str) -> HttpResponse:
    """One bid in the meeting: reveal its scores, agree, minute, and go on to the next."""
    bid, viewer = find_bid(request.user, reference)
    _refuse_applicants(viewer)
    if request.method != "POST":
        return _page(request, read_meeting(bid, viewer))
    viewer.require(Permission.SIFT)
    meeting = read_meeting(bid, viewer)
    pressed = request.POST.get("do")
    if meeting.closed:
        return _refuse(request, meeting)
    if meeting.discussion is None:
        return _reveal(request, meeting)
    if pressed == "open-again":
        open_again(bid=bid, by=request.user)
    elif pressed != "reveal":
        return _record(request, meeting, done=pressed == "finish")
    return redirect("bid-panel-day", reference=reference)


def _refuse_applicants(viewer: Viewer) -> None:
    if viewer.is_applicant:
        raise NotAllowed(_("Panel day is for the panel and the partnership."))


def _reveal(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    form = RevealForm(request.POST, waiting=meeting.turn.waiting)
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        if attempt(form, reveal, bid=meeting.bid, by=request.user, reason=reason):
            return redirect("bid-panel-day", reference=meeting.bid.reference)
    return _page(request, meeting, reveal_form=form)


def _record(request: SignedInRequest, meeting: Meeting, *, done: bool) -> HttpResponse:
    """Save what was typed, all or nothing; then stay, or go on to the next bid."""
    form = meeting.form(request.POST)
    if form is None:
        raise NotAllowed(_("The scores of this bid are not shown to you, so you change none."))
    if not form.is_valid():
        return _page(request, meeting, form=form)
    bid, said = meeting.bid, form.cleaned_data
    try:
        record(
            bid=bid,
            agreed=form.agreed(),
            minutes=said["minutes"],
            seen=said["seen"],
            by=request.user,
            done=done,
        )
    except Stale:
        return _stale(request, read_meeting(bid, replace(meeting.viewer)))
    except NotAllowed:
        raise
    except Refused as refused:
        return _refuse(request, read_meeting(bid, replace(meeting.viewer)), why=str(refused))
    words = _("What the panel said of %(bid)s is saved.")
    messages.success(request, words % {"bid": bid.reference})
    onward = next_bid(request.user, bid) if done else None
    return redirect("bid-panel-day", reference=onward or bid.reference)


def _stale(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """Both texts, one beside the other; saving again writes over what the other officer wrote."""
    form = meeting.form(request.POST)
    if form is None or not form.is_valid():
        return _refuse(request, meeting)
    clashes = clashes_table(form)
    form.catch_up()
    context = {**shown(meeting, form=form), "clashes": clashes}
    return page(request, "scoring/bid_panel_day.html", context, status=CONFLICT)


def _refuse(request: SignedInRequest, meeting: Meeting, *, why: str = "") -> HttpResponse:
    """Something happened to the bid meanwhile: say what, and show what was typed so that it is copied."""
    form = meeting.form(request.POST)
    if form:
        form.be_quiet()
    typed = typed_lines(form) if form else []
    if reason := request.POST.get("reason"):
        typed.append((_("Why the scores are revealed"), reason))
    context = {**shown(meeting, form=form), "why": why, "typed": typed if meeting.closed else []}
    return page(request, "scoring/bid_panel_day.html", context, status=CONFLICT)


def _page(
    request: SignedInRequest,
    meeting: Meeting,
    *,
    form: DiscussionForm | None = None,
    reveal_form: RevealForm | None = None,
) -> HttpResponse:
    context = shown(meeting, form=form, reveal_form=reveal_form)
    return page(request, "scoring/bid_panel_day.html", context)
