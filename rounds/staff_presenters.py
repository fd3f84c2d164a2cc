"""The staff of a partnership in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import Invitation, Membership, User
from people.roles import ROLES, Role
from ui.dates import format_date, in_london
from ui.parts import Column, Content, Lines, Link, Table


@dataclass(frozen=True)
class Group:
    """A role, what it is for, and who holds it."""

    title: str
    purpose: str
    table: Table


def role_title(role: Role) -> str:
    """The role as a heading: “Panel member”."""
    words = role.label.split(" ", 1)[-1]
    return words[:1].upper() + words[1:]


def groups(memberships: Iterable[Membership], viewer: User, managed: set[str]) -> list[Group]:
    """Every role with the people who hold it; those whom the viewer may change lead to that."""
    rows = list(memberships)
    return [
        Group(
            role_title(role),
            role.purpose,
            _people_table(role, [m for m in rows if m.role == role.name], viewer, managed),
        )
        for role in ROLES.values()
    ]


def _people_table(
    role: Role, memberships: list[Membership], viewer: User, managed: set[str]
) -> Table:
    manages = role.name in managed
    columns = [Column(_("Name")), Column(_("Email")), *([Column(_("Change"))] if manages else [])]
    return Table(
        caption=role_title(role),
        columns=columns,
        rows=[
            [
                membership.user.name or membership.user.email,
                membership.user.email,
                *([_ways(membership, viewer, managed)] if manages else []),
            ]
            for membership in memberships
        ],
    )


def _ways(membership: Membership, viewer: User, managed: set[str]) -> Content:
    """What the viewer may do; a role is changed only into another that is theirs to give."""
    if membership.user == viewer:
        return _("This is you")
    args = [membership.partnership.code, membership.pk]
    name = str(membership.user)
    change = Link(_("Change role of %(name)s") % {"name": name}, reverse("staff-change", args=args))
    remove = Link(_("Remove %(name)s") % {"name": name}, reverse("staff-remove", args=args))
    return Lines([change, remove] if len(managed) > 1 else [remove])


@dataclass(frozen=True)
class Open:
    """An invitation that waits to be taken up."""

    pk: int
    email: str
    role: str
    words: str
    may_take_back: bool


def invitations(rows: Iterable[Invitation], managed: set[str]) -> list[Open]:
    """The invitations that wait."""
    return [
        Open(
            row.pk,
            row.email,
            ROLES[row.role].label,
            _("Invited by %(person)s on %(day)s. Works until %(end)s.")
            % {
                "person": row.by,
                "day": format_date(in_london(row.made_at).date()),
                "end": format_date(in_london(row.expires_at).date()),
            },
            row.role in managed,
        )
        for row in rows
    ]
