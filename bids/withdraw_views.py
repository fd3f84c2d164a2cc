"""The page on which a bid is withdrawn."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from base.errors import Refused
from base.forms import attempt
from bids.actions import withdraw
from bids.announcements import is_kept_back
from bids.finding import find_visible
from bids.history import find_arrow
from bids.models import Bid
from bids.rules import demand
from bids.states import Arrow, State
from people.hold import is_held
from people.requests import SignedInRequest
from ui.fields import LongTextField, TickField
from ui.forms import Form, page, posted


class WithdrawForm(Form):
    """Why, and that it is meant."""

    reason: Any = LongTextField(
        label=gettext_lazy("Why are you withdrawing it?"),
        missing=gettext_lazy("Enter the reason, in a few words"),
        rows=4,
        most=2000,
    )
    sure: Any = TickField(
        label=gettext_lazy("I understand that this cannot be undone"),
        missing=gettext_lazy("Tick the box to show that you mean it"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bid_withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """Withdraw a bid: what that means, why, and the button."""
    bid = find_visible(request.user, reference)
    demand("bids.withdraw", request.user, bid)
    _refuse_what_is_over(bid)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, withdraw, bid=bid, by=request.user, reason=reason):
            messages.success(request, _("%(bid)s was withdrawn.") % {"bid": reference})
            return redirect("bid", reference=reference)
    context = {"bid": bid, "form": form, "was_sent": bid.state != State.DRAFT}
    return page(request, "bids/withdraw.html", context)


def _refuse_what_is_over(bid: Bid) -> None:
    """Refuse what cannot be withdrawn; in a publicity hold in words that do not tell a decision."""
    if is_held(bid.round.partnership) and (bid.state == State.SIFTED or is_kept_back(bid)):
        raise Refused(
            _("The decision is being prepared. To withdraw the bid now, write to %(partnership)s.")
            % {"partnership": bid.round.partnership}
        )
    if find_arrow(Arrow.WITHDRAW, bid.state) is None:
        raise Refused(_("This bid was decided or has ended, so it cannot be withdrawn."))
