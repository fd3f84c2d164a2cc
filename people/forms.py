"""Signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField


class SignInForm(AuthenticationForm):
    """Email and password. Capitals in the email do not count."""

    username = UsernameField(
        label="Email address",
        error_messages={"required": "Enter your email address"},
        widget=forms.EmailInput(attrs={"class": "govuk-input", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(
            attrs={
                "class": "govuk-input",
                "autocomplete": "current-password",
                "spellcheck": "false",
            }
        ),
    )
    error_messages = {
        "invalid_login": "The email address and password do not go together. Check both.",
        "inactive": "This person can no longer sign in. Ask an officer of the partnership.",
    }
