"""Questions about a bid and their answers, in words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from bids.models import Query
from people.models import User
from ui.dates import format_moment
from ui.parts import Column, Lines, Table


def queries_table(queries: Iterable[Query], *, names: bool, is_open: bool) -> Table:
    """What was asked and answered; ``names`` adds who did. ``is_open``: they can still be answered."""
    return Table(
        caption=_("Questions and answers"),
        columns=[Column(_("Question")), Column(_("Answer"))],
        rows=[
            [
                Lines([one.question], _who(one.asked_by if names else None, one.asked_at)),
                Lines([one.answer], _who(one.answered_by if names else None, one.answered_at))
                if one.answered_at
                else _("Awaited by %(due)s") % {"due": format_moment(one.due)}
                if is_open
                else _("Not answered"),
            ]
            for one in queries
        ],
    )


def _who(person: User | None, moment: datetime) -> str:
    when = format_moment(moment)
    return f"{person}, {when}" if person else when
