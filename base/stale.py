"""Two people who edit one thing: the second to save is told, and loses nothing."""

import hashlib
import json

from base.errors import Refused


class Stale(Refused):
    """What was edited has changed since it was opened."""


def digest(value: object) -> str:
    """A short sign of what something says, as a form carries it: it differs where that differs."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
