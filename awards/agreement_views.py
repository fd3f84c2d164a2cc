"""The offer: its terms, accepting them, turning them down."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from awards.actions import accept_agreement, offer_ends, turn_down
from awards.agreement_presenters import conditions, terms
from base.errors import Refused
from base.forms import attempt
from bids.announcements import is_kept_back
from bids.finding import find_visible
from bids.models import Bid
from bids.presenters import title
from bids.rules import demand
from bids.states import State
from people.requests import SignedInRequest
from ui.fields import LongTextField, TextField, TickField
from ui.forms import Form, page, posted


class AcceptForm(Form):
    """Who accepts the agreement."""

    signatory: Any = TextField(
        label=gettext_lazy("Full name of the person who accepts it"),
        help_text=gettext_lazy("Somebody who may sign for the organisation"),
        missing=gettext_lazy("Enter the name of the person who accepts the agreement"),
        autocomplete="name",
    )
    agreed: Any = TickField(
        label=gettext_lazy("The organisation accepts the terms and conditions on this page"),
        missing=gettext_lazy("Tick the box to accept the terms and conditions"),
    )


class TurnDownForm(Form):
    """Why the offer is turned down, and that it is meant."""

    reason: Any = LongTextField(
        label=gettext_lazy("Why are you turning it down?"),
        missing=gettext_lazy("Enter the reason, in a few words"),
        rows=4,
        most=2000,
    )
    sure: Any = TickField(
        label=gettext_lazy("I understand that the money goes to other projects"),
        missing=gettext_lazy("Tick the box to show that you mean it"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agreement(request: SignedInRequest, reference: str) -> HttpResponse:
    """The grant agreement: its terms, and the form that accepts them."""
    bid = _offered(request, reference, "bids.accept_agreement")
    form = AcceptForm(posted(request))
    if request.method == "POST" and form.is_valid():
        signatory = form.cleaned_data["signatory"]
        if attempt(form, accept_agreement, bid=bid, signatory=signatory, by=request.user):
            messages.success(request, _("The grant agreement is accepted."))
            return redirect("bid", reference=reference)
    ends = offer_ends(bid.award)
    context = {
        "bid": bid,
        "title": title(bid),
        "terms": terms(bid.award),
        "conditions": conditions(bid.award),
        "accepted": getattr(bid.award, "agreement", None),
        "ends": ends,
        "is_open": bid.state == State.APPROVED and timezone.now() < ends,
        "form": form,
    }
    return page(request, "awards/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def turn_down_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Turn the offer down: what that means, why, and the button."""
    bid = _offered(request, reference, "bids.turn_down")
    if bid.state != State.APPROVED:
        raise Refused(_("There is no offer for %(bid)s to turn down now.") % {"bid": reference})
    form = TurnDownForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, turn_down, bid=bid, by=request.user, reason=reason):
            messages.success(request, _("The offer is turned down."))
            return redirect("bid", reference=reference)
    context = {"bid": bid, "title": title(bid), "award": bid.award, "form": form}
    return page(request, "awards/turn_down.html", context)


def _offered(request: SignedInRequest, reference: str, rule: str) -> Bid:
    """A bid with an award that may be known. What a publicity hold keeps back is not there yet."""
    bid = find_visible(request.user, reference)
    demand(rule, request.user, bid)
    if not hasattr(bid, "award") or is_kept_back(bid):
        raise Refused(_("There is no offer for %(bid)s now.") % {"bid": reference})
    return bid
