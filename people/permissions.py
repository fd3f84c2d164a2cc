"""What can be done in a partnership, and who may do it."""

from base.errors import NotAllowed
from people.models import Membership, Partnership, User
from people.roles import ROLES, Permission

__all__ = ["Permission", "may", "permissions_of", "require", "roles_of"]


def roles_of(user: User, partnership: Partnership) -> set[str]:
    """The names of the roles that a person holds in a partnership."""
    held = Membership.objects.filter(user=user, partnership=partnership)
    return set(held.values_list("role", flat=True)) if user.is_active else set()


def permissions_of(user: User, partnership: Partnership) -> frozenset[Permission]:
    """All that the person's roles in the partnership carry (one query)."""
    held = roles_of(user, partnership)
    return frozenset(permission for role in held for permission in ROLES[role].permissions)


def may(user: User, permission: Permission, partnership: Partnership) -> bool:
    """Whether one of the person's roles in the partnership carries the permission."""
    return any(permission in ROLES[role].permissions for role in roles_of(user, partnership))


def require(user: User, permission: Permission, partnership: Partnership) -> None:
    """Raise ``NotAllowed``, saying whose job it is, unless the person may."""
    if not may(user, permission, partnership):
        raise NotAllowed(refusal(user, permission, partnership))


def refusal(user: User, permission: Permission, partnership: Partnership) -> str:
    """Why not: whose job it is."""
    who = [role.label for role in ROLES.values() if permission in role.permissions]
    return (
        f"{user.email} may not {permission.value} for {partnership}: it is for {' or '.join(who)}."
    )
