"""Finds what looks like the personal data of people whom a project helped, before it is sent.

A guess in favour of asking: an email address or a telephone number may be an organisation's, so each
passage is shown to the person, who changes it or says that it names nobody who was helped. Amounts,
dates alone, times and postcodes are not asked about. Pure functions of a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

AROUND = 40
"""How many characters before and after a passage are shown with it."""


class What(StrEnum):
    """What a passage looks like."""

    BIRTH = "birth"
    """A name with a date of birth."""
    NHS = "nhs"
    INSURANCE = "insurance"
    """A National Insurance number."""
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Passage:
    """A passage that may name somebody, what it looks like, and what stands around it."""

    what: What
    text: str
    before: str
    after: str

    @property
    def sign(self) -> str:
        """A short sign of the passage: it differs where the text does."""
        return sha256(f"{self.what} {self.text}".encode()).hexdigest()[:12]


_SIGN = re.compile(r"[\d@]")
"""What every passage holds; most texts hold none."""
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_INSURANCE = re.compile(
    r"\b(?:[A-Z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]|(?i:[A-Z]{2}\d{6}[A-D]))\b", re.ASCII
)
_TEN = re.compile(
    r"(?<![\d£$€.,+/-])\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{4}(?![\d/-]|[.,]\d)", re.ASCII
)
_PHONE = re.compile(
    r"(?<![\d£$€.,/-])(?:\+44[ \u00a0-]?(?:\(0\))?[ \u00a0-]?|0044[ \u00a0-]?|\(?0)"
    r"[1-357-9](?:[ \u00a0()-]{0,2}\d){8,9}(?!\d|[.,]\d)",
    re.ASCII,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d)|(?:19|20)\d\d-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)?\d\d)"
)
_BORN = r"(?:d\.?\s?o\.?\s?b\b\.?|date\s+of\s+birth|birth\s?da(?:te|y)|born(?:\s+on)?)"
_NAME = r"[A-Z][A-Za-z'’]+(?:[ -][A-Z][A-Za-z'’]+){1,3}"
_SAID_BORN = re.compile(
    rf"\b(?i:{_BORN})[\s:(,–-]{{0,4}}(?i:(?:on|is|was)\s+)?(?i:{_DATE})(?!\d)", re.ASCII
)
_NAME_AND_DATE = re.compile(
    rf"\b(?P<name>{_NAME})(?:\s?[,(:–-]\s?|\s)\(?(?P<date>(?i:{_DATE}))(?![\d]|\s?[–-]|\sto\b)"
)
_DATE_AND_NAME = re.compile(rf"(?<![\d–-])(?P<date>(?i:{_DATE}))\s?[,:–-]\s?(?P<name>{_NAME})\b")
_BEGINS_AS_DATE = re.compile(rf"(?i:{_DATE})(?!\d)", re.ASCII)
_NOT_NAMES = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter|christmas|easter"
    r"|halloween|street|road|avenue|lane|square|hall|cent(?:re|er)|park|school|academy|college"
    r"|church|council|club|caf[eé]|library|house|green|town|borough|village|station|youth|group"
    r"|festival|sessions?|events?|day|week|workshop|meeting|launch|phase|term|half|project"
    r"|community|police|panel|committee|partnership|report|visit|training|course|fair|night"
    r"|morning|evening|high|the)\b",
    re.IGNORECASE,
)
"""Words that show that capitals name a place, an event or a time."""


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last is the check digit, modulus 11, of the nine others."""
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    check = 11 - weighted % 11
    return check != 10 and check % 11 == int(digits[9]) and len(set(digits)) > 1


def passages(text: str, year: int) -> list[Passage]:
    """What may name somebody, in the order of the text; where two overlap, the surest kind.

    A name with a date counts unless the date is of the ``year`` that the text is about or of the two
    before: then it says when something happened.
    """
    if not _SIGN.search(text):
        return []
    found: dict[tuple[int, int], What] = {}
    for what, start, end in _spans(text, year):
        if all(end <= begun or start >= ended for begun, ended in found):
            found[start, end] = what
    return [
        Passage(what, text[start:end], _before(text, start), _after(text, end))
        for (start, end), what in sorted(found.items())
    ]


def _before(text: str, start: int) -> str:
    cut = start > AROUND
    return f"…{text[start - AROUND : start]}" if cut else text[:start]


def _after(text: str, end: int) -> str:
    cut = len(text) - end > AROUND
    return f"{text[end : end + AROUND]}…" if cut else text[end:]


def _spans(text: str, year: int) -> Iterator[tuple[What, int, int]]:
    """Where each kind of thing stands, the surest kinds first."""
    yield from ((What.EMAIL, *match.span()) for match in _EMAIL.finditer(text))
    yield from ((What.BIRTH, *match.span()) for match in _SAID_BORN.finditer(text))
    yield from ((What.BIRTH, *span) for span in _named_with_dates(text, year))
    yield from ((What.INSURANCE, *match.span()) for match in _INSURANCE.finditer(text))
    for match in _TEN.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match[0])):
            yield What.NHS, *match.span()
    for match in _PHONE.finditer(text):
        if not _BEGINS_AS_DATE.match(match[0]):
            yield What.PHONE, *match.span()


def _named_with_dates(text: str, year: int) -> Iterator[tuple[int, int]]:
    for pattern in (_NAME_AND_DATE, _DATE_AND_NAME):
        for match in pattern.finditer(text):
            if not _NOT_NAMES.search(match["name"]) and _year_of(match["date"], year) < year - 2:
                yield match.span()


def _year_of(written: str, now: int) -> int:
    """The year of a date; of two figures it is the last such year that is not to come."""
    numbers = re.findall(r"\d+", written)
    if whole := next((part for part in numbers if len(part) == 4), None):
        return int(whole)
    short = now - now % 100 + int(numbers[-1])
    return short if short <= now else short - 100
