"""What the page about oneself shows."""

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.models import User
from ui.parts import Fact, Lines, Link

Type = Authenticator.Type


def account_facts(user: User, types: Collection[str]) -> list[Fact]:
    """How the person is known and how they sign in, each with the way to change it."""
    password = user.has_usable_password()
    codes = Type.RECOVERY_CODES in types
    return [
        _fact(_("Name"), user.name or _("Not given"), _("Change your name"), "account-name"),
        Fact(_("Email address"), user.email),
        _fact(
            _("Password"),
            _("Set") if password else _("None: you sign in with a code by email"),
            _("Change your password") if password else _("Choose a password"),
            "account_change_password" if password else "account_set_password",
        ),
        _fact(
            _("Second step"),
            _steps(types) or _("None"),
            _("Change your second step") if _steps(types) else _("Set up a second step"),
            "mfa_index",
        ),
        *(
            [
                _fact(
                    _("Recovery codes"),
                    _("Made"),
                    _("See your recovery codes"),
                    "mfa_view_recovery_codes",
                )
            ]
            if codes
            else []
        ),
        _fact(
            _("Signed in"),
            _("Here, and perhaps elsewhere"),
            _("See where, and sign out everywhere else"),
            "usersessions_list",
        ),
    ]


def _fact(key: str, value: str, words: str, name: str) -> Fact:
    return Fact(key, Lines([value, Link(words, reverse(name))]))


def _steps(types: Collection[str]) -> str:
    words = {Type.TOTP: _("an authenticator app"), Type.WEBAUTHN: _("a passkey")}
    return capfirst(_(" and ").join(text for kind, text in words.items() if kind in types))
