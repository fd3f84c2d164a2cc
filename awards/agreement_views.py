"""The offer: the award letter, the agreement and accepting it, turning it down."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from awards.actions import accept_agreement, offer_ends, turn_down
from awards.agreement_presenters import acceptance, parts
from awards.agreement_text import signs
from awards.letter_text import letter_text
from awards.models import Agreement, Award
from awards.offering import offered
from awards.terms import current
from awards.written import Written, read
from base.errors import NotAllowed, Refused
from base.forms import attempt
from base.stale import Stale
from bids.announcements import is_kept_back
from bids.finding import find_visible
from bids.models import Bid
from bids.presenters import title
from bids.rules import allows, applicant, demand, reads
from bids.states import State
from people.models import User
from people.requests import SignedInRequest, address_of
from ui.dates import in_london
from ui.fields import LongTextField, TextField, TickField
from ui.forms import Form, page, posted

CONFLICT = 409


class AcceptForm(Form):
    """Who accepts the agreement, and the checksum of what they read."""

    signatory: Any = TextField(
        label=gettext_lazy("Full name of the person who accepts it"),
        help_text=gettext_lazy("Somebody who may sign for the organisation"),
        missing=gettext_lazy("Enter the name of the person who accepts the agreement"),
        autocomplete="name",
    )
    agreed: Any = TickField(
        label=gettext_lazy("I have read it all, and the organisation accepts it"),
        missing=gettext_lazy("Tick the box to accept what is on this page"),
    )
    seen: Any = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def name_who(self, award: Award) -> None:
        """Say whose name it is, where only one will do."""
        if name := signs(award):
            words = _("It is accepted by %(name)s. Type the name as it stands here.")
            self.fields["signatory"].help_text = words % {"name": name}


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


@dataclass(frozen=True)
class Shown:
    """The agreement as somebody reads it."""

    written: Written
    """What was accepted; else what is offered."""
    accepted: Agreement | None


def find_agreement(user: User, reference: str) -> tuple[Bid, Shown]:
    """A bid's agreement for who may read it; once accepted, in the very words that were accepted.

    Of a paper that was signed there are no words: then it is as the terms stand.
    """
    bid = find_offered(user, reference, "bids.read_agreement")
    rows = Agreement.objects.select_related("recorded_by", "award__bid__organisation")
    accepted = rows.filter(award=bid.award).first()
    text = accepted.text if accepted and accepted.text else offered(bid.award).text
    return bid, Shown(read(text), accepted)


def find_letter(user: User, reference: str) -> tuple[Bid, Written]:
    """A bid's award letter, for who may read it."""
    bid = find_offered(user, reference, "bids.read_agreement")
    accepted = getattr(bid.award, "agreement", None)
    terms = accepted.terms if accepted and accepted.terms else current(bid.award)
    return bid, read(letter_text(bid.award, terms).text)


def find_offered(user: User, reference: str, rule: str) -> Bid:
    """A bid with an award that may be known. What a publicity hold keeps back is there for staff alone."""
    bid = find_visible(user, reference)
    demand(rule, user, bid)
    kept = is_kept_back(bid) and (rule != "bids.read_agreement" or applicant(user, bid))
    found = Award.objects.select_related("agreement", "delegated").filter(bid=bid).first()
    if kept or found is None:
        raise Refused(_("There is no offer for %(bid)s now.") % {"bid": reference})
    bid.award = found
    return bid


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agreement(request: SignedInRequest, reference: str) -> HttpResponse:
    """The grant agreement, and the form that accepts it."""
    bid, shown = find_agreement(request.user, reference)
    if request.method == "POST":
        demand("bids.accept_agreement", request.user, bid)
    form = AcceptForm(posted(request), initial={"seen": shown.written.checksum})
    form.name_who(bid.award)
    status = 200
    if form.is_valid():
        try:
            accept_agreement(
                bid=bid,
                signatory=form.cleaned_data["signatory"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                address=address_of(request),
            )
        except Stale as stale:
            bid, shown = find_agreement(request.user, reference)
            form, status = _again(form, bid, shown.written, str(stale)), CONFLICT
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The grant agreement is accepted."))
            return redirect("agreement", reference)
    context = {**_page(request.user, bid, shown), "form": form}
    return page(request, "awards/agreement.html", context, status=status)


def _again(form: AcceptForm, bid: Bid, written: Written, why: str) -> AcceptForm:
    """The form over what the terms say now: the name is kept, the tick is not."""
    data = cast(QueryDict, form.data).copy()
    data["seen"] = written.checksum
    data.pop("agreed", None)
    again = AcceptForm(data)
    again.name_who(bid.award)
    again.full_clean()
    again.be_quiet()
    again.add_error(None, why)
    return again


def _page(user: User, bid: Bid, shown: Shown) -> dict[str, Any]:
    ends = offer_ends(bid.award)
    stands = bid.state == State.APPROVED and shown.accepted is None
    over = timezone.now() >= ends
    return {
        "bid": bid,
        "title": title(bid),
        "written": shown.written,
        "parts": parts(shown.written),
        "accepted": shown.accepted,
        "changed": _changed(bid.award, shown.accepted),
        "facts": acceptance(shown.accepted, names=reads(user, bid)) if shown.accepted else [],
        "ends": ends,
        "offered": stands,
        "over": over,
        "may_accept": stands
        and not over
        and not is_kept_back(bid)
        and allows("bids.accept_agreement", user, bid),
        "may_change": stands and allows("bids.set_terms", user, bid),
    }


def _changed(award: Award, accepted: Agreement | None) -> date | None:
    """When the text that was accepted was last changed by a variation; nothing where it stands as it was.

    Where it was accepted on paper the page shows the terms as they stand now.
    """
    if accepted is None or not accepted.text:
        return None
    now = current(award)
    return in_london(now.at).date() if accepted.terms_id not in (None, now.pk) else None


@require_safe
@login_required
def award_letter(request: SignedInRequest, reference: str) -> HttpResponse:
    """The letter that tells of the award."""
    bid, written = find_letter(request.user, reference)
    context = {"bid": bid, "title": title(bid), "written": written, "parts": parts(written)}
    return page(request, "awards/award_letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def turn_down_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """Turn the offer down: what that means, why, and the button."""
    bid = find_offered(request.user, reference, "bids.turn_down")
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
