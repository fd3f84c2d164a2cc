"""Who holds which role in a partnership: invite, change, remove."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.errors import NotAllowed
from base.forms import attempt
from people.invitations import take_back
from people.models import Invitation, Membership, Partnership, User
from people.partnerships import find_partnership
from people.permissions import Permission, refusal, roles_of
from people.requests import SignedInRequest
from people.roles import ROLES, Role
from people.staff import managed_roles
from rounds import staff
from rounds.staff_forms import InviteForm, RoleForm
from rounds.staff_presenters import groups, invitations
from ui.forms import Form, page, posted

SEES_STAFF = {Permission.MANAGE_STAFF, Permission.INVITE_PANEL, Permission.READ}


@require_safe
@login_required
def partnership_people(request: SignedInRequest, code: str) -> HttpResponse:
    """Every role with its people, and the invitations that wait."""
    partnership = find_partnership(request.user, code)
    held = {p for role in roles_of(request.user, partnership) for p in ROLES[role].permissions}
    if not held & SEES_STAFF:
        raise NotAllowed(refusal(request.user, Permission.READ, partnership))
    managed = {role.name for role in managed_roles(request.user, partnership)}
    people = partnership.memberships.select_related("user", "partnership")
    waiting = partnership.invitations.filter(ended_at=None, expires_at__gt=timezone.now())
    context = {
        "partnership": partnership,
        "groups": groups(people.order_by("user__name", "user__email"), request.user, managed),
        "invitations": invitations(waiting.select_related("by"), managed),
        "manages": bool(managed),
        "identifies": Permission.SET_IDENTIFIERS in held,
    }
    return page(request, "rounds/staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def staff_invite(request: SignedInRequest, code: str) -> HttpResponse:
    """Invite somebody by email to a role."""
    partnership = find_partnership(request.user, code)
    roles = _managed(request.user, partnership)
    initial = {"role": roles[0].name} if len(roles) == 1 else None
    form = InviteForm(posted(request), roles=roles, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        by, email = request.user, said["email"]
        if attempt(
            form, staff.invite, partnership=partnership, email=email, role=said["role"], by=by
        ):
            messages.success(request, _("The invitation goes to %(email)s.") % {"email": email})
            return redirect("partnership-people", code=code)
    context = {"partnership": partnership, "form": form}
    return page(request, "rounds/staff_invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def staff_change(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Give somebody another role in place of this one."""
    membership = _membership(request.user, code, pk)
    staff.check(membership, request.user)
    roles = managed_roles(request.user, membership.partnership)
    others = [role for role in roles if role.name != membership.role]
    if not others:
        raise NotAllowed(refusal(request.user, Permission.MANAGE_STAFF, membership.partnership))
    form = RoleForm(posted(request), roles=others)
    if form.is_valid():
        role = form.cleaned_data["role"]
        if attempt(form, staff.change_role, membership=membership, role=role, by=request.user):
            said = {"person": membership.user, "role": ROLES[role].label}
            messages.success(request, _("%(person)s is now %(role)s.") % said)
            return redirect("partnership-people", code=code)
    context = {"membership": membership, "role": ROLES[membership.role].label, "form": form}
    return page(request, "rounds/staff_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def staff_remove(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Take a role away, once the person has confirmed it."""
    membership = _membership(request.user, code, pk)
    staff.check(membership, request.user)
    form = Form(posted(request))
    if form.is_valid():
        staff.remove(membership=membership, by=request.user)
        said = {"person": membership.user, "role": ROLES[membership.role].label}
        messages.success(request, _("%(person)s is no longer %(role)s.") % said)
        return redirect("partnership-people", code=code)
    context = {"membership": membership, "role": ROLES[membership.role].label, "form": form}
    return page(request, "rounds/staff_remove.html", context)


@require_POST
@login_required
def staff_take_back(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Take back an invitation that waits."""
    partnership = find_partnership(request.user, code)
    invitation = get_object_or_404(Invitation, partnership=partnership, pk=pk)
    take_back(invitation=invitation, by=request.user)
    said = {"email": invitation.email}
    messages.success(request, _("The invitation to %(email)s no longer works.") % said)
    return redirect("partnership-people", code=code)


def _managed(user: User, partnership: Partnership) -> list[Role]:
    """The roles that the person manages. Raises ``NotAllowed`` where there is none."""
    roles = managed_roles(user, partnership)
    if not roles:
        raise NotAllowed(refusal(user, Permission.INVITE_PANEL, partnership))
    return roles


def _membership(user: User, code: str, pk: int) -> Membership:
    partnership = find_partnership(user, code)
    rows = partnership.memberships.select_related("user", "partnership")
    return get_object_or_404(rows, pk=pk)
