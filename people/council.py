"""Signing in with a council's own account (OpenID Connect, such as Microsoft Entra ID)."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from people.models import User


class CouncilAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Takes a person's name from the council. Roles are given here, never there."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """A person as the council describes them."""
        user: User = super().populate_user(request, sociallogin, data)
        names = data.get("name") or f"{data.get('first_name', '')} {data.get('last_name', '')}"
        user.name = " ".join(str(names).split())[:200]
        return user
