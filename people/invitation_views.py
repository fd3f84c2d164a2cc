"""Taking up an invitation that came by email."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed
from people.invitations import accept, find, is_open, not_for
from people.requests import SignedInRequest
from people.roles import ROLES
from ui.forms import page

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def invitation_page(request: SignedInRequest, secret: str) -> HttpResponse:
    """What somebody is invited to, and a button to take it up."""
    invitation = find(secret)
    if invitation is None:
        raise Http404
    if not is_open(invitation):
        return page(request, "people/invitation_over.html", status=GONE)
    if why_not := not_for(invitation, request.user):
        raise NotAllowed(why_not)
    if request.method == "POST":
        accept(invitation=invitation, by=request.user)
        to = invitation.organisation or invitation.partnership
        messages.success(request, _("You now belong to %(name)s.") % {"name": to})
        if invitation.organisation:
            return redirect("organisation", invitation.organisation.pk)
        return redirect("home")
    role = ROLES.get(invitation.role)
    return page(request, "people/invitation.html", {"invitation": invitation, "role": role})
