"""What every page of signing in knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def sign_in(_request: HttpRequest) -> dict[str, Any]:
    """The name of the council's own sign-in, where there is one."""
    return {"council": settings.OIDC.get("name", "")}
