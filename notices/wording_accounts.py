"""The words of the emails about signing in and accounts."""

from django.utils.translation import gettext_lazy as _

from notices.kinds import Kind

ACCOUNTS: dict[str, Kind] = {
    "sign-in-code": Kind(
        when=_("Somebody signs in with a code"),
        subject=_("((code)) is your code to sign in"),
        body=_(
            "Your code to sign in to Safer grants is:\n\n# ((code))\n\n"
            "It works for a few minutes, once. If you did not ask for it, ignore this email: "
            "nobody can sign in without the code."
        ),
        fields={"code": (_("the code"), "4821-7736")},
        editable=False,
        secret=True,
    ),
    "sign-up-code": Kind(
        when=_("Somebody signs up, or shows that an address is theirs"),
        subject=_("((code)) is your code to confirm your email address"),
        body=_(
            "Your code to confirm your email address with Safer grants is:\n\n# ((code))\n\n"
            "It works for a few minutes, once. If you did not ask for it, ignore this email."
        ),
        fields={"code": (_("the code"), "4821-7736")},
        editable=False,
        secret=True,
    ),
    "password-code": Kind(
        when=_("Somebody sets a password"),
        subject=_("((code)) is your code to set your password"),
        body=_(
            "Your code to set a password for Safer grants is:\n\n# ((code))\n\n"
            "It works for a few minutes, once. If you did not ask for it, ignore this email: "
            "nobody can set your password without the code."
        ),
        fields={"code": (_("the code"), "4821-7736")},
        editable=False,
        secret=True,
    ),
    "address-unknown": Kind(
        when=_("Somebody signs in with an address that nobody signed up with"),
        subject=_("You have not signed up with this email address"),
        body=_(
            "Somebody, perhaps you, tried to sign in to Safer grants with this email address. Nobody "
            "has signed up with it.\n\nDid you use another address? Sign in with that one. If you "
            "are new here, sign up:\n\n((link))\n\nIf it was not you, ignore this email."
        ),
        fields={"link": (_("the address to sign up"), "https://grants.example.org/sign-up")},
        editable=False,
    ),
    "address-known": Kind(
        when=_("Somebody signs up with an address that is here already"),
        subject=_("You have already signed up with this email address"),
        body=_(
            "Somebody, perhaps you, tried to sign up to Safer grants with this email address. It is "
            "here already, so there is nothing to sign up for. Sign in:\n\n((link))\n\n"
            "If it was not you, ignore this email."
        ),
        fields={"link": (_("the address to sign in"), "https://grants.example.org/sign-in")},
        editable=False,
    ),
    "sign-in-with-password": Kind(
        when=_("Somebody who works for a partnership asks for a code to sign in"),
        subject=_("Sign in with your password"),
        body=_(
            "You asked for a code to sign in to Safer grants. Because you work for a partnership, you "
            "sign in with your password and a second step instead:\n\n((link))\n\n"
            "If you have no password yet, or do not know it any more, set one here:\n\n"
            "((password link))\n\nIf it was not you who asked, ignore this email."
        ),
        fields={
            "link": (_("the address to sign in"), "https://grants.example.org/sign-in/password"),
            "password link": (
                _("the address to set a password"),
                "https://grants.example.org/sign-in/password/forgotten",
            ),
        },
        editable=False,
    ),
    "account-changed": Kind(
        when=_("Somebody changes how they sign in"),
        subject=_("How you sign in was changed"),
        body=_(
            "((what))\n\nIf it was you, all is well. If it was not, set a new password at once, sign "
            "out everywhere, and tell an officer of your partnership:\n\n((link))"
        ),
        fields={
            "what": (_("what was changed"), "Your password was changed."),
            "link": (
                _("the address of the person's own page"),
                "https://grants.example.org/account",
            ),
        },
        editable=False,
    ),
}
