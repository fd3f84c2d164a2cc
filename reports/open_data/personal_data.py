"""Takes what points at a person out of texts before they are published."""

import re
from collections.abc import Iterable

from monitoring.personal_details import passages

REMOVED = "[removed]"

_ALONE = r"(?<![\d£/-])(?<!\d[.,])"
"""Before a number that is not the tail of an amount, a date or a longer one."""

_PATTERNS = (
    re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]+"),  # an email address
    re.compile(
        _ALONE + r"(\+44\s?(\(0\)\s?)?|\(?0)\d(?:[\s().-]{0,2}\d){7,10}(?!\d)"
    ),  # a telephone
    re.compile(r"(?<!\d)\d{2}-\d{2}-\d{2}(?![\d-])"),  # a sort code
    re.compile(_ALONE + r"\d{8}(?![\d-]|[.,]\d)"),  # an account number
    re.compile(r"(?i)\bGB\d{2}\s?[A-Z]{4}(\s?\d){14}\b"),  # an IBAN
    re.compile(r"\b[A-Z]{2}(\s?\d{2}){3}\s?[A-D]\b"),  # a National Insurance number
    re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Cllr|PC|PCSO|Sgt|Insp)\.?\s+[A-Z][\w’'-]+"),
)


def without_personal_data(text: str, names: Iterable[str], year: int = 0) -> str:
    """A text without email addresses, telephone numbers, bank details, titles and the names given,
    and without what a return asks about before it is sent (``monitoring.personal_details``).

    ``year`` is that of which the text tells: a name with an older date is a birth. A name is taken out
    where it stands as words of its own: one of several words in any case, a single word only as it is
    written (``Frank`` goes, a frank talk stays).
    """
    for passage in passages(text, year):
        text = text.replace(passage.text, REMOVED)
    for pattern in _PATTERNS:
        text = pattern.sub(REMOVED, text)
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            words = r"\s+".join(map(re.escape, name.split()))
            in_any_case = "(?i)" if len(name.split()) > 1 else ""
            text = re.sub(rf"{in_any_case}(?<!\w){words}(?!\w)", REMOVED, text)
    return text
