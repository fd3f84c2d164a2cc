"""Who belongs to an organisation: invite, answer, leave, remove."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.errors import NotAllowed, Refused
from base.forms import attempt
from bids import joining
from bids.organisation_forms import EmailForm
from bids.organisation_querysets import find_organisation
from people.invitations import take_back
from people.models import Invitation, JoinRequest, Organisation, User
from people.organisations import lets_in, require_belongs
from people.requests import SignedInRequest
from ui.forms import Form, page, posted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Invite somebody by email."""
    organisation = find_organisation(request.user, pk)
    _require_lets_in(request.user, organisation)
    form = EmailForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if attempt(form, joining.invite, organisation=organisation, email=email, by=request.user):
            messages.success(request, _("The invitation goes to %(email)s.") % {"email": email})
            return redirect("organisation", pk)
    context = {"organisation": organisation, "form": form}
    return page(request, "bids/organisation_invite.html", context)


@require_POST
@login_required
def organisation_take_back(request: SignedInRequest, pk: int, invitation: int) -> HttpResponse:
    """Take back an invitation that waits."""
    organisation = find_organisation(request.user, pk)
    found = get_object_or_404(Invitation, organisation=organisation, pk=invitation)
    take_back(invitation=found, by=request.user)
    said = {"email": found.email}
    messages.success(request, _("The invitation to %(email)s no longer works.") % said)
    return redirect("organisation", pk)


@require_POST
@login_required
def organisation_answer(request: SignedInRequest, pk: int, asked: int) -> HttpResponse:
    """Let somebody in who asked to join, or refuse it."""
    organisation = find_organisation(request.user, pk)
    found = get_object_or_404(JoinRequest, organisation=organisation, pk=asked)
    _require_lets_in(request.user, organisation)
    said = request.POST.getlist("answer")
    if said not in (["let-in"], ["refuse"]):
        raise Refused(_("Say whether they are let in or refused."))
    let_in = said == ["let-in"]
    joining.answer(request=found, let_in=let_in, by=request.user)
    words = _("%(person)s now belongs to %(name)s.") if let_in else _("%(person)s was refused.")
    messages.success(request, words % {"person": found.user, "name": organisation})
    return redirect("organisation", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave an organisation, once the person has confirmed it."""
    organisation = find_organisation(request.user, pk)
    require_belongs(request.user, organisation)
    form = Form(posted(request))
    if form.is_valid():
        joining.leave(organisation=organisation, by=request.user)
        messages.success(request, _("You have left %(name)s.") % {"name": organisation})
        return redirect("organisations")
    why_not = joining.why_not_leave(organisation, request.user)
    context = {"organisation": organisation, "form": form, "why_not": why_not}
    return page(request, "bids/organisation_leave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_remove(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody out of the organisation, once it is confirmed."""
    organisation = find_organisation(request.user, pk)
    require_belongs(request.user, organisation)
    user = get_object_or_404(organisation.members, pk=person)
    if user == request.user:
        return redirect("organisation-leave", pk)
    form = Form(posted(request))
    if form.is_valid():
        joining.remove(organisation=organisation, user=user, by=request.user)
        said = {"person": user, "name": organisation}
        messages.success(request, _("%(person)s no longer belongs to %(name)s.") % said)
        return redirect("organisation", pk)
    context = {"organisation": organisation, "person": user, "form": form}
    return page(request, "bids/organisation_remove.html", context)


def _require_lets_in(user: User, organisation: Organisation) -> None:
    if not lets_in(user, organisation):
        raise NotAllowed(
            _("Only the people of an organisation, and the officers it bid to, let others in.")
        )
