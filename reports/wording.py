"""Words that reports share: numbers that agree with their nouns, lists, and text that any file can hold."""

import re
from collections.abc import Iterable

from ui.money import format_pence

_ILLEGAL = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\U00010000-\U0010ffff]"
)


def clean(text: str) -> str:
    """A text without the characters that XML forbids or discourages, and with one kind of line end."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """A text on one line, as a title or a table's cell wants it."""
    return " ".join(clean(text).split())


def sentence(text: str) -> str:
    """A text that ends like a sentence, so that another can follow it."""
    words = clean(text)
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 project``, ``2 projects``, ``1,200 people``."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"


def part_of(number: int, whole: int, singular: str, plural: str = "") -> str:
    """``4 of the 7 projects``; ``all 7 projects``."""
    if number == whole > 1:
        return f"all {count(whole, singular, plural)}"
    return f"{number:,} of the {count(whole, singular, plural)}"


def none_or(number: int, singular: str, plural: str = "") -> str:
    """``No project``, ``1 project``, ``2 projects``, to begin a sentence."""
    return count(number, singular, plural) if number else f"No {singular}"


def verb(number: int, singular: str, plural: str) -> str:
    """The form of a verb that goes with a number: ``is`` with 1 and with none, ``are`` with 2."""
    return singular if number in (0, 1) else plural


def listing(items: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = [*items] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def pounds(pence: int) -> str:
    """Pence as ``£5,000`` where there are only pounds, else as ``£1,366.67``: for charts."""
    return format_pence(pence).removesuffix(".00")


def percent(part: int, whole: int) -> str:
    """How much of the whole a part is, rounded half up: ``36%``. The whole is above zero."""
    return f"{(200 * part + whole) // (2 * whole):,}%"


def the(name: str) -> str:
    """A body's name within a sentence: ``the Safer Maidstone Partnership``."""
    return (
        f"the {name.removeprefix('The ')}" if name[:4].casefold() != "the " else f"the {name[4:]}"
    )


def capital(text: str) -> str:
    """A text that begins with a capital, to begin a sentence."""
    return text[:1].upper() + text[1:]
