"""Takes what points at a person out of texts before they are published."""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import lru_cache

from monitoring.returns.personal_details import What, passages
from reports.wording import clean, one_line

REMOVED = "[removed]"

_ALONE = r"(?<![\d£/-])(?<!\d[.,])"
"""Before a number that is not the tail of an amount, a date or a longer one."""

_EMAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]+")
_NUMBERS = (
    re.compile(
        _ALONE + r"(\+44\s?(\(0\)\s?)?|\(?0)\d(?:[\s().-]{0,2}\d){7,10}(?!\d)"
    ),  # a telephone
    re.compile(r"(?<!\d)\d{2}-\d{2}-\d{2}(?![\d-])"),  # a sort code
    re.compile(_ALONE + r"\d{8}(?![\d-]|[.,]\d)"),  # an account number
    re.compile(r"(?i)\bGB\d{2}\s?[A-Z]{4}(\s?\d){14}\b"),  # an IBAN
    re.compile(r"\b[A-Z]{2}(\s?\d{2}){3}\s?[A-D]\b"),  # a National Insurance number
)
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Cllr|PC|PCSO|Sgt|Insp)\.?\s+[A-Z][\w’'-]+")
_SIX_FIGURES = re.compile(r"\d(?:[\s().-]{0,2}\d){5}")
"""What every one of the numbers holds; most texts hold none, and need not be looked through for each."""
_NAMED = r"(?:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){1,3}[\s,:(–-]{1,3})?"
"""Who was born on a date, where the name stands before it."""
_WORD = re.compile(r"\w+")


class Names:
    """Names to look for. However many there are, a text is looked through only for those whose words it has.

    A name of several words is found in any case, one of a single word only as it is written (``Frank``
    goes, a frank talk stays).
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[str, Set[str]]]] = defaultdict(list)
        for name in {" ".join(name.split()) for name in names}:
            first = _WORD.search(name)
            if first and len(name) > 1:
                self._by_word[words_of(first[0]).pop()].append((name, words_of(name)))

    def among(self, words: Set[str]) -> list[str]:
        """The names whose words are all among a text's (see ``words_of``), the longest first."""
        found = [
            name
            for word in self._by_word.keys() & words
            for name, needed in self._by_word[word]
            if needed <= words
        ]
        return sorted(found, key=lambda name: (-len(name), name))


def words_of(text: str) -> set[str]:
    """The words of a text, as every way to write them in small and capital letters has them; a Turkish i
    is an i.
    """
    words = " ".join({*_WORD.findall(text)})
    return {*words.casefold().replace("i\u0307", "i").replace("ı", "i").split(" ")}


@lru_cache(maxsize=2000)
def _pattern(name: str) -> re.Pattern[str]:
    words = name.split()
    in_any_case = "(?i)" if len(words) > 1 else ""
    spaced = r"\s+".join(map(re.escape, words))
    return re.compile(rf"{in_any_case}(?<!\w){spaced}(?!\w)")


@dataclass
class Cleaner:
    """Takes personal data out of texts, and remembers what it took.

    What goes: email addresses, telephone numbers, bank details, people with their titles, the names it
    knows, and what a return asks about before it is sent (``monitoring.returns.personal_details``).
    """

    names: Iterable[Names] = ()
    year: int = 0
    """The year of which the texts tell: a name with an older date is a birth."""
    taken: list[str] = field(default_factory=list)

    def text(self, text: str) -> str:
        """A text of several lines."""
        return self.without(clean(text))

    def line(self, text: str) -> str:
        """A text on one line."""
        return self.without(one_line(text))

    def without(self, text: str) -> str:
        """A text as it stands."""
        for passage in passages(text, self.year):
            before = _NAMED if passage.what is What.BIRTH else ""
            text = self._take(re.compile(before + re.escape(passage.text)), text)
        if "@" in text:
            text = self._take(_EMAIL, text)
        if _SIX_FIGURES.search(text):
            for pattern in _NUMBERS:
                text = self._take(pattern, text)
        text = self._take(_TITLED, text)
        words = words_of(text)
        for names in self.names:
            for name in names.among(words):
                text = self._take(_pattern(name), text)
        return text

    def _take(self, pattern: re.Pattern[str], text: str) -> str:
        def keep(found: re.Match[str]) -> str:
            self.taken.append(found[0])
            return REMOVED

        return pattern.sub(keep, text)


def without_personal_data(text: str, names: Iterable[str], year: int = 0) -> str:
    """A text without what points at a person (see ``Cleaner``)."""
    return Cleaner([Names(names)], year).without(text)
