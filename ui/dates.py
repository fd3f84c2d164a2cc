"""Times as people in the United Kingdom read and write them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

LONDON = ZoneInfo("Europe/London")


def in_london(moment: datetime) -> datetime:
    """The same moment on a clock in London."""
    return moment.astimezone(LONDON)


def midnight(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)


def parse_moment(text: str) -> datetime:
    """Read ``2019-03-14`` or ``2019-03-14T12:00`` (London time unless it says otherwise).

    Raises ``ValueError``, with a sentence for the person.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a date. Write it like 2019-03-14 or 2019-03-14T12:00.")
            % {"text": text}
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def format_date(day: date) -> str:
    """``22 February 2019``."""
    return formatted(day, "j F Y")


def format_moment(moment: datetime) -> str:
    """``5pm on Friday 22 February 2019``, in London; midnight shows the day alone."""
    local = in_london(moment)
    day = formatted(local, "l j F Y")
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return day
    return _("%(time)s on %(day)s") % {"time": format_time(local), "day": day}


def format_time(local: datetime) -> str:
    """``9:41pm``, ``5pm`` or ``midday``, of a moment on a clock in London."""
    if (local.hour, local.minute) == (12, 0):
        return _("midday")
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def financial_year_end(financial_year: str) -> date:
    """31 March that ends a year such as ``2019-20``."""
    return date(int(financial_year[:4]) + 1, 3, 31)
