"""Organisations, as their own people keep them: register, details, policies, people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.forms import attempt
from bids import joining
from bids.models import Bid
from bids.organisation_alike import alike, named_by
from bids.organisation_forms import DetailsForm, PolicyForm
from bids.organisation_presenters import organisation_facts, own_table, policies_table
from bids.organisation_querysets import find_organisation, visible_organisations
from bids.presenters import own_bids_table
from bids.querysets import READERS
from people.models import Organisation, Partnership, Policy, User
from people.organisations import (
    change_details,
    current,
    manages_organisation,
    refuse_auditor,
    register,
    require_belongs,
    set_policy,
)
from people.requests import SignedInRequest
from ui.dates import in_london
from ui.forms import page, posted


@require_safe
@login_required
def organisations(request: SignedInRequest) -> HttpResponse:
    """The person's own organisations, and the way to those of their partnerships."""
    mine = list(request.user.organisations.filter(merged_into=None).order_by("name_key", "pk"))
    partnerships = Partnership.objects.filter(
        memberships__user=request.user, memberships__role__in=READERS
    )
    found = list(partnerships.distinct().order_by("name"))
    if len(found) == 1 and not mine:
        return redirect("partnership-organisations", found[0].code)
    context = {"own": own_table(mine), "partnerships": found}
    return page(request, "bids/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_new(request: SignedInRequest) -> HttpResponse:
    """Register an organisation, unless it is here already."""
    refuse_auditor(request.user)
    form = DetailsForm(posted(request))
    if form.is_valid():
        another = form.cleaned_data["another"]
        made = attempt(form, register, details=form.details(), by=request.user, another=another)
        if made:
            messages.success(request, _("%(name)s is registered.") % {"name": made})
            return redirect("organisation", made.pk)
    context = {"form": form, **alike(form, request.user)}
    return page(request, "bids/organisation_new.html", context)


@require_POST
@login_required
def organisation_join(request: SignedInRequest) -> HttpResponse:
    """Ask to join an organisation that was found to be here already: its page is not known yet."""
    organisation = named_by(request.POST.get("organisation", ""), request.user)
    asked = joining.ask_to_join(organisation=organisation, by=request.user)
    if asked is None:
        messages.success(request, _("You now belong to %(name)s.") % {"name": organisation})
        return redirect("organisation", organisation.pk)
    said = {"name": organisation, "email": request.user.email}
    messages.success(
        request,
        _("Those who can let you in to %(name)s have been told. You hear by email: %(email)s.")
        % said,
    )
    return redirect("organisations")


@require_safe
@login_required
def organisation_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """An organisation: its details, policies, bids and people."""
    user = request.user
    organisation = visible_organisations(user).filter(pk=pk).first()
    if organisation is None:
        merged = get_object_or_404(Organisation, pk=pk, merged_into__isnull=False)
        return redirect("organisation", find_organisation(user, current(merged).pk).pk)
    members = list(organisation.members.order_by("name", "email"))
    is_member, is_officer = user in members, manages_organisation(user, organisation)
    today = in_london(timezone.now()).date()
    waiting = organisation.invitations.filter(ended_at=None, expires_at__gt=timezone.now())
    context = {
        "organisation": organisation,
        "facts": organisation_facts(organisation),
        "policies": policies_table(organisation, today, may_change=is_member),
        "members": members,
        "bids": own_bids_table(_bids(user, organisation)),
        "is_member": is_member,
        "is_officer": is_officer,
        "lets_in": is_member or is_officer,
        "invitations": waiting.select_related("by"),
        "requests": organisation.join_requests.filter(ended_at=None).select_related("user"),
    }
    return page(request, "bids/organisation.html", context)


def _bids(user: User, organisation: Organisation) -> QuerySet[Bid]:
    found = Bid.objects.visible_to(user).filter(organisation=organisation)
    return found.select_related("organisation", "round__partnership").order_by("-pk")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an organisation's details."""
    organisation = find_organisation(request.user, pk)
    require_belongs(request.user, organisation)
    initial = DetailsForm.initial_of(organisation)
    form = DetailsForm(posted(request), initial=initial)
    if form.is_valid():
        details, another = form.details(), form.cleaned_data["another"]
        changed = attempt(
            form,
            change_details,
            organisation=organisation,
            details=details,
            by=request.user,
            another=another,
        )
        if changed:
            messages.success(request, _("The details are saved."))
            return redirect("organisation", pk)
    found = alike(form, request.user, apart_from=organisation)
    context = {"organisation": organisation, "form": form, **found}
    return page(request, "bids/organisation_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_policy(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Say whether the organisation has a policy, and until when."""
    organisation = find_organisation(request.user, pk)
    require_belongs(request.user, organisation)
    if kind not in Policy.Kind.values:
        raise Http404
    policy = organisation.policies.filter(kind=kind).first()
    form = PolicyForm(posted(request), initial=PolicyForm.initial_of(policy))
    if form.is_valid():
        set_policy(
            organisation=organisation, kind=Policy.Kind(kind), by=request.user, **form.cleaned_data
        )
        messages.success(request, _("The policy is saved."))
        return redirect("organisation", pk)
    context = {"organisation": organisation, "title": Policy.Kind(kind).label, "form": form}
    return page(request, "bids/organisation_policy.html", context)
