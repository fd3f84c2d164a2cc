"""Checks that history explains every bid's state, and that what was sent is unaltered."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from bids.history import arrows
from bids.models import Bid, HistoryRow, Version
from bids.states import Arrow, State
from bids.versions import is_unaltered
from rounds.models import Round


def differences(round: Round) -> Iterator[str]:
    """Every bid whose state its history does not explain, or whose version was altered, in words.

    Three queries.
    """
    known = {(arrow.name, str(arrow.source), str(arrow.target)) for arrow in arrows()}
    rows = HistoryRow.objects.filter(bid__round=round).order_by("bid_id", "pk")
    history = {bid: list(group) for bid, group in groupby(rows, key=lambda row: row.bid_id)}
    for bid in Bid.objects.filter(round=round).order_by("reference"):
        yield from _differences(bid, history.get(bid.pk, []), known)
    for version in Version.objects.filter(bid__round=round).select_related("bid", "note"):
        if not is_unaltered(version):
            yield f"{version}: what it says is not what its checksum says"


def _differences(
    bid: Bid, rows: list[HistoryRow], known: set[tuple[str, str, str]]
) -> Iterator[str]:
    if not rows:
        yield f"{bid.reference}: it is {bid.state}, but has no history"
        return
    first = rows[0]
    if (first.transition, first.from_state, first.to_state) != (Arrow.START, None, State.DRAFT):
        yield f"{bid.reference}: its history does not begin with its start as a draft"
    for before, row in pairwise(rows):
        if row.from_state != before.to_state:
            yield (
                f"{bid.reference}: its history goes on from {row.from_state}, "
                f"but it was {before.to_state}"
            )
        if (row.transition, row.from_state, row.to_state) not in known:
            yield (
                f"{bid.reference}: no arrow {row.transition} leads from {row.from_state} "
                f"to {row.to_state}"
            )
        if row.at < before.at:
            yield f"{bid.reference}: {row.transition} is dated before {before.transition}"
    if rows[-1].to_state != bid.state:
        yield f"{bid.reference}: it is {bid.state}, but its history ends at {rows[-1].to_state}"
