"""Signed-in sessions, made beside the sign-in pages and so independent of them."""

from typing import Any

from django.conf import settings
from django.test import Client

from people.models import User


def session_of(user: User, address: str) -> Any:
    """The cookie, for a browser, of somebody who has signed in to the service at an address."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
