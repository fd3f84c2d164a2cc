"""The list of bids as a workbook, in constant memory whatever the number of bids."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from base.export import XLSX, table_stream
from base.writing import Value
from bids.presenters import title
from bids.states import State
from monitoring.bids.list import NEVER, Filter, detailed, shows_scores
from monitoring.bids.table import scores_of
from monitoring.desk.needs import NEEDS
from rounds.presenters import ROUTES
from ui.dates import in_london
from ui.money import to_pounds

if TYPE_CHECKING:
    from monitoring.desk.needs import WaitingBid

Row = tuple["WaitingBid", str]
"""A bid and its score."""
BATCH = 500
"""Bids read at once."""
POUNDS = '"£"#,##0.00'
FORMATS: dict[int, str] = {6: POUNDS, 7: "dd/mm/yyyy"}
"""By place of the column, from 0."""
WIDTHS = (12, 30, 34, 18, 14, 12, 14, 12, 40, 24, 30, 10)
NUMBER = "0.00"


def bids_file(asked: Filter) -> FileResponse:
    """Every bid of the filter, in its order."""
    return FileResponse(
        bids_stream(asked), as_attachment=True, filename=file_name(asked), content_type=XLSX
    )


def file_name(asked: Filter) -> str:
    """What the workbook is called."""
    return f"bids-{asked.round.code}-{in_london(timezone.now()).date()}.xlsx"


def bids_stream(
    asked: Filter, tell: Callable[[Iterator[Row]], Iterator[Row]] = lambda rows: rows
) -> IO[bytes]:
    """The same as an open file. ``tell`` may count the rows as they pass."""
    header = _headings(asked)
    formats = dict(FORMATS)
    if shows_scores(asked.viewer):
        formats[len(header) - 1] = NUMBER
    rows = (_values(asked, bid, score) for bid, score in tell(_rows(asked)))
    return table_stream(_("Bids"), header, rows, widths=WIDTHS, formats=formats)


def _rows(asked: Filter) -> Iterator[Row]:
    """The bids with their scores, some hundreds at a time."""
    keys = iter(asked.ordered().values_list("pk", flat=True))
    while some := list(islice(keys, BATCH)):
        bids = {bid.pk: bid for bid in detailed(asked, some)}
        ordered = [bids[pk] for pk in some if pk in bids]
        scores = scores_of(asked.round, ordered) if shows_scores(asked.viewer) else {}
        yield from ((bid, scores.get(bid.pk, "")) for bid in ordered)


def _headings(asked: Filter) -> list[Value]:
    return [
        _("Reference"),
        _("Organisation"),
        _("Project"),
        _("Area"),
        _("Route"),
        _("State"),
        _("Requested"),
        _("Submitted"),
        *([_("Waits for"), _("Contact"), _("Email")] if asked.viewer.reads else []),
        *([_("Score")] if shows_scores(asked.viewer) else []),
    ]


def _values(asked: Filter, bid: "WaitingBid", score: str) -> list[Value]:
    never = bid.submitted_at == NEVER
    need = NEEDS.get(bid.waits_for)
    read = [str(need.label) if need else "", bid.contact_name, bid.contact_email]
    return [
        bid.reference,
        asked.viewer.organisation_of(bid),
        title(bid),
        bid.area,
        ROUTES[bid.route],
        str(State(bid.state).label),
        None if bid.requested_pence is None else to_pounds(bid.requested_pence),
        None if never else in_london(bid.submitted_at).date(),
        *(read if asked.viewer.reads else []),
        *([float(score) if score else None] if shows_scores(asked.viewer) else []),
    ]
