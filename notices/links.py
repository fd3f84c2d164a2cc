"""Addresses as they stand in an email."""

from django.conf import settings
from django.urls import reverse


def link(name: str, *args: object) -> str:
    """The whole address of a page."""
    return f"{settings.BASE_URL}{reverse(name, args=args)}"
