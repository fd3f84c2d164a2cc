"""Money as people write it. Inside the service it is always whole pence in an ``int``."""

import re
from decimal import Decimal
from fractions import Fraction

MOST_PENCE = 99_999_999_999
"""The largest amount anybody may enter, in pence: £999,999,999.99."""

_POUNDS = re.compile(r"£?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)
_MILLIONTH_OF_A_PENNY = Fraction(1, 1_000_000)


def format_pence(pence: int) -> str:
    """``120050`` as ``£1,200.50``; below zero as ``-£1.00``."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}£{pounds:,}.{rest:02d}"


def to_pounds(pence: int) -> Decimal:
    """Pounds as an exact decimal, for the cells of a spreadsheet."""
    return Decimal(pence) / 100


def parse_pounds(text: str) -> int:
    """Read ``1200.5``, ``£1,200.50`` or ``40000`` as pence.

    Raises ``ValueError``, with a sentence for the person, for anything else.
    """
    match = _POUNDS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is not an amount of money. Write it like 1200.50.")
    pounds, pennies = match.groups()
    pence = int(pounds.replace(",", "")) * 100 + int((pennies or "0").ljust(2, "0"))
    return _not_huge(pence)


def pence_of_cell(number: int | float | Decimal) -> int:
    """Read the number in a spreadsheet's cell, in pounds, as pence.

    Spreadsheets hold binary fractions, so a number within a millionth of a penny of a penny is that
    penny; so is the binary fraction nearest to it, which is further off above £134 million. Raises
    ``ValueError`` for anything finer, and for what is not a number of pounds at all.
    """
    if isinstance(number, bool) or not Decimal(number).is_finite():
        raise ValueError("this is not a number")
    exact = Fraction(number) * 100
    pence = round(exact)
    if abs(exact - pence) > _MILLIONTH_OF_A_PENNY and number != pence / 100:
        raise ValueError(f"{number} is finer than a penny")
    return _not_huge(pence)


def _not_huge(pence: int) -> int:
    if abs(pence) > MOST_PENCE:
        raise ValueError(f"this is more than {format_pence(MOST_PENCE)}")
    return pence
