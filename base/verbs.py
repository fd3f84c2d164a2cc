"""A verb is a function that changes something: one transaction, tried again when the database is busy."""

import functools
import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from ui.dates import format_date, in_london

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 5
EARLIEST_YEAR = 1998
"""The year of the Crime and Disorder Act, under which partnerships were made."""
_BUSY = (
    "database is locked",
    "database table is locked",
    "deadlock detected",
    "could not serialize",
)


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction; where that was lost to a busy database, run it again.

    Inside another transaction it only takes a savepoint: the outermost verb is the one tried again.
    Raises ``Refused`` when the database stayed busy through every try, so that the person is told.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return function(*args, **kwargs)
        for again in range(TRIES):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if not any(sign in str(error) for sign in _BUSY):
                    raise
                time.sleep(random.uniform(0.05, 0.2) * (again + 1))  # noqa: S311  # a wait, not a secret
        raise Refused(
            _("The service is very busy and nothing was changed. Please try again in a minute.")
        )

    return run


def happened(at: datetime | None) -> datetime:
    """When it happened: now where nobody says, and never a time that is still to come."""
    now = timezone.now()
    if at is None:
        return now
    if at.year < EARLIEST_YEAR:
        raise Refused(
            _("%(at)s %(year)s is too long ago to be right: say when it happened.")
            % {"at": f"{at.day} {at:%B}", "year": at.year}
        )
    if at > now:
        day = format_date(in_london(at).date())
        raise Refused(_("%(at)s has not come yet: say when it happened.") % {"at": day})
    return at
