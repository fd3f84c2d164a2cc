"""Reads one cell of a spreadsheet. Each reader raises ``ValueError`` saying what is wrong."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ui.money import pence_of_cell

Reader = Callable[[Any], Any]

MOST_CHARACTERS = 30_000
_EXCEL_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_blank(value: Any) -> bool:
    """Whether a cell has nothing in it that a person would see."""
    return value is None or (isinstance(value, str) and not value.strip())


def plain(value: Any) -> str:
    """A cell as the text that a person sees in it: ends trimmed, one kind of line end."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"“{value}” is not a text")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if text in _EXCEL_ERRORS:
        raise ValueError(f"the formula in this cell gives {text}")
    if _CONTROL.search(text):
        raise ValueError("there are control characters in this text")
    return text


def text(most: int = MOST_CHARACTERS) -> Reader:
    """A text of at most so many characters."""

    def read(value: Any) -> str:
        words = plain(value)
        if len(words) > most:
            raise ValueError(f"this has {len(words):,} characters, and {most:,} fit")
        return words

    return read


def pattern(regex: str, zeros: int = 0) -> Reader:
    """A text of a form; numbers that lost leading zeros in the spreadsheet get them back."""

    def read(value: Any) -> str:
        words = plain(value).upper()
        if words.isdigit():
            words = words.zfill(zeros)
        if not re.fullmatch(regex, words, re.ASCII):
            raise ValueError(f"“{words[:40]}” does not have the right form")
        return words

    return read


def email(value: Any) -> str:
    """An email address, in lower case."""
    words = text(254)(value).lower()
    try:
        validate_email(words)
    except ValidationError:
        raise ValueError(f"“{words[:80]}” is not an email address") from None
    return str(words)


def number(value: Any) -> int | float | Decimal:
    """A number as a number, not as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(f"“{str(value)[:40]}” is not a number")
    return value


def money(least_pence: int = 1) -> Reader:
    """An amount in pounds, as pence."""

    def read(value: Any) -> int:
        pence = pence_of_cell(number(value))
        if pence < least_pence:
            raise ValueError(f"{value} is less than {'nothing' if least_pence == 0 else 'a penny'}")
        return pence

    return read


def whole(least: int = 0, most: int = 1_000_000_000) -> Reader:
    """A whole number within bounds."""

    def read(value: Any) -> int:
        found = number(value)
        if found != found or found in (float("inf"), float("-inf")) or found != int(found):
            raise ValueError(f"{value} is not a whole number")
        if not least <= found <= most:
            raise ValueError(f"{value} is not from {least:,} to {most:,}")
        return int(found)

    return read


def day(value: Any) -> date:
    """A date as a date, not as a text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise ValueError(f"“{str(value)[:40]}” is not a date")


def one_of(choices: Iterable[str]) -> Reader:
    """One of a few words, whatever its capitals and spaces."""
    known = {squeeze(choice): choice for choice in choices}

    def read(value: Any) -> str:
        words = plain(value)
        if squeeze(words) not in known:
            raise ValueError(f"“{words[:40]}” is not one of them")
        return known[squeeze(words)]

    return read


def yes_no(value: Any) -> bool:
    """``yes`` or ``no``."""
    return bool(one_of(["yes", "no"])(value) == "yes")


def codes(value: Any) -> list[str]:
    """Codes with ``;`` between, each once."""
    found = [code.strip() for code in plain(value).split(";") if code.strip()]
    if not found:
        raise ValueError("there is no code between the ;")
    if len(set(found)) < len(found):
        raise ValueError("a code stands twice")
    return found


def squeeze(name: str) -> str:
    """A name as it is compared: case and spacing do not count."""
    return "".join(name.split()).casefold()
