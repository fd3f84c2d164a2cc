"""The pages of a project's claims: the plan and what was claimed, a new claim, one claim."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Plan
from base.errors import NotAllowed, Refused
from base.forms import attempt
from bids.announcements import is_kept_back
from bids.file_checks import MOST_BYTES, Checked, examine
from bids.models import Bid
from bids.presenters import title
from bids.rules import allows, demand
from monitoring.claims.claimable import claimable
from monitoring.claims.decisions import (
    Decision,
    approve_claim,
    check_claim,
    decisions,
    early_spending,
    obstacles,
    refuse_claim,
)
from monitoring.claims.forms import ClaimForm, DecideForm, WithdrawClaimForm
from monitoring.claims.presenters import (
    claim_facts,
    claims_table,
    payee_facts,
    payments_table,
    plan_table,
    receipts_table,
    standing_facts,
)
from monitoring.claims.sending import refuse_unless_running, send_claim, withdraw_claim
from monitoring.models import Claim
from monitoring.payments.before import lacks
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.viewers import Viewer, find_bid
from ui.dates import in_london
from ui.forms import page, posted

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def claims_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """The payment plan, what was claimed, what is left, and what keeps money from moving."""
    bid, viewer = find_project(request, reference)
    award, today = bid.award, in_london(timezone.now()).date()
    standing = claimable(award, today)
    claims = list(award.claims.order_by("-pk"))
    for claim in claims:
        claim.award = award
    why_not = _why_not(bid)
    context = {
        "bid": bid,
        "title": title(bid),
        "facts": standing_facts(award, standing),
        "plan": plan_table(standing),
        "standing": standing,
        "claims": claims_table(claims, flags=viewer.reads),
        "lacks": [] if why_not else list(lacks(award, today)),
        "why_not": why_not,
        "may_claim": not why_not
        and standing.due_pence > 0
        and allows("bids.claim", request.user, bid),
        "payee": payee_facts(award) if viewer.reads else [],
        "may_name_payee": Permission.PAY in viewer.permissions,
    }
    return page(request, "monitoring/claims.html", context)


def _why_not(bid: Bid) -> str:
    """Why nothing can be claimed now, in a sentence."""
    try:
        refuse_unless_running(bid)
    except Refused as refused:
        return str(refused)
    return ""


@require_http_methods(BOTH)
@login_required
def claim_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Claim money; an officer does it for an applicant who works on paper."""
    bid, viewer = find_project(request, reference)
    demand("bids.claim", request.user, bid)
    refuse_unless_running(bid)
    standing = claimable(bid.award, in_london(timezone.now()).date())
    form = ClaimForm(
        posted(request), request.FILES or None, standing=standing, on_paper=viewer.reads
    )
    if form.is_valid() and (claim := _send(request, bid, form)):
        messages.success(request, _("Claim %(number)s is sent.") % {"number": claim.number})
        return redirect("claims", reference)
    context = {
        "bid": bid,
        "title": title(bid),
        "form": form,
        "standing": standing,
        "arrears": standing.plan == Plan.ARREARS,
        "lacks": list(lacks(bid.award, standing.on)),
    }
    return page(request, "monitoring/claim_new.html", context)


def _send(request: SignedInRequest, bid: Bid, form: ClaimForm) -> Claim | None:
    said = form.cleaned_data
    try:
        files = [_examined(file) for file in said.get("receipts") or []]
    except Refused as refused:
        form.add_error("receipts", str(refused))
        return None
    return attempt(
        form,
        send_claim,
        award=bid.award,
        amount_pence=said["amount_pence"],
        spent=form.spent(),
        words=said["words"],
        files=files,
        by=request.user,
    )


def _examined(file: Any) -> Checked:
    return examine(file.name or "", file.read(MOST_BYTES + 1))


