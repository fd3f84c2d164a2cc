"""A bid's history in words."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from people.models import User
from ui.dates import format_moment
from ui.parts import Column, Lines, Table

WHAT = {
    Arrow.START: gettext_lazy("Started"),
    Arrow.SUBMIT: gettext_lazy("Submitted"),
    Arrow.SEND_BACK: gettext_lazy("Sent back for a change"),
    Arrow.REJECT: gettext_lazy("Declined because it failed a gate"),
    Arrow.SIFT: gettext_lazy("Sifted"),
    Arrow.REOPEN: gettext_lazy("Sift reopened"),
    Arrow.APPROVE: gettext_lazy("Approved"),
    Arrow.DECLINE: gettext_lazy("Declined"),
    Arrow.REINSTATE: gettext_lazy("Reinstated: the decision to decline was undone"),
    Arrow.TURN_DOWN: gettext_lazy("Offer turned down or lapsed"),
    Arrow.START_MONITORING: gettext_lazy("Agreement accepted"),
    Arrow.CLOSE: gettext_lazy("Closed"),
    Arrow.WITHDRAW: gettext_lazy("Withdrawn"),
    Arrow.TERMINATE: gettext_lazy("Ended early"),
}
FOR_APPLICANTS = {
    Arrow.SEND_BACK,
    Arrow.REJECT,
    Arrow.DECLINE,
    Arrow.TURN_DOWN,
    Arrow.WITHDRAW,
    Arrow.TERMINATE,
}
"""The arrows whose reason is written for the applicant; the others' may name officers or the panel."""

FROM_A_WORKBOOK = re.compile(r"\s*\(Import of (?:(?!\(Import of ).)*\)\s*$")
"""What an import adds to a reason, whatever the name of the file."""


@dataclass(frozen=True)
class Beside:
    """Something that happened to a bid and did not move it."""

    at: datetime
    what: Lines
    who: str
    why: str


def history_table(rows: Iterable[HistoryRow], beside: Iterable[Beside] = ()) -> Table:
    """Every step, for those who read the partnership's papers or sit on the panel; and what was beside."""
    steps: list[tuple[datetime, list[str | Lines]]] = [
        (row.recorded_at, [_what(row), _when(row), str(row.by), row.reason]) for row in rows
    ]
    steps += [(one.at, [one.what, format_moment(one.at), one.who, one.why]) for one in beside]
    return _table([cells for _at, cells in sorted(steps, key=lambda step: step[0])])


def history_table_for_the_blind(rows: Iterable[HistoryRow]) -> Table:
    """Every step, without who took it and why: both may name who bids."""
    return _table([[_what(row), _when(row), ""] for row in rows])


def history_table_for_applicants(bid: Bid, rows: Iterable[HistoryRow]) -> Table:
    """Every step without the names of officers and panel members, nor what they told each other."""
    members, let_in = bid.organisation.members, bid.people
    own = {*members.values_list("pk", flat=True), *let_in.values_list("pk", flat=True)}
    partnership = bid.round.partnership.name
    return _table(
        [
            [
                _what(row),
                _when(row),
                _own_name(row.by, own) or partnership,
                reason_for_applicants(row) if row.transition in FOR_APPLICANTS else "",
            ]
            for row in rows
        ]
    )


def reason_for_applicants(row: HistoryRow) -> str:
    """Why, without the name of the workbook that an officer brought it in with."""
    return without_workbook(row.reason)


def without_workbook(reason: str) -> str:
    """A reason as it may leave, without the name of the file that it came in."""
    return FROM_A_WORKBOOK.sub("", reason)


def _own_name(person: User, own: Collection[int]) -> str:
    return str(person) if person.pk in own else ""


def _what(row: HistoryRow) -> Lines:
    states = State(row.to_state).label
    if row.from_state:
        states = f"{State(row.from_state).label} → {states}"
    return Lines([str(WHAT[Arrow(row.transition)])], states)


def _when(row: HistoryRow) -> Lines:
    """When it happened, and when it was recorded where that was another minute."""
    happened, recorded = format_moment(row.at), format_moment(row.recorded_at)
    words = _("recorded %(recorded_at)s") % {"recorded_at": recorded}
    return Lines([happened], "" if recorded == happened else words)


def _table(rows: list[list[str | Lines]]) -> Table:
    """The steps; a last column of reasons only where there are any."""
    titles = [_("What happened"), _("When"), _("Who"), _("Why")]
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=3)
    columns = [Column(title) for title in titles[:width]]
    return Table(_("History"), columns, [row[:width] for row in rows])
