"""The pages on which an offer's terms, and who is paid, are set."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.agreement_presenters import offer_facts, payee_facts
from awards.models import Award
from awards.offering import offer_of, open_offer, refuse_if_staked, set_terms, sign_of
from awards.payees import payee_of, set_payee, sign_of_payee, usual_supplier
from awards.terms import current
from awards.terms_forms import PayeeForm, TermsPage
from base.errors import NotAllowed, Refused
from base.stale import Stale
from bids.finding import find_visible
from bids.models import Bid
from bids.presenters import title
from bids.rules import demand
from bids.states import State
from people.requests import SignedInRequest
from ui.forms import page, posted

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def award_terms(request: SignedInRequest, reference: str) -> HttpResponse:
    """Set what is offered, until it is accepted."""
    bid = _find(request, reference, "bids.set_terms")
    award = open_offer(bid)
    terms = current(award)
    shown = TermsPage(posted(request), offer_of(award, terms), sign_of(award, terms))
    if shown.is_valid():
        seen = shown.form.cleaned_data["seen"]
        try:
            set_terms(bid=bid, offer=shown.offer(), by=request.user, seen=seen)
        except Stale:
            return _stale_terms(request, bid, shown)
        except NotAllowed:
            raise
        except Refused as refused:
            shown.form.add_error(None, str(refused))
        else:
            messages.success(request, _("The terms are saved."))
            return redirect("agreement", reference)
    return _terms_page(request, bid, shown)


def _stale_terms(request: SignedInRequest, bid: Bid, shown: TermsPage) -> HttpResponse:
    """What the officer typed, beside what somebody else saved; saving again writes over it."""
    award = Award.objects.get(bid=bid)
    terms = current(award)
    data = cast(QueryDict, shown.form.data).copy()
    data["seen"] = seen = sign_of(award, terms)
    again = TermsPage(data, offer_of(award, terms), seen)
    again.is_valid()
    more = {"stale": True, "now": offer_facts(award, terms), "by": terms.by}
    return _terms_page(request, bid, again, status=CONFLICT, **more)


def _terms_page(
    request: SignedInRequest, bid: Bid, shown: TermsPage, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"bid": bid, "title": title(bid), "award": bid.award, **shown.context(), **more}
    return page(request, "awards/award_terms.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def award_payee(request: SignedInRequest, reference: str) -> HttpResponse:
    """Set to whom an award is paid."""
    bid = _find(request, reference, "bids.set_payee")
    if bid.state not in (State.APPROVED, State.MONITORED):
        raise Refused(_("%(bid)s has no award to be paid now.") % {"bid": bid.reference})
    award, status, more = bid.award, 200, dict[str, Any]()
    initial = {**vars(payee_of(award)), "seen": sign_of_payee(award)}
    usual = "" if award.supplier_number else usual_supplier(bid)
    form = PayeeForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            set_payee(bid=bid, payee=form.payee(), by=request.user, seen=seen)
        except Stale:
            award = Award.objects.get(bid=bid)
            form.data = cast(QueryDict, form.data).copy()
            form.data["seen"] = sign_of_payee(award)
            status, more = CONFLICT, {"stale": True, "now": payee_facts(award)}
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Who is paid is saved."))
            return redirect("bid", reference)
    context = {"bid": bid, "title": title(bid), "form": form, "usual": usual, **more}
    return page(request, "awards/award_payee.html", context, status=status)


def _find(request: SignedInRequest, reference: str, rule: str) -> Bid:
    bid = find_visible(request.user, reference)
    demand(rule, request.user, bid)
    refuse_if_staked(bid, request.user)
    return bid
