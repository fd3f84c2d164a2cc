"""Answers a refusal that no form was there to say: with its reason, on a page."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from base.errors import NotAllowed, Refused

FORBIDDEN = 403
CONFLICT = 409


class Refusals:
    """``NotAllowed`` answers 403, any other ``Refused`` 409; both say why and change nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:  # PostgreSQL takes no such text, not even to look for it
            raise Http404
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; nothing for any other exception."""
        if isinstance(error, NotAllowed):
            return render(request, "403.html", {"reason": str(error)}, status=FORBIDDEN)
        if isinstance(error, Refused):
            return render(request, "409.html", {"reason": str(error)}, status=CONFLICT)
        return None
