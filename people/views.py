"""Signing in and out, and one's own account: the sign-in's own pages, at our addresses."""

import functools
from collections.abc import Callable
from typing import Any
from zlib import crc32

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.account_presenters import account_facts
from people.actions import rename
from people.audit import record
from people.forms import NameForm
from people.models import AuditRow, User
from people.requests import SignedInRequest
from ui.forms import UNPROCESSABLE, page, posted

View = Callable[..., HttpResponse]
TOO_MANY = 429
SECONDS_BETWEEN_ROWS = 300
"""A lockout is written to the audit trail once in this time for each address and network."""

sign_out = require_POST(account.logout)


def ours(view: View) -> View:
    """A page of the sign-in's, kept by no cache, that answers 422 where its form has errors."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            form = (response.context_data or {}).get("form")
            if form is not None and form.is_bound and form.errors:
                response.status_code = UNPROCESSABLE
        return response

    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(answer))


@require_safe
@never_cache
@login_required
def account_page(request: SignedInRequest) -> HttpResponse:
    """How the person is known, and how they sign in."""
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return page(request, "people/account.html", {"rows": account_facts(request.user, types)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_name(request: SignedInRequest) -> HttpResponse:
    """What the person is called."""
    form = NameForm(posted(request), initial={"name": request.user.name})
    if form.is_valid():
        rename(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name was changed."))
        return redirect("account")
    return page(request, "people/name.html", {"form": form})


def locked_out(request: HttpRequest) -> HttpResponse:
    """Too many tries: what to do now, and a row in the audit trail."""
    email = str(request.POST.get("login") or request.POST.get("email") or "").strip().lower()[:254]
    email = email if email.isprintable() else ""
    user = request.user if isinstance(request.user, User) else None
    about = user or User.objects.filter(email=email).first()
    where = get_adapter().get_client_ip(request)
    if cache.add(f"locked-out:{where}:{crc32(email.encode())}", 1, SECONDS_BETWEEN_ROWS):
        record(AuditRow.What.LOCKED_OUT, by=user, about=about, text="" if about else email)
    return page(request, "429.html", status=TOO_MANY)
