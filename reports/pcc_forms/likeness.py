"""How like a form's own words are to what our fields are called: by their words, a slip of the pen allowed."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache

from reports.pcc_forms.field import Field

ENOUGH = 0.62
"""From which likeness on a field is suggested; 1 is the same words."""
_SLIP = 0.84
"""How like two words are that are taken for one."""
_SILENT = {
    *("a", "an", "and", "any", "are", "as", "at", "been", "by", "did", "do", "does", "enter"),
    *("for", "has", "have", "how", "i", "in", "is", "it", "its", "of", "on", "or", "our", "per"),
    *("please", "provide", "the", "their", "this", "to", "was", "were", "what", "which"),
    *("will", "with", "you", "your", "gbp"),
}
_WEAK = {
    *("amount", "date", "detail", "full", "grant", "name", "number", "project", "state", "status"),
    *("funding", "title", "total", "type", "year"),
}
"""Words that many labels have, and that say half as much."""
_SAME = {
    "actuals": "actual",
    "amt": "amount",
    "applied": "requested",
    "award": "awarded",
    "expenditure": "spend",
    "forecasted": "forecast",
    "fy": "year",
    "no": "number",
    "org": "organisation",
    "organization": "organisation",
    "qtr": "quarter",
    "ref": "reference",
    "request": "requested",
    "spent": "spend",
    "num": "number",
}


def words_of(text: str) -> tuple[str, ...]:
    """The words of a label that say something, in one form: ``Name of the Org.`` is name, organisation."""
    found = []
    for word in re.findall(r"[^\W_]+", re.sub("[’']s?\\b", "", text.casefold())):
        plain = _singular(word)
        plain = _SAME.get(plain, plain)
        if plain not in _SILENT:
            found.append(plain)
    return tuple(dict.fromkeys(found))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """From 0 to 1: how much two lists of words share."""
    left, shared = list(other), 0.0
    for word in one:
        match = next((known for known in left if _is_same(word, known)), None)
        if match is not None:
            left.remove(match)
            shared += _weight(match)
    whole = sum(map(_weight, one)) + sum(map(_weight, other))
    return 2 * shared / whole if whole else 0.0


def _weight(word: str) -> float:
    return 0.5 if word in _WEAK else 1.0


@cache
def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    long = min(len(one), len(other)) > 4
    return long and SequenceMatcher(None, one, other).ratio() >= _SLIP


def best(label: str, fields: Iterable[Field]) -> tuple[float, str]:
    """The field that a label means, and how sure that is; nothing where none is like enough."""
    given = words_of(label)
    scored = (
        (likeness(given, words_of(phrase)), -place, one.key)
        for one in fields
        for place, phrase in enumerate((str(one.label), *one.words))
    )
    sure, _place, key = max(scored, key=lambda one: one[:2], default=(0.0, 0, ""))
    enough = 1.0 if set(given) <= _WEAK else ENOUGH
    return (sure, key) if sure >= enough else (0.0, "")
