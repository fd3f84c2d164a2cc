"""Taking up an invitation that came by email."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed
from people.gate import is_staff
from people.invitations import accept, find, is_open, not_for
from people.models import Invitation, User
from people.roles import ROLES
from ui.forms import page

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation_page(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody is invited to, and a button to take it up; who is signed out signs in or up first."""
    invitation = find(secret)
    if not isinstance(request.user, User):
        return redirect(_way_in(invitation, request.path))
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


def _way_in(invitation: Invitation | None, back: str) -> str:
    """Where somebody who is signed out goes on, and comes back from.

    Only the invited person has the link of an open invitation, so that its way tells nobody else
    whether their address is known.
    """
    name, asked = "login", {"next": back}
    if invitation is not None and is_open(invitation):
        known = User.objects.filter(email=invitation.email).first()
        if known is None:
            name, asked = "account_signup", {"email": invitation.email, **asked}
        elif is_staff(known):
            name = "account_login"
    return f"{reverse(name)}?{urlencode(asked)}"
