"""Whether a sign-in is enough for the person who signed in.

Staff need a password (or their council's own sign-in) and a second factor; a setting asks a second
factor of everybody. Who lacks something is led to it before anything else.
"""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest

from people.models import Membership, User
from people.roles import ROLES

PROVED = "sign_in_proved"
"""The session's word that this person's sign-in was enough: their key."""

STAFF = [role.name for role in ROLES.values() if role.second_factor]
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_staff(user: User) -> bool:
    """Whether the person holds a role, in any partnership, that asks for a second factor."""
    return Membership.objects.filter(user=user, role__in=STAFF).exists()


def next_step(request: HttpRequest, user: User) -> str:
    """The name of the page where the sign-in goes on; nothing where it is enough."""
    if request.session.get(PROVED) == user.pk:
        return ""
    staff = is_staff(user)
    if not staff and not settings.SECOND_FACTOR_FOR_ALL:
        return ""
    methods = _methods(request, user)
    if not _council_vouches(methods):
        if staff and not methods & {"password", "socialaccount"}:
            return (
                "account_reauthenticate" if user.has_usable_password() else "account_set_password"
            )
        types = _second_factors(user)
        if not types:
            return "mfa_index"
        if "mfa" not in methods:
            by_code = Authenticator.Type.TOTP in types
            return "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
    request.session[PROVED] = user.pk
    return ""


def forget(request: HttpRequest) -> None:
    """Look again at the next request whether the sign-in is enough."""
    request.session.pop(PROVED, None)


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """Asks for the second factor of whoever has one, unless their council vouches for it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if _council_vouches(_methods(request, self.login.user)):
            return False
        return bool(super()._should_handle(request))


def _methods(request: HttpRequest, user: User | None) -> set[str]:
    return {record["method"] for record in get_authentication_records(request, user)}


def _council_vouches(methods: set[str]) -> bool:
    return settings.OIDC_SECOND_FACTOR and "socialaccount" in methods


def _second_factors(user: User) -> set[str]:
    rows = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
    return set(rows.values_list("type", flat=True))
