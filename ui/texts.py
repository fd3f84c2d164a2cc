"""What may stand in a text that a person sends, and how its words are counted."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of a text, so that it reads otherwise than it is."""


def tidy(text: str) -> str:
    """One kind of line end, and no invisible characters. Raises ``ValidationError`` for those."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise ValidationError(
            _("There are control characters in this. Type it instead of pasting it."),
            code="control",
        )
    if _DIRECTION.search(text):
        raise ValidationError(
            _("There are hidden marks in this that turn the direction of the text. Type it again."),
            code="direction",
        )
    return text


def plain(text: str) -> str:
    """A text as it was kept, without the characters that nobody sees."""
    return _DIRECTION.sub("", _CONTROL.sub("", text))


def count_words(text: str) -> int:
    """How many words a text has, counted as the page's own counter does: runs without white space."""
    return len(text.split())
