"""The pages of decisions under delegation: deciding one, and recording that the funder was told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from awards.delegated import (
    approve_delegated,
    decline_delegated,
    record_told,
    why_not_delegated,
)
from awards.models import DelegatedDecision
from base.errors import NotAllowed, Refused
from base.forms import attempt
from bids.models import Bid
from bids.presenters import title
from bids.states import State
from funds.balances import available_pence
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.models import Pot
from scoring.viewers import find_bid
from ui.fields import ChoiceField, LongTextField, MoneyField, TextField
from ui.forms import Form, page, posted
from ui.money import format_pence
from ui.parts import Fact

BOTH = ["GET", "HEAD", "POST"]


class DelegatedForm(Form):
    """Approve an amount, or decline; with the reason."""

    decision: Any = ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[("approve", gettext_lazy("Approve")), ("decline", gettext_lazy("Decline"))],
        missing=gettext_lazy("Choose what you decide"),
    )
    amount_pence: Any = MoneyField(
        label=gettext_lazy("Amount to approve"), missing=gettext_lazy("Enter the amount")
    )
    reason: Any = LongTextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "It stands in the history; where you decline, the applicant reads it."
        ),
        missing=gettext_lazy("Enter the reason"),
        rows=4,
        most=2000,
    )


class ToldForm(Form):
    """Whom the officer told, and how."""

    told_to: Any = TextField(
        label=gettext_lazy("Whom did you tell, and how?"),
        help_text=gettext_lazy("For example, Sam Reed of the PCC’s office, by telephone"),
        missing=gettext_lazy("Enter whom you told, and how"),
    )


@require_http_methods(BOTH)
@login_required
def delegated_decide(request: SignedInRequest, reference: str) -> HttpResponse:
    """Decide a tactical bid under the limit that the PCC delegated."""
    bid, _viewer = find_bid(request.user, reference)
    if why := why_not_delegated(bid, request.user):
        raise NotAllowed(why)
    if bid.state != State.SIFTED:
        raise Refused(_("%(bid)s is not sifted, so it is not decided now.") % {"bid": reference})
    form = DelegatedForm(posted(request), initial={"amount_pence": _suggested(bid)})
    if form.is_valid() and _decide(request, bid, form):
        messages.success(request, _("%(bid)s is decided.") % {"bid": reference})
        return redirect("bid", reference)
    context = {"bid": bid, "title": title(bid), "form": form, "facts": _facts(bid)}
    return page(request, "awards/delegated.html", context)


def _suggested(bid: Bid) -> int:
    return min(bid.requested_pence or 0, bid.round.delegated_limit_pence)


def _facts(bid: Bid) -> list[Fact]:
    left = available_pence(bid.round, Pot.TACTICAL)
    return [
        Fact(_("Requested"), format_pence(bid.requested_pence or 0)),
        Fact(_("Recommended"), format_pence(bid.recommendation.amount_pence)),
        Fact(_("Delegated, up to"), format_pence(bid.round.delegated_limit_pence)),
        Fact(_("Left in the tactical pot"), format_pence(left)),
        Fact(_("Why nobody else was invited"), bid.no_competition or _("Others could bid")),
    ]


def _decide(request: SignedInRequest, bid: Bid, form: DelegatedForm) -> object:
    said, by = form.cleaned_data, request.user
    if said["decision"] == "decline":
        return attempt(form, decline_delegated, bid=bid, by=by, reason=said["reason"])
    amount = said["amount_pence"]
    return attempt(
        form, approve_delegated, bid=bid, amount_pence=amount, by=by, reason=said["reason"]
    )


@require_http_methods(BOTH)
@login_required
def delegated_told(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record that the funder was told of a decision under delegation."""
    bid, viewer = find_bid(request.user, reference)
    viewer.require(Permission.RECORD_DECISIONS)
    made = DelegatedDecision.objects.filter(award__bid=bid).first()
    if made is None:
        raise Http404
    form = ToldForm(posted(request))
    if form.is_valid():
        told_to = form.cleaned_data["told_to"]
        if attempt(form, record_told, decision=made, told_to=told_to, by=request.user):
            messages.success(request, _("It is recorded."))
            return redirect("tactical", bid.round.code)
    context = {"bid": bid, "title": title(bid), "form": form, "told": made.told_to}
    return page(request, "awards/delegated_told.html", context)
