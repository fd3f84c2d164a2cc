"""The forms of the staff's pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.roles import Role
from rounds.staff_presenters import role_title
from ui.fields import ChoiceField, EmailField
from ui.forms import Form


class _RoleForm(Form):
    role = ChoiceField(label=_("Role"), missing=_("Choose a role"))

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [(role.name, role_title(role)) for role in roles]
        field.hints = {role.name: role.purpose for role in roles}


class InviteForm(_RoleForm):
    """Whom to invite, to which role."""

    email = EmailField(
        label=_("Their email address"),
        help_text=_("A link goes to it that works once, for 14 days."),
        missing=_("Enter their email address"),
        autocomplete="off",
    )
    field_order = ["email", "role"]


class RoleForm(_RoleForm):
    """Another role."""
