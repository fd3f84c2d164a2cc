"""Organisations, as a partnership's officers see to them: the list, and merging two that are one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import NotAllowed
from base.forms import attempt
from base.paging import one_page
from bids.merging import contradiction, merge, mergeable
from bids.organisation_forms import MergeForm, SearchForm
from bids.organisation_presenters import found_table, side_by_side, to_merge_table
from bids.organisation_querysets import after, find_organisation, searched, that_bid_in
from people.models import Organisation, User
from people.partnerships import find_partnership
from people.permissions import Permission, require
from people.requests import SignedInRequest
from ui.dates import in_london
from ui.forms import page, posted


@require_safe
@login_required
def partnership_organisations(request: SignedInRequest, code: str) -> HttpResponse:
    """The organisations that bid in a partnership, by name."""
    partnership = find_partnership(request.user, code)
    require(request.user, Permission.READ, partnership)
    form, q = _search(request)
    found = after(searched(that_bid_in(partnership), q), request.GET.get("after", ""))
    rows, more = one_page(found)
    context = {
        "partnership": partnership,
        "form": form,
        "q": q,
        "table": found_table(rows),
        "more": more,
    }
    return page(request, "bids/partnership_organisations.html", context)


@require_safe
@login_required
def organisation_merge_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which other organisation this one may turn out to be."""
    organisation = _mergeable(request.user, pk)
    form, q = _search(request)
    others = mergeable(request.user).exclude(pk=pk).order_by("name_key", "pk")
    rows, more = one_page(after(searched(others, q), request.GET.get("after", "")))
    context = {
        "organisation": organisation,
        "form": form,
        "q": q,
        "table": to_merge_table(organisation, rows),
        "more": more,
    }
    return page(request, "bids/organisation_merge_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_merge(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    """Two organisations side by side; the one that is kept is chosen, and takes what the other has."""
    one, two = _mergeable(request.user, pk), _mergeable(request.user, other)
    form = MergeForm(posted(request), organisations=[one, two])
    if form.is_valid():
        kept, gone = (one, two) if form.cleaned_data["kept"] == str(one.pk) else (two, one)
        if attempt(form, merge, kept=kept, other=gone, by=request.user):
            said = {"other": gone, "kept": kept}
            messages.success(request, _("%(other)s is now part of %(kept)s.") % said)
            return redirect("organisation", kept.pk)
    context = {
        "one": one,
        "two": two,
        "table": side_by_side(one, two, in_london(timezone.now()).date()),
        "why_not": contradiction(one, two),
        "form": form,
    }
    return page(request, "bids/organisation_merge.html", context)


def _search(request: SignedInRequest) -> tuple[SearchForm, str]:
    form = SearchForm(request.GET)
    return form, form.cleaned_data["q"] if form.is_valid() else ""


def _mergeable(user: User, pk: int) -> Organisation:
    """An organisation that the person may merge. Raises ``NotAllowed`` where they see it and may not."""
    organisation = find_organisation(user, pk)
    if not mergeable(user).filter(pk=pk).exists():
        raise NotAllowed(
            _(
                "You may not merge %(name)s: an officer merges organisations that bid in their own "
                "partnerships and nowhere else."
            )
            % {"name": organisation}
        )
    return organisation
