"""Template filters for money and dates.

``{{ pence|money }}``, ``{{ moment|when }}``, ``{{ moment|clock }}``, ``{{ day|day }}``.
"""

from datetime import date, datetime

from django import template

from ui.dates import format_date, format_moment, format_time, in_london
from ui.money import format_pence

register = template.Library()


@register.filter
def money(pence: int | None) -> str:
    """Pence as ``£1,200.50``; nothing at all as an empty text."""
    return "" if pence is None else format_pence(pence)


@register.filter
def when(moment: datetime | None) -> str:
    """A moment as ``5pm on Friday 22 February 2019``."""
    return "" if moment is None else format_moment(moment)


@register.filter
def day(value: date | None) -> str:
    """A date as ``22 February 2019``."""
    return "" if value is None else format_date(value)


@register.filter
def clock(moment: datetime | None) -> str:
    """A moment's time of day in London, as ``2:35pm``."""
    return "" if moment is None else format_time(in_london(moment))
