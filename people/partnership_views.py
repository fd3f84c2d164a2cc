"""The way to a partnership's page for somebody who did not say which partnership."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from base.errors import NotAllowed
from people.models import Partnership
from people.requests import SignedInRequest
from people.roles import ROLES, Permission
from ui.forms import page

PAGES: dict[str, tuple[str | Promise, set[Permission]]] = {
    "partnership-people": (
        _("People and roles"),
        {Permission.MANAGE_STAFF, Permission.INVITE_PANEL, Permission.READ},
    ),
    "partnership-audit": (_("Audit trail"), {Permission.READ_AUDIT}),
}
"""The pages: what each is called, and which permissions (any of them) lead there."""


@require_safe
@login_required
def choose_partnership(request: SignedInRequest, to: str) -> HttpResponse:
    """The page of the one partnership where the person may see it, or a choice of several."""
    title, needs = PAGES[to]
    roles = [role.name for role in ROLES.values() if role.permissions & needs]
    mine = Partnership.objects.filter(
        memberships__user=request.user, memberships__role__in=roles
    ).distinct()
    found = list(mine.order_by("name"))
    if not found:
        raise NotAllowed(
            gettext("“%(page)s” is for %(roles)s.")
            % {"page": title, "roles": gettext(" or ").join(ROLES[role].label for role in roles)}
        )
    if len(found) == 1:
        return redirect(to, found[0].code)
    context = {"title": title, "to": to, "partnerships": found}
    return page(request, "people/choose_partnership.html", context)
