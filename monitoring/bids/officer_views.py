"""What officers keep about a bid: the checks of its gates, and their notes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed
from base.forms import attempt
from bids.models import Bid
from bids.presenters import title
from bids.rules import allows, demand
from bids.states import State
from monitoring.bids.gate_forms import GatesForm, failed_words
from monitoring.bids.likeness import earlier_bids_table, like
from monitoring.bids.notes import NoteForm, evidence_table, keep, notes_table
from people.permissions import Permission, refusal
from people.requests import SignedInRequest
from scoring.gates import check_gates
from scoring.scoresheets import earlier_checks_table
from scoring.viewers import Viewer, find_bid
from ui.forms import page, posted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def gates_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Check the gates of a submitted bid."""
    bid, _viewer = find_bid(request.user, reference)
    demand("bids.reject", request.user, bid)
    gates = list(bid.round.gates.all())
    checks = {check.gate_id: check for check in bid.gate_checks.select_related("checked_by")}
    form = GatesForm(posted(request), gates=gates, checks=checks)
    if form.is_valid():
        results, by = form.results(), request.user
        if (done := attempt(form, check_gates, bid=bid, results=results, by=by)) is not None:
            if done:
                messages.success(request, _("The checks are saved."))
                if any(not check.passed for check in done):
                    messages.info(request, failed_words(bid))
            else:
                messages.info(
                    request, _("Nothing was changed: choose “passed” or “failed” to check.")
                )
            return redirect("bid", reference=reference)
    context = {
        "bid": bid,
        "project": title(bid),
        "form": form,
        "open": bid.state == State.SUBMITTED and bool(gates),
        "earlier": earlier_checks_table(bid),
    }
    return page(request, "monitoring/gates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notes_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """The officers' notes, and what is worth looking at before a bid is trusted."""
    bid = _papers(request, reference)
    form = NoteForm(posted(request), request.FILES or None)
    if request.method == "POST":
        demand("bids.query", request.user, bid)
    if form.is_valid() and attempt(form, keep, bid=bid, said=form.cleaned_data, by=request.user):
        messages.success(request, _("The note is kept."))
        return redirect("bid-notes", reference=reference)
    context = {
        "bid": bid,
        "project": title(bid),
        "form": form,
        "notes": notes_table(bid),
        "files": evidence_table(bid),
        "like": like(bid),
        "earlier": earlier_bids_table(bid, request.user),
        "writes": allows("bids.query", request.user, bid),
    }
    return page(request, "monitoring/notes.html", context)


def _papers(request: SignedInRequest, reference: str) -> Bid:
    """A bid whose papers the person reads, and to which they do not belong."""
    bid, viewer = find_bid(request.user, reference)
    if not viewer.reads or _belongs(viewer, bid):
        raise NotAllowed(refusal(request.user, Permission.READ, bid.round.partnership))
    return bid


def _belongs(viewer: Viewer, bid: Bid) -> bool:
    return bid.organisation.members.filter(pk=viewer.user.pk).exists()
