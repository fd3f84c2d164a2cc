"""What signing in tells us: each event goes to the audit trail, and to the session what it must know."""

import time
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people.audit import record
from people.gate import forget
from people.middleware import BEGAN, SEEN
from people.models import AuditRow, User

What = AuditRow.What


@receiver(user_logged_in)
def start_the_clock(request: HttpRequest, **_rest: Any) -> None:
    """A session knows when it began and when its person was last seen."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Say how they signed in."""
    methods = [row["method"] for row in get_authentication_records(request, user)]
    record(What.SIGNED_IN, by=user, text=", ".join(dict.fromkeys(methods)))


@receiver(user_logged_out)
def signed_out(user: User | None, **_rest: Any) -> None:
    """By a button, by the clock, or because another signs in."""
    if user is not None:
        record(What.SIGNED_OUT, by=user)


@receiver(
    [
        account.login_code_rejected,
        account.email_verification_code_rejected,
        account.password_reset_code_rejected,
    ]
)
def wrong_code(user: User, **_rest: Any) -> None:
    """A code from an email was not the right one."""
    record(What.SIGN_IN_FAILED, about=user, text=_("A wrong code from an email"))


@receiver(mfa.authentication_failed)
def wrong_second_factor(user: User, **_rest: Any) -> None:
    """A code from an app, or a recovery code, was not the right one."""
    record(What.SIGN_IN_FAILED, about=user, text=_("A wrong code of the second step"))


@receiver([account.password_set, account.password_reset])
def knows_the_password(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Whoever sets a password has shown that they know it."""
    record_authentication(request, user, method="password", reauthenticated=True)


@receiver(post_save, sender=Authenticator)
def added(instance: Authenticator, created: bool, **_rest: Any) -> None:
    """Setting up a second factor takes the factor itself, so it is shown already."""
    if not created:
        return
    request, user = context.request, instance.user
    by = user if request and request.user == user else None
    record(What.SECOND_FACTOR, by=by, about=user, text=_words(instance, _("set up")))
    if by and instance.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", id=instance.pk, type=instance.type)


@receiver(mfa.authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Staff who remove their last one are led to set up another."""
    record(What.SECOND_FACTOR, by=user, about=user, text=_words(authenticator, _("removed")))
    forget(request)


def _words(authenticator: Authenticator, done: str) -> str:
    return f"{authenticator.get_type_display()}: {done}"
