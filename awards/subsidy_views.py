"""Subsidy control on pages: what an organisation declares, and the notice that officers record."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from awards.assistance import OPEN, declare_assistance, record_notice, remove_assistance
from awards.models import Assistance, SubsidyNotice
from awards.subsidy import LIMIT_PENCE, given_to, total_pence
from awards.subsidy_forms import AssistanceForm, NoticeForm
from awards.subsidy_limit import is_internal, is_noticed
from awards.subsidy_presenters import given_table, notice_facts, total_words, years_table
from base.errors import NotAllowed
from base.forms import attempt
from bids.models import Bid
from bids.organisation_querysets import find_organisation
from bids.presenters import title
from people.models import Organisation, User
from people.organisations import require_belongs
from people.permissions import Permission
from people.requests import SignedInRequest
from scoring.viewers import find_bid
from ui.dates import in_london
from ui.forms import page, posted
from ui.money import format_pence

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def assistance_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """What an organisation was given elsewhere, as its people declare it."""
    organisation = find_organisation(request.user, pk)
    require_belongs(request.user, organisation)
    form = AssistanceForm(posted(request))
    if form.is_valid() and (row := _declare(form, organisation, request.user)):
        messages.success(request, _("What %(giver)s gave is added.") % {"giver": row.giver})
        return redirect("organisation-assistance", pk)
    context = {
        "organisation": organisation,
        "rows": organisation.assistance.filter(removed_at=None).order_by("-given_on", "-pk"),
        "limit": format_pence(LIMIT_PENCE),
        "form": form,
    }
    return page(request, "awards/assistance.html", context)


def _declare(form: AssistanceForm, organisation: Organisation, by: User) -> Assistance | None:
    said = form.cleaned_data
    return attempt(form, declare_assistance, organisation=organisation, by=by, **said)


@require_POST
@login_required
def assistance_remove(request: SignedInRequest, pk: int, assistance: int) -> HttpResponse:
    """Take back something that was declared."""
    organisation = find_organisation(request.user, pk)
    found = get_object_or_404(organisation.assistance, pk=assistance)
    remove_assistance(assistance=found, by=request.user)
    messages.success(request, _("What %(giver)s gave is removed.") % {"giver": found.giver})
    return redirect("organisation-assistance", pk)


@require_http_methods(FORM)
@login_required
def subsidy_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """What a bid's organisation has had over three years, and the notice that an officer records."""
    bid, viewer = find_bid(request.user, reference)
    if not viewer.reads:
        raise NotAllowed(_("Subsidy control is for those who read the partnership's papers."))
    if request.method == "POST":
        viewer.require(Permission.CHECK_BIDS)
    notice = SubsidyNotice.objects.filter(bid=bid).select_related("notice_by").first()
    amount, day = _proposed(bid), _day(bid)
    form = NoticeForm(posted(request), initial=_initial(notice, amount))
    if form.is_valid() and _record(form, bid, request.user):
        messages.success(request, _("The notice is recorded."))
        return redirect("bid-subsidy", reference)
    given = given_to([bid.organisation], apart_from=[bid.pk])[bid.organisation_id]
    total = total_pence(given, day) + amount
    noticed = is_noticed(notice, total)
    context = {
        "bid": bid,
        "title": title(bid),
        "internal": is_internal(bid),
        "words": total_words(bid.organisation, total, noticed=noticed),
        "stopped": total > LIMIT_PENCE and not noticed,
        "years": years_table(given, day, amount),
        "given": given_table(given, day),
        "notice": notice_facts(notice) if notice else [],
        "form": form,
        "may_record": bid.state in OPEN and Permission.CHECK_BIDS in viewer.permissions,
    }
    return page(request, "awards/subsidy.html", context)


def _record(form: NoticeForm, bid: Bid, by: User) -> SubsidyNotice | None:
    return attempt(form, record_notice, bid=bid, by=by, **form.cleaned_data)


def _proposed(bid: Bid) -> int:
    """What the bid is or may at most be awarded, in pence."""
    if hasattr(bid, "award"):
        return bid.award.amount_pence
    return bid.requested_pence or 0


def _day(bid: Bid) -> date:
    """The day whose three years count: that of the approval, or today while there is none."""
    moment = bid.award.approved_at if hasattr(bid, "award") else timezone.now()
    return in_london(moment).date()


def _initial(notice: SubsidyNotice | None, amount: int) -> dict[str, Any]:
    first: dict[str, Any] = {"amount_pence": amount or None}
    if notice:
        names = ("notice_on", "confirmed_on", "confirmed_by")
        first |= {name: getattr(notice, name) for name in names}
    return first
