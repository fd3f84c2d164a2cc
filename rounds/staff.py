"""Staff of a partnership: inviting people to roles, changing and ending them.

It stands with the rounds because a role that ends takes the person off the partnership's rounds too.
Nobody touches their own roles. The database keeps the last administrator too (``people.triggers``).
"""

from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import verb
from notices.actions import tell
from notices.links import link
from people.audit import record
from people.invitations import LASTS
from people.invitations import invite as make_invitation
from people.models import AuditRow, Invitation, Membership, Partnership, User
from people.roles import ROLES
from people.staff import held, manages
from rounds.models import Person
from ui.dates import format_date, in_london


@verb
def invite(*, partnership: Partnership, email: str, role: str, by: User) -> Invitation:
    """Invite somebody by email to a role. Officers invite to the panel, administrators to any role."""
    invitation, secret = make_invitation(email=email, by=by, partnership=partnership, role=role)
    tell(
        to=invitation.email,
        kind="invited-to-role",
        fields={
            "person": str(by),
            "partnership": partnership.name,
            "role": ROLES[role].label,
            "purpose": ROLES[role].purpose,
            "expires": format_date(in_london(invitation.made_at + LASTS).date()),
            "link": link("invitation", secret),
        },
        partnership=partnership,
    )
    return invitation


@verb
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Give somebody another role in place of the one they have. They are told."""
    membership = _to_change(membership, by)
    partnership, user = membership.partnership, membership.user
    _require_manages(by, partnership, role)
    if partnership.memberships.filter(user=user, role=role).exists():
        raise Refused(
            _("%(person)s is %(role)s already.") % {"person": user, "role": ROLES[role].label}
        )
    old = _take_away(membership, by)
    membership.role = role
    membership.save(update_fields=["role"])
    record(
        AuditRow.What.ROLE_GIVEN,
        by=by,
        about=user,
        partnership=partnership,
        text=ROLES[role].label,
    )
    fields = {"old role": old, "role": ROLES[role].label, "purpose": ROLES[role].purpose}
    _tell(membership, "role-changed", fields)
    return membership


@verb
def remove(*, membership: Membership, by: User) -> None:
    """Take a role away. The person is told."""
    membership = _to_change(membership, by)
    role = _take_away(membership, by)
    membership.delete()
    _tell(membership, "role-ended", {"role": role})


def check(membership: Membership, by: User) -> None:
    """Raise ``NotAllowed`` where this person may not change or end the role.

    So the last administrator stays: nobody but an administrator ends that role, and never their own.
    """
    if membership.user == by:
        raise NotAllowed(_("Nobody changes their own roles. Ask another administrator."))
    _require_manages(by, membership.partnership, membership.role)


def _to_change(membership: Membership, by: User) -> Membership:
    """The role as it stands, held with its partnership, once it is sure that this person may."""
    held(membership.partnership)
    rows = Membership.objects.select_related("partnership", "user")
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        raise Refused(_("This role has ended already."))
    check(found, by)
    return found


def _require_manages(by: User, partnership: Partnership, role: str) -> None:
    if not manages(by, partnership, role):
        raise NotAllowed(
            _("%(person)s may not give or take the role “%(role)s” in %(partnership)s.")
            % {"person": by.email, "role": ROLES[role].label, "partnership": partnership}
        )


def _take_away(membership: Membership, by: User) -> str:
    """Take the person off the rounds and write the audit row; give the role that ends, in words."""
    words = ROLES[membership.role].label
    Person.objects.filter(
        round__partnership=membership.partnership, user=membership.user, role=membership.role
    ).delete()
    record(
        AuditRow.What.ROLE_TAKEN,
        by=by,
        about=membership.user,
        partnership=membership.partnership,
        text=words,
    )
    return words


def _tell(membership: Membership, kind: str, fields: dict[str, str]) -> None:
    partnership = membership.partnership
    tell(
        to=membership.user.email,
        kind=kind,
        fields={"partnership": partnership.name, **fields},
        partnership=partnership,
    )
