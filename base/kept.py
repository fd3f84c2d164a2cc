"""What a person typed is kept when their session ends before they save it.

A view that takes a form wears ``keeps_typing`` instead of ``login_required``. Its form carries a hidden
``writer``, the key of the person who types. Posted by nobody, or with a token that has grown old, it is
kept in the browser's new session; after signing in the same person finds it again (``kept_for``), and
nobody else does. The view calls ``forget`` when it has saved. Files are not kept.
"""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure

P = ParamSpec("P")

KEY = "kept"
MOST_CHARACTERS = 250_000
"""What is kept of one form; no form of ours can be filled with more."""
MOST_FORMS = 4
NOT_SIGNED_IN = 401
FORBIDDEN = 403


def keeps_typing(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send whoever is not signed in to sign in and back; what they posted waits for them."""

    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"said": _signed_out(), "again": True}, status=NOT_SIGNED_IN)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path())

    functools.update_wrapper(run, view)
    run.keeps_typing = True  # type: ignore[attr-defined]  # a mark on a function
    return run


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of the page asks, and not the person."""
    return request.headers.get("Accept") == "application/json"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with an old token: what was typed is kept, and the form shown again with it.

    A form that another site sent is only refused: it puts nothing into anybody's session.
    """
    if wants_json(request):
        return JsonResponse({"said": _signed_out(), "again": True}, status=FORBIDDEN)
    view = request.resolver_match.func if request.resolver_match else None
    if getattr(view, "keeps_typing", False) and _is_our_own(request):
        _keep(request)
        return HttpResponseRedirect(request.get_full_path())
    return plain_csrf_failure(request, reason)


def _signed_out() -> str:
    return _(
        "Your session has ended, so this is not saved. Your text is still on this page: "
        "sign in again in another tab, and it will be saved from here."
    )


def _is_our_own(request: HttpRequest) -> bool:
    came_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(came_from).netloc == request.get_host()


def _keep(request: HttpRequest) -> None:
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if sum(len(name) + len("".join(values)) for name, values in typed.items()) > MOST_CHARACTERS:
        return
    others = {path: kept for path, kept in _all(request).items() if path != request.path}
    newest = list(others.items())[1 - MOST_FORMS :]
    request.session[KEY] = {**dict(newest), request.path: typed}


def kept_for(request: HttpRequest) -> QueryDict | None:
    """What this person typed into the form at this address before their session ended."""
    typed = _all(request).get(request.path)
    if typed is None:
        return None
    if not _is_by(typed, request.user):
        forget(request)
        return None
    found = QueryDict(mutable=True)
    for name, values in typed.items():
        found.setlist(name, values)
    return found


def forget(request: HttpRequest) -> None:
    """Drop what was kept for this address."""
    kept = _all(request)
    if request.path in kept:
        request.session[KEY] = {path: t for path, t in kept.items() if path != request.path}


def _all(request: HttpRequest) -> dict[str, dict[str, list[str]]]:
    return cast(dict[str, dict[str, list[str]]], request.session.get(KEY, {}))


def _is_by(typed: dict[str, list[str]], user: Any) -> bool:
    return typed.get("writer") == [str(user.pk)]


def drop_others(sender: object, request: HttpRequest, user: Any, **_extra: object) -> None:
    """At sign-in, drop what other people typed in this browser."""
    kept = _all(request)
    if kept:
        request.session[KEY] = {p: typed for p, typed in kept.items() if _is_by(typed, user)}


user_logged_in.connect(drop_others, dispatch_uid="base.kept")
