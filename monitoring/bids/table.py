"""The list of bids as a table for the page."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from bids.models import Bid
from bids.presenters import bid_link, state_badge, title
from monitoring.bids.list import NEVER, Filter, shows_scores
from monitoring.desk.needs import NEEDS
from rounds.models import Round
from rounds.presenters import ROUTES
from scoring.ranking import score, show
from scoring.standings import candidate, points_of, weighed
from ui.dates import format_date, in_london
from ui.money import format_pence
from ui.parts import Column, Content, Lines, Table, Tick

if TYPE_CHECKING:
    from monitoring.desk.needs import WaitingBid


def scores_of(round: Round, bids: Sequence[Bid]) -> dict[int, str]:
    """The score of each bid that is sifted now, by key, as people see it (two queries)."""
    sifted = [bid for bid in bids if hasattr(bid, "recommendation") and bid.recommendation.stands]
    if not sifted:
        return {}
    criteria, points = weighed(round), points_of(sifted)
    return {
        bid.pk: show(score(candidate(bid, points[bid.pk], criteria).points, criteria))
        for bid in sifted
        if all(criterion.code in points[bid.pk] for criterion in criteria)
    }


def bids_table(asked: Filter, bids: Sequence["WaitingBid"], address: str, *, ticks: bool) -> Table:
    """A page of the list. ``ticks`` puts a box before each bid, for what is done to several at once."""
    viewer = asked.viewer
    scores = scores_of(asked.round, bids) if shows_scores(viewer) else {}
    columns = [
        *([Column(_("Choose"))] if ticks else []),
        _heading(asked, address, "reference", _("Bid")),
        _heading(asked, address, "organisation", _("Organisation")),
        _heading(asked, address, "amount", _("Requested"), numeric=True),
        _heading(asked, address, "submitted", _("Submitted")),
        Column(_("State")),
        *(
            [_heading(asked, address, "score", _("Score"), numeric=True)]
            if shows_scores(viewer)
            else []
        ),
    ]
    rows: list[list[Content]] = []
    for bid in bids:
        label = _("Choose %(reference)s") % {"reference": bid.reference}
        row: list[Content] = [Tick("bid", bid.reference, label)] if ticks else []
        row += [
            Lines([bid_link(bid)], title(bid)),
            Lines([viewer.organisation_of(bid)], bid.area),
            "" if bid.requested_pence is None else format_pence(bid.requested_pence),
            submitted(bid),
            _state(bid, waits=viewer.reads),
        ]
        if shows_scores(viewer):
            row.append(scores.get(bid.pk, ""))
        rows.append(row)
    return Table(_("Bids of %(round)s") % {"round": asked.round}, columns, rows, wide=True)


def _heading(
    asked: Filter, address: str, sort: str, title: str, *, numeric: bool = False
) -> Column:
    """A column's heading that leads to the list sorted by it, or the other way round."""
    here = (asked.get("sort") or "reference") == sort
    down = here and asked.get("order") == "down"
    order = ("descending" if down else "ascending") if here else ""
    kept = {k: v for k, v in asked.kept.items() if k not in ("sort", "order")}
    turned = {"order": "down"} if here and not down else {}
    return Column(title, numeric, link(address, {**kept, "sort": sort, **turned}), order)


def link(address: str, query: Mapping[str, str]) -> str:
    """An address with what was asked."""
    return f"{address}?{urlencode(query)}" if query else address


def submitted(bid: "WaitingBid") -> str:
    """The day on which it was submitted last."""
    return "" if bid.submitted_at == NEVER else format_date(in_london(bid.submitted_at).date())


def _state(bid: "WaitingBid", *, waits: bool) -> Lines:
    need = NEEDS.get(bid.waits_for) if waits else None
    return Lines([state_badge(bid.state)], str(need.label) if need else ROUTES[bid.route])


def described(asked: Filter, total: int) -> str:
    """How many bids there are, in a sentence."""
    if not asked.is_narrowed:
        return _("%(total)s bids.") % {"total": f"{total:,}"}
    return _("%(total)s bids are as you asked.") % {"total": f"{total:,}"}
