"""Signing in with a council's own account (OpenID Connect, such as Microsoft Entra ID)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from people.models import User


class CouncilAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes a person's name from the council. Roles are given here, never there."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """A person as the council describes them."""
        user: User = super().populate_user(request, sociallogin, data)
        names = data.get("name") or f"{data.get('first_name', '')} {data.get('last_name', '')}"
        user.name = " ".join(str(names).split())[:200]
        return user

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Only an address that the council vouches for finds the person who has it here.

        What a provider merely claims to have verified does not: in some its users edit it themselves.
        """
        return bool(self.is_email_verified(login.provider, email))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Believe the council about its own addresses and no others: those are confirmed by a code."""
        for address in sociallogin.email_addresses:
            address.verified = self.is_email_verified(sociallogin.provider, address.email)
        if not sociallogin.is_existing:
            return
        user = sociallogin.user
        vouched = {a.email.lower() for a in sociallogin.email_addresses if a.verified}
        if user.email in vouched:
            proved = {"verified": True, "primary": True}
            EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=proved)
