"""Signed-in sessions, made beside the sign-in pages and so independent of them."""

from typing import Any

from django.conf import settings
from django.test import Client

from people.gate import PROVED
from people.models import User


def session_of(user: User, address: str) -> Any:
    """The cookie, for a browser, of somebody who has shown all that the service at an address asks for."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[PROVED] = user.pk
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
