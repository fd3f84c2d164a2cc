"""The forms of signing in and of one's own account: the sign-in's own, in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.gate import is_staff
from people.models import User
from ui.fields import EmailField, SecretField, TextField, Words
from ui.forms import Form


class Ours:
    """Makes a form of the sign-in's look and speak like the others."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def say(self, name: str, label: Words, missing: Words, hint: Words = "") -> None:
        """Give a field our words."""
        field = self.fields[name]  # type: ignore[attr-defined]  # as allauth or the class made it
        field.label, field.help_text = label, hint
        field.error_messages["required"] = missing
        field.widget.attrs.pop("placeholder", None)


def email_field(hint: Words = "") -> EmailField:
    """Whose sign-in it is."""
    return EmailField(
        label=_("Email address"), missing=_("Enter your email address"), help_text=hint
    )


class CodeForm(Ours):
    """A code that came by email."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("code", _("Code"), _("Enter the code from the email"))
        as_code(self.fields["code"])  # type: ignore[attr-defined]  # as allauth or the class made it


class AppCodeForm(Ours):
    """A code from an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(
            "code",
            _("Code"),
            _("Enter the code that your app shows"),
            _("The six figures that your app shows now, or one of your recovery codes"),
        )
        as_code(self.fields["code"])  # type: ignore[attr-defined]  # as allauth or the class made it


def as_code(field: forms.Field) -> None:
    """Let a telephone offer the code, and figures to type it."""
    field.widget.attrs.update(
        {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
            "class": "govuk-input--width-10",
        }
    )


def known(user: User | None) -> None:
    """See that the sign-in knows the address of somebody whom a file or an invitation made.

    The code that goes to it then proves it.
    """
    if user is not None and (address := sync_user_email_address(user)):
        address.set_as_primary(conditional=True)


class AskForCodeForm(Ours, account.RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Sends a code, but never to staff: an email alone does not let them in."""

    email = email_field()
    _user: User | None

    def clean_email(self) -> str:
        """The address. Nothing here tells whether anybody has it."""
        email: str = super().clean_email()
        if self._user is not None and is_staff(self._user):
            self._user = None
        known(self._user)
        return email


class PasswordSignInForm(Ours, account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Email and password. Capitals in the email do not count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = SecretField(
            label=_("Password"),
            missing=_("Enter your password"),
            autocomplete="current-password",
        )
        self.order_fields(["login", "password"])

    def _setup_password_field(self) -> None:
        """Keep the field, though nobody signs up with a password."""


class SignUpForm(Ours, account.SignupForm):  # type: ignore[misc]  # allauth has no types
    """A name and an address; a code shows that the address is theirs."""

    name = TextField(
        label=_("Your name"), missing=_("Enter your name"), autocomplete="name", most=200
    )
    field_order = ["name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(_("We send a code to it"))
        self.order_fields(self.field_order)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class SignInCodeForm(CodeForm, account.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    pass


class SignUpCodeForm(CodeForm, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # allauth has no types
    pass


class PasswordCodeForm(CodeForm, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]  # allauth has no types
    pass


class SecondFactorForm(AppCodeForm, mfa.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class ConfirmByAppForm(AppCodeForm, mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class SetUpAppForm(AppCodeForm, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six figures that your app shows now")


class AddPasskeyForm(Ours, passkeys.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it")
        self.fields["name"].max_length = 100


class RemoveAppForm(Ours, totp.DeactivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    pass


class ForgottenForm(Ours, account.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    email = email_field()
    users: list[User]

    def clean_email(self) -> str:
        """The address. Nothing here tells whether anybody has it."""
        email: str = super().clean_email()
        for user in self.users:
            known(user)
        return email


class NewPassword(Ours):
    """One box for a new password: the button beside it shows what was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(
            "password1",
            _("New password"),
            _("Enter a new password"),
            _("At least 12 characters. Three random words are a good password."),
        )
        del self.fields["password2"]  # type: ignore[attr-defined]  # as allauth or the class made it


class NewPasswordForm(NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    pass


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("oldpassword", _("Password now"), _("Enter the password that you have now"))


class ConfirmByPasswordForm(Ours, account.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("password", _("Password"), _("Enter your password"))


class NameForm(Form):
    """What the person is called on pages."""

    name = TextField(label=_("Your name"), missing=_("Enter your name"), autocomplete="name")
