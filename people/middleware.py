"""What stands before every page: how long a sign-in lasts, whether it is enough, and the refusals' trail."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from base.errors import NotAllowed
from people.audit import record
from people.gate import next_step
from people.models import AuditRow, User

BEGAN, SEEN = "began", "seen"
MINUTE = 60
ALWAYS = frozenset({"health", "health-json", "logout", "account_logout", "published-file"})
"""Pages that nobody is led away from, and that ask nothing of the session."""
STEPS = frozenset(
    {
        "account_reauthenticate",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
    }
)
"""Pages on which a sign-in is made enough."""

Answer = Callable[[HttpRequest], HttpResponse]


class _BeforeViews:
    """A middleware that looks at a request once it is known which page it asks for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @staticmethod
    def page(request: HttpRequest) -> str:
        """The name of the page that is asked for."""
        return (request.resolver_match and request.resolver_match.url_name) or ""


class SessionEnds(_BeforeViews):
    """Signs people out who did nothing for a while, or who signed in long ago."""

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at the clock. What is seen is written down once a minute at most."""
        if self.page(request) in ALWAYS or not request.session.get("_auth_user_id"):
            return
        now = time.time()
        seen = request.session.get(SEEN, now)
        if now - seen > settings.SESSION_IDLE_SECONDS:
            minutes = settings.SESSION_IDLE_SECONDS // MINUTE
            self.end(
                request,
                _("You were signed out because nothing happened for %(minutes)s minutes.")
                % {"minutes": minutes},
            )
        elif now - request.session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
            self.end(request, _("You were signed out because you signed in long ago."))
        elif SEEN not in request.session or now - seen >= MINUTE:
            request.session[SEEN] = now
            request.session.setdefault(BEGAN, now)

    @staticmethod
    def end(request: HttpRequest, why: str) -> None:
        """Sign the person out, and say so on the page they come to."""
        logout(request)
        messages.info(request, why)


class EnoughProof(_BeforeViews):
    """Leads people whose sign-in is not enough to what it lacks, before anything else."""

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The way to the next step; nothing where the page may be shown."""
        name = self.page(request)
        if name in ALWAYS or name in STEPS or not isinstance(request.user, User):
            return None
        step = next_step(request, request.user)
        if not step:
            return None
        here = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect(f"{reverse(step)}?{urlencode({'next': here})}")


class RefusalsTrail(_BeforeViews):
    """Writes every refusal to the audit trail: its own row, whatever was rolled back before."""

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Write the row; what the person is told is for the middleware after this one."""
        if isinstance(error, NotAllowed | PermissionDenied):
            by = request.user if isinstance(request.user, User) else None
            record(AuditRow.What.REFUSED, by=by, text=f"{_place(request)} {error}".strip())


def _place(request: HttpRequest) -> str:
    """What was asked for. The secret of an invitation's link is nothing for a trail that others read."""
    found = request.resolver_match
    return f"/{found.route}" if found and "secret" in found.kwargs else request.path[:200]
