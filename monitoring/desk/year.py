"""The year's end on the desk: its sign-off, and then the closing of the round."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import YearEnd
from people.roles import Permission
from ui.dates import financial_year_end, format_date, in_london

SIGNED_OFF = Exists(YearEnd.objects.filter(round=OuterRef("pk")))
"""Whether the statement of the outer round was signed off, as a column."""


def of_year(
    round: Any, may: frozenset[Permission], now: datetime
) -> Iterator[tuple[str, str, str, str]]:
    """What, where, why and since when, once the year of a round has ended."""
    ends = financial_year_end(round.financial_year)
    if not round.published or round.closed_at or in_london(now).date() <= ends:
        return
    since = _("since %(day)s") % {"day": format_date(ends)}
    if Permission.PAY in may and not round.signed_off:
        page, why = (
            reverse("year-end", args=[round.code]),
            _("Record the sign-off of its statement"),
        )
        yield _("Year end"), page, why, since
    if Permission.DECIDE in may and round.signed_off:
        page, why = reverse("round-close", args=[round.code]), _("Signed off: close the round")
        yield _("Year end"), page, why, since
