"""Whether the service works, for people and for machines. Nobody need sign in; nothing is personal."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notices.health import health
from notices.presenters import health_facts


@require_safe
@never_cache
def health_page(request: HttpRequest) -> HttpResponse:
    """The health page. It fails only where the database does."""
    found = health()
    context = {"parts": health_facts(found), "working": found.working}
    return render(request, "notices/health.html", context, status=_status(found.database))


@require_safe
@never_cache
def health_document(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    found = health()
    return JsonResponse(found.document(), status=_status(found.database))


def _status(database: bool) -> int:
    return 200 if database else 503
