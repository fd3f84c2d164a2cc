"""A request that is far too large is answered with a page, and none of it is kept."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = 413
DRAINED_BYTES = 512 * 1024 * 1024
DRAINED_SECONDS = 20
"""How much of it is read and thrown away, so that the browser hears the answer and not a broken line."""


class Limit:
    """Answers 413 before anything reads the body of a request above the limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= settings.MOST_UPLOAD_BYTES:
            return self.get_response(request)
        _drain(request)
        return render(request, "413.html", status=TOO_LARGE)


def _length(request: HttpRequest) -> int:
    """What the request says it holds; Django reads no more than that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _drain(request: HttpRequest) -> None:
    left, until = min(_length(request), DRAINED_BYTES), time.monotonic() + DRAINED_SECONDS
    try:
        while left > 0 and time.monotonic() < until:
            chunk = request.read(min(left, 1024 * 1024))
            if not chunk:
                return
            left -= len(chunk)
    except OSError:  # they have gone
        return
