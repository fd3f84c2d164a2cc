"""Who sees one bid beside its organisation: let in by an officer, or named in it by their address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.forms import attempt
from bids import letting_in
from bids.models import Bid
from bids.organisation_forms import EmailForm
from bids.rules import demand
from people.models import User
from people.requests import SignedInRequest
from ui.forms import page, posted


@require_safe
@login_required
def bids_to_claim(request: SignedInRequest) -> HttpResponse:
    """The bids that name an address of the person, whose pages they cannot see yet."""
    found = letting_in.claimable(request.user).select_related("organisation", "round__partnership")
    return page(request, "bids/claim.html", {"bids": found.order_by("reference")})


@require_POST
@login_required
def bid_claim(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take up a bid that names the person's address."""
    bid = get_object_or_404(letting_in.claimable(request.user), reference=reference)
    letting_in.claim(bid=bid, by=request.user)
    messages.success(request, _("%(bid)s is now among your bids.") % {"bid": bid.reference})
    return redirect("bid", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bid_people(request: SignedInRequest, reference: str) -> HttpResponse:
    """Who sees a bid; let somebody else in to it."""
    bid = _find(request.user, reference)
    form = EmailForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if attempt(form, letting_in.let_in, bid=bid, email=email, by=request.user):
            messages.success(request, _("%(email)s can now see this bid.") % {"email": email})
            return redirect("bid-people", reference)
    context = {
        "bid": bid,
        "members": bid.organisation.members.order_by("name", "email"),
        "people": bid.people.order_by("name", "email"),
        "form": form,
    }
    return page(request, "bids/people.html", context)


@require_POST
@login_required
def bid_people_remove(request: SignedInRequest, reference: str, person: int) -> HttpResponse:
    """Let somebody see the bid no longer, who was let in to it alone."""
    bid = _find(request.user, reference)
    user = get_object_or_404(bid.people, pk=person)
    letting_in.take_out(bid=bid, user=user, by=request.user)
    messages.success(request, _("%(person)s no longer sees this bid.") % {"person": user})
    return redirect("bid-people", reference)


def _find(user: User, reference: str) -> Bid:
    """A bid that the person sees. Raises ``NotAllowed`` unless they let people in to it."""
    rows = Bid.objects.visible_to(user).select_related("organisation", "round__partnership")
    bid = get_object_or_404(rows.distinct(), reference=reference)
    demand("bids.let_in", user, bid)
    return bid