@require_http_methods(BOTH)
@login_required
def claim_page(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """One claim with its receipts and payments; those whose turn it is decide it here."""
    claim, viewer = _claim(request, reference, number)
    bid, award = claim.award.bid, claim.award
    choices = decisions(claim, request.user, viewer.permissions)
    if request.method == "POST" and not choices:
        _refuse_to_decide(claim, viewer)
    form = DecideForm(posted(request), choices=choices)
    if form.is_valid() and _decide(request, claim, form):
        messages.success(request, _("Claim %(number)s is decided.") % {"number": number})
        return redirect("claim", reference, number)
    today = in_london(timezone.now()).date()
    withdraws = claim.state in (Claim.State.SENT, Claim.State.CHECKED)
    context = {
        "bid": bid,
        "title": title(bid),
        "claim": claim,
        "facts": claim_facts(claim, names=viewer.reads),
        "early": early_spending(claim) if viewer.reads else "",
        "receipts": receipts_table(claim),
        "payments": payments_table(claim.lines.select_related("batch__round"), names=viewer.reads),
        "payee": payee_facts(award) if viewer.reads else [],
        "may_name_payee": Permission.PAY in viewer.permissions,
        "obstacles": obstacles(claim, today) if Decision.APPROVE in choices else [],
        "form": form,
        "may_decide": bool(choices),
        "may_withdraw": withdraws and allows("bids.claim", request.user, bid),
    }
    return page(request, "monitoring/claim.html", context)


def _refuse_to_decide(claim: Claim, viewer: Viewer) -> None:
    """Say why a person may not decide a claim, or not now."""
    if not viewer.permissions & {Permission.RECORD_RETURNS, Permission.PAY}:
        viewer.require(Permission.RECORD_RETURNS)
    raise NotAllowed(
        _("It is not for you to decide claim %(number)s now.") % {"number": claim.number}
    )


def _decide(request: SignedInRequest, claim: Claim, form: DecideForm) -> Claim | None:
    decision, by = Decision(form.cleaned_data["decision"]), request.user
    if decision is Decision.REFUSE:
        reason = form.cleaned_data["reason"]
        return attempt(form, refuse_claim, claim=claim, by=by, reason=reason)
    verb = check_claim if decision is Decision.CHECK else approve_claim
    return attempt(form, verb, claim=claim, by=by)


@require_http_methods(BOTH)
@login_required
def claim_withdraw(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Take a claim back that is not approved yet."""
    claim, _viewer = _claim(request, reference, number)
    demand("bids.claim", request.user, claim.award.bid)
    form = WithdrawClaimForm(posted(request))
    if form.is_valid() and _withdraw(request, claim, form):
        messages.success(request, _("Claim %(number)s is withdrawn.") % {"number": number})
        return redirect("claims", reference)
    context = {"bid": claim.award.bid, "claim": claim, "form": form}
    return page(request, "monitoring/claim_withdraw.html", context)


def _withdraw(request: SignedInRequest, claim: Claim, form: WithdrawClaimForm) -> Claim | None:
    why = form.cleaned_data["why"]
    return attempt(form, withdraw_claim, claim=claim, by=request.user, why=why)


def find_project(request: SignedInRequest, reference: str) -> tuple[Bid, Viewer]:
    """A bid with an award whose money the person may see."""
    bid, viewer = find_bid(request.user, reference)
    sight = viewer.sight_of(bid)
    if not sight.spending:
        raise NotAllowed(_("Claims are for the project and for those who read the papers."))
    if not hasattr(bid, "award") or (not sight.names and is_kept_back(bid)):
        raise Refused(_("There is no award for %(bid)s now.") % {"bid": reference})
    return bid, viewer


def _claim(request: SignedInRequest, reference: str, number: int) -> tuple[Claim, Viewer]:
    """A claim of a project whose money the person may see; else the page is not there."""
    bid, viewer = find_project(request, reference)
    related = ("claimed_by", "checked_by", "approved_by", "ended_by")
    claim = bid.award.claims.filter(number=number).select_related(*related).first()
    if claim is None:
        raise Http404
    claim.award = bid.award
    return claim, viewer
