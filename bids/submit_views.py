"""Check the answers, declare, send; and the receipt."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed, Refused
from bids.actions import Late, deadline, submit
from bids.checking import cards, missing
from bids.early import early_words
from bids.finding import find_visible
from bids.models import Bid
from bids.presenters import title
from bids.receipts import after_submission
from bids.rules import demand
from bids.sections import Paper
from bids.states import State
from bids.task_presenters import is_late
from bids.version_presenters import DECLARED
from bids.versions import Declaration
from people.requests import SignedInRequest
from rounds.people import officer_emails
from ui.fields import TickField
from ui.forms import Form, page

CONFLICT = 409


class DeclarationForm(Form):
    """What the person who sends a bid declares."""

    authorised: Any = TickField(
        label=DECLARED["authorised"],
        missing=gettext_lazy("Tick the box to confirm that you may send this bid"),
    )
    true: Any = TickField(
        label=DECLARED["true"],
        missing=gettext_lazy("Tick the box to confirm that what it says is true"),
    )
    consent: Any = TickField(
        label=DECLARED["consent"],
        missing=gettext_lazy("Tick the box to agree that the bid may be shared"),
    )


@require_safe
@never_cache
@login_required
def check(request: SignedInRequest, reference: str) -> HttpResponse:
    """Everything that the bid says, with what is missing; then the declaration."""
    bid = find_visible(request.user, reference)
    demand("bids.submit", request.user, bid)
    if bid.state != State.DRAFT:
        return redirect("bid", reference=reference)
    return _show(request, bid, DeclarationForm())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def send(request: SignedInRequest, reference: str) -> HttpResponse:
    """Send the bid. A second press leads to the receipt of the first."""
    bid = find_visible(request.user, reference)
    demand("bids.submit", request.user, bid)
    if request.method != "POST":
        return redirect("bid-check", reference=reference)
    if bid.state != State.DRAFT:
        return redirect("bid-sent", reference=reference)
    form = DeclarationForm(request.POST)
    if not form.is_valid() or missing(bid):
        return _show(request, bid, form)
    try:
        submit(bid=bid, by=request.user, declaration=Declaration(**form.cleaned_data))
    except Late:
        return _late(request, bid)
    except NotAllowed:
        raise
    except Refused as refused:
        bid.refresh_from_db()
        if bid.state == State.DRAFT:
            form.add_error(None, str(refused))
            return _show(request, bid, form)
    return redirect("bid-sent", reference=reference)


def _show(request: SignedInRequest, bid: Bid, form: DeclarationForm) -> HttpResponse:
    lacking = missing(bid)
    if form.is_bound and lacking and not form.errors:
        form.add_error(None, _("Finish what is missing first: it is listed on this page."))
    context = {
        "bid": bid,
        "title": title(bid),
        "cards": cards(Paper(bid)),
        "missing": lacking,
        "due": deadline(bid),
        "late": is_late(bid),
        "officers": officer_emails(bid.round) if is_late(bid) else [],
        "early": early_words(bid),
        "form": form,
    }
    return page(request, "bids/check.html", context)


def _late(request: SignedInRequest, bid: Bid) -> HttpResponse:
    """The deadline came first: what that means, and whom to ask."""
    officers = officer_emails(bid.round)
    context = {"bid": bid, "title": title(bid), "due": deadline(bid), "officers": officers}
    return render(request, "bids/late.html", context, status=CONFLICT)


@require_safe
@never_cache
@login_required
def sent(request: SignedInRequest, reference: str) -> HttpResponse:
    """The receipt."""
    bid = find_visible(request.user, reference)
    demand("bids.submit", request.user, bid)
    version = bid.versions.select_related("by").last()
    if version is None or bid.state == State.DRAFT:
        raise Http404
    context = {
        "bid": bid,
        "title": title(bid),
        "version": version,
        "emails": sorted({version.by.email, bid.contact_email} - {""}),
        "next": after_submission(bid) if bid.state == State.SUBMITTED else "",
    }
    return render(request, "bids/sent.html", context)
