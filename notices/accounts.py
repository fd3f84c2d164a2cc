"""How signing in speaks to people: its emails go through the outbox, and its words are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices.actions import tell
from notices.links import link
from people.audit import record
from people.gate import is_staff
from people.models import AuditRow, User

UNKNOWN = "account/email/unknown_account"
CODES = {
    "account/email/login_code": "sign-in-code",
    "account/email/email_confirmation_signup": "sign-up-code",
    "account/email/email_confirmation": "sign-up-code",
    "account/email/password_reset_code": "password-code",
}
CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _(
        "Your password was set anew, with a code sent to this address."
    ),
    "account/email/password_set": _("A password was set."),
    "mfa/email/totp_activated": _("An authenticator app was set up as your second step."),
    "mfa/email/totp_deactivated": _("Your authenticator app was removed."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The old ones are void."),
    "socialaccount/email/account_connected": _("Your council’s sign-in was connected."),
    "socialaccount/email/account_disconnected": _("Your council’s sign-in was disconnected."),
}
"""What the owner of an account is told by email of a change that somebody made to it."""

SAID = {
    "account/messages/password_changed.txt": _("Your password was changed."),
    "account/messages/password_set.txt": _("Your password was set."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("Your passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("Your passkey was removed."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}
"""What a page says after it; of the rest the pages themselves speak."""

LOCKS = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The sign-in's hooks into the rest of the service."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The email address and password do not go together. Check both."
        ),
        "incorrect_code": _("This is not the right code. Check it, or ask for a new one."),
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your password now. Try again."),
        "too_many_login_attempts": _("There were too many tries. Start again with a new code."),
        "unverified_email": _("Confirm your email address first."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the email in the outbox, in the words of its kind."""
        if template_prefix in CODES:
            tell(to=email, kind=CODES[template_prefix], fields={"code": context["code"]})
        elif template_prefix == UNKNOWN:
            self._tell_why_no_code(email)
        elif template_prefix == "account/email/account_already_exists":
            tell(to=email, kind="address-known", fields={"link": link("login")})
        else:
            what = str(CHANGES[template_prefix])
            tell(to=email, kind="account-changed", fields={"what": what, "link": link("account")})

    def _tell_why_no_code(self, email: str) -> None:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user and is_staff(user):
            fields = {
                "link": link("account_login"),
                "password link": link("account_reset_password"),
            }
            tell(to=email, kind="sign-in-with-password", fields=fields)
        else:
            tell(to=email, kind="address-unknown", fields={"link": link("account_signup")})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or leave it to the page."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A form's error; too many tries answer with a page of their own."""
        if code in LOCKS:
            raise ImmediateHttpResponse(respond_429(self.request))
        error: ValidationError = super().validation_error(code, *args)
        return error

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write it down, with the address that was tried."""
        email = str(credentials.get("email", ""))[:254].lower()
        about = User.objects.filter(email=email).first()
        record(AuditRow.What.SIGN_IN_FAILED, about=about, text="" if about else email)

    def get_login_stages(self) -> list[str]:
        """Our own stage asks for the second factor."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "people.gate.SecondFactorStage"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **_rest: Any) -> bool:
        """Whoever signed in or confirmed who they are a few minutes ago is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((row["at"] for row in records), default=0)
        return bool(timezone.now().timestamp() - newest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page about oneself."""
        return link("account").removeprefix(settings.BASE_URL)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request comes from, as far as it is known."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return str(request.META.get("REMOTE_ADDR") or "::")
