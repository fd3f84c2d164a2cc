"""Who gives and takes which roles in a partnership."""

from base.verbs import verb
from people.audit import record
from people.emails import person_with
from people.models import AuditRow, Membership, Partnership, User
from people.permissions import may
from people.roles import ADMINISTRATOR, PANEL, ROLES, Permission, Role


def managed_roles(user: User, partnership: Partnership) -> list[Role]:
    """The roles that the person may give and take: all, the panel's alone, or none."""
    if may(user, Permission.MANAGE_STAFF, partnership):
        return list(ROLES.values())
    return [PANEL] if may(user, Permission.INVITE_PANEL, partnership) else []


def manages(user: User, partnership: Partnership, role: str) -> bool:
    """Whether the person may give and take a role."""
    return role in {managed.name for managed in managed_roles(user, partnership)}


def held(partnership: Partnership) -> Partnership:
    """The partnership, held until the transaction ends, so that roles change one after the other."""
    return Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)


def is_last_administrator(membership: Membership) -> bool:
    """Whether nobody else who can sign in is an administrator of the partnership."""
    others = membership.partnership.memberships.filter(
        role=ADMINISTRATOR.name, user__is_active=True
    )
    return membership.role == ADMINISTRATOR.name and not others.exclude(pk=membership.pk).exists()


@verb
def add_administrator(*, partnership: Partnership, email: str, name: str = "") -> Membership:
    """Make somebody an administrator from the command line: how the first one comes about."""
    held(partnership)
    user = person_with(email)
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    membership, new = partnership.memberships.get_or_create(user=user, role=ADMINISTRATOR.name)
    if new:
        record(
            AuditRow.What.ROLE_GIVEN, about=user, partnership=partnership, text=ADMINISTRATOR.label
        )
    return membership
