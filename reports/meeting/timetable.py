"""When the committee's papers are due, counted back from the meeting over weekends and bank holidays.

A report must be open to the public five clear days before the meeting (Local Government Act 1972, s100B;
in a council's use clear days are working days, and neither the day of publication nor that of the meeting
counts). The days before that are the service's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

CLEAR_DAYS = 5
SIGN_OFF_DAYS = 3
"""Working days from the last sign-off to publication, for the committee's clerk."""
DRAFT_DAYS = 10
"""Working days that the officers who sign have for the draft."""
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Timetable:
    """The days of a report's way to its meeting."""

    draft: date
    """The draft is ready and goes to those who sign."""
    sign_off: date
    """The last of them has answered."""
    publication: date
    meeting: date


def timetable(meeting: date) -> Timetable:
    """The days for a meeting."""
    publication = back(meeting, CLEAR_DAYS + 1)
    sign_off = back(publication, SIGN_OFF_DAYS)
    return Timetable(back(sign_off, DRAFT_DAYS), sign_off, publication, meeting)


def back(day: date, working_days: int) -> date:
    """The working day that lies so many working days before a day."""
    before = _before(day)
    found = day
    for _number in range(working_days):
        found = next(before)
    return found


def is_working(day: date) -> bool:
    """Whether a day is neither of a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def _before(day: date) -> Iterator[date]:
    while True:
        day -= ONE
        if is_working(day):
            yield day


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False)
