"""The pages of a project's variations: all of them, a new one, one of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.agreement_presenters import parts
from awards.terms import current
from awards.written import Written, read
from base.errors import NotAllowed, Refused
from base.forms import attempt
from bids.models import Bid
from bids.presenters import title
from bids.rules import allows, demand
from bids.states import State as BidState
from monitoring.claims.views import find_project
from monitoring.models import Variation
from monitoring.returns.headings import over_headings
from monitoring.underspend.presenters import waits_for
from monitoring.variations.changes import needs_agreement, new_agreement, raises, signatory_of
from monitoring.variations.forms import (
    AcceptVariationForm,
    ChangePage,
    DecideVariationForm,
    SayNoForm,
)
from monitoring.variations.presenters import BADGES, changes_table, variations_table
from monitoring.variations.raising import Raise, raise_of
from monitoring.variations.varying import (
    OPEN,
    accept_variation,
    ask_variation,
    decide_variation,
    withdraw_variation,
)
from people.permissions import Permission
from people.requests import SignedInRequest, address_of
from scoring.viewers import Viewer
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]
State = Variation.State


@require_safe
@login_required
def variations_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """What was asked to change and what became of it."""
    bid, _viewer = find_project(request, reference)
    rows = bid.award.variations.order_by("-pk")
    agreed = hasattr(bid.award, "agreement")
    context = {
        "bid": bid,
        "title": title(bid),
        "variations": variations_table(rows, reference),
        "over": over_headings(bid.award),
        "may_ask": agreed
        and allows("bids.vary", request.user, bid)
        and not any(one.state in OPEN for one in rows),
    }
    return page(request, "monitoring/variations.html", context)


@require_http_methods(BOTH)
@login_required
def variation_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask to change what was agreed; an officer does it for a project that works on paper."""
    bid, _viewer = find_project(request, reference)
    demand("bids.vary", request.user, bid)
    award, now = bid.award, current(bid.award)
    shown = ChangePage(posted(request), award, now)
    if shown.is_valid():
        made = attempt(shown.form, ask_variation, award=award, by=request.user, **shown.said())
        if made:
            messages.success(request, _("The change is asked for."))
            return redirect("variation", reference, made.number)
    context = {"bid": bid, "title": title(bid), "form": shown.form, "headings": shown.headings}
    return page(request, "monitoring/variation_new.html", context)


@require_http_methods(BOTH)
@login_required
def variation_page(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """One variation: what changes, and what whoever looks at it may do about it now."""
    bid, viewer = find_project(request, reference)
    variation = _find(bid, number)
    written = _written(variation)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    data = posted(request)
    decide = DecideVariationForm(data if doing == "decide" else None)
    accept = AcceptVariationForm(
        data if doing == "accept" else None,
        initial={"seen": written.checksum if written else ""},
        signs=signatory_of(variation),
    )
    refuse = SayNoForm(data if doing == "withdraw" else None)
    status = 200
    if request.method == "POST":
        _refuse_strangers(request, variation, viewer, doing)
        if _done(request, variation, doing, decide=decide, accept=accept, refuse=refuse):
            return redirect("variation", reference, number)
    context = {
        "bid": bid,
        "title": title(bid),
        "variation": variation,
        "badge": BADGES[State(variation.state)],
        "changes": changes_table(variation, *_before(variation)),
        "written": written,
        "parts": parts(written) if written else [],
        "decide": decide,
        "accept": accept,
        "refuse": refuse,
        "reads": viewer.reads,
        "effect": _effect(variation, viewer),
        "waits": waits_for(variation) if variation.state in OPEN and viewer.reads else "",
        **_may(request, variation, viewer),
    }
    return page(request, "monitoring/variation.html", context, status=status)


def _find(bid: Bid, number: int) -> Variation:
    related = ("agreement", "terms", "asked_by", "decided_by")
    found = bid.award.variations.filter(number=number).select_related(*related).first()
    if found is None:
        raise Http404
    found.award = bid.award
    return found


def _before(variation: Variation) -> tuple[Any, Any, str]:
    """The terms that it changes, the award, and who signs before it."""
    award = variation.award
    terms = variation.terms
    version = terms.version - 1 if terms else None
    before = award.terms.get(version=version) if version else current(award)
    signed = award.agreement.accepted_by if variation.terms_id else award.signatory
    return before, award, signed or award.agreement.accepted_by


def _effect(variation: Variation, viewer: Viewer) -> Raise | None:
    """What it would take of the pot, for those who read the papers, until it is settled."""
    return raise_of(variation) if variation.state in OPEN and viewer.reads else None


def _written(variation: Variation) -> Written | None:
    """The new version of the agreement: as it was accepted, or as it waits to be."""
    accepted = getattr(variation, "agreement", None)
    if accepted:
        return read(accepted.text)
    waits = variation.state == State.DECIDED and needs_agreement(variation)
    return read(new_agreement(variation).text) if waits else None


def _may(request: SignedInRequest, variation: Variation, viewer: Viewer) -> dict[str, bool]:
    bid, user = variation.award.bid, request.user
    decides = Permission.DECIDE if raises(variation, variation.award) else Permission.CHECK_BIDS
    is_open = variation.state in OPEN and not bid.round.closed_at
    runs = is_open and bid.state in (BidState.APPROVED, BidState.MONITORED)
    return {
        "may_decide": runs
        and variation.state == State.ASKED
        and decides in viewer.permissions
        and bid.pk not in viewer.stakes,
        "may_accept": runs
        and variation.state == State.DECIDED
        and allows("bids.accept_agreement", user, bid),
        "may_withdraw": is_open and allows("bids.vary", user, bid),
    }


def _refuse_strangers(
    request: SignedInRequest, variation: Variation, viewer: Viewer, doing: str
) -> None:
    may = _may(request, variation, viewer)
    if variation.state not in OPEN:
        raise Refused(_("This variation is settled: nothing more is done with it."))
    if not may.get(f"may_{doing}", any(may.values())):
        raise NotAllowed(_("This is not for you to do with the variation now."))


def _done(
    request: SignedInRequest,
    variation: Variation,
    doing: str,
    *,
    decide: DecideVariationForm,
    accept: AcceptVariationForm,
    refuse: SayNoForm,
) -> bool:
    """Do what was pressed; whether it was done."""
    by = request.user
    made: Variation | None = None
    if doing == "decide" and decide.is_valid():
        agree = decide.cleaned_data["decision"] == "agree"
        why = decide.cleaned_data["why"]
        made = attempt(decide, decide_variation, variation=variation, by=by, agree=agree, why=why)
        words = _("You agreed to it.") if agree else _("You refused it.")
    elif doing == "accept" and accept.is_valid():
        made = attempt(
            accept,
            accept_variation,
            variation=variation,
            signatory=accept.cleaned_data["signatory"],
            seen=accept.cleaned_data["seen"] or None,
            address=address_of(request),
            by=by,
        )
        words = _("The change is accepted, and in force.")
    elif doing == "withdraw" and refuse.is_valid():
        why = refuse.cleaned_data["why"]
        made = attempt(refuse, withdraw_variation, variation=variation, by=by, why=why)
        words = _("Everything stays as it was agreed.")
    if made:
        messages.success(request, words)
    return made is not None
