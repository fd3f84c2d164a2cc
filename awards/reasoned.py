"""A page that asks for a reason and then does one thing with a bid."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.errors import Refused
from base.forms import attempt
from bids.history import find_arrow
from bids.models import Bid
from bids.states import Arrow
from people.permissions import Permission, require
from people.requests import SignedInRequest
from scoring.viewers import find_bid
from ui.fields import LongTextField
from ui.forms import Form, page, posted
from ui.parts import Fact

Words = str | Promise


class ReasonForm(Form):
    """Why."""

    reason = LongTextField(
        label=gettext_lazy("Reason"), rows=3, most=2000, missing=gettext_lazy("Enter the reason")
    )


def _no_facts(bid: Bid) -> list[Fact]:
    return []


@dataclass(frozen=True)
class Step:
    """One thing that is done with a bid for a reason, and how its page words it."""

    arrow: Arrow
    permission: Permission
    verb: Callable[..., Bid]
    title: Words
    """What is done, with ``%(bid)s`` in it."""
    what: Words
    """What it means, in a sentence or two."""
    done: Words
    warns: bool = False
    facts: Callable[[Bid], list[Fact]] = field(default=_no_facts)
    """What a person should know before."""


def take_step(request: SignedInRequest, reference: str, step: Step) -> HttpResponse:
    """Ask for the reason, then do it. Raises ``Refused`` where the bid is in another state."""
    bid, _viewer = find_bid(request.user, reference)
    require(request.user, step.permission, bid.round.partnership)
    if find_arrow(step.arrow, bid.state) is None:
        raise Refused(
            _("%(bid)s is %(state)s now, so this cannot be done.")
            % {"bid": bid.reference, "state": bid.get_state_display().lower()}
        )
    said = {"bid": bid.reference}
    form = ReasonForm(posted(request))
    if form.is_valid():
        given: dict[str, Any] = {"bid": bid, "by": request.user, **form.cleaned_data}
        if attempt(form, step.verb, **given):
            messages.success(request, str(step.done) % said)
            return redirect("bid", reference)
    context = {
        "form": form,
        "bid": bid,
        "title": str(step.title) % said,
        "what": step.what,
        "warns": step.warns,
        "facts": step.facts(bid),
    }
    return page(request, "awards/reasoned.html", context)
