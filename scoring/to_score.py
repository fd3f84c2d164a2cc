"""The bids that a panel member is to score, as far as they may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bids.models import Bid
from bids.states import State
from people.models import User
from rounds.models import Round
from scoring.panel import Panel, declared, read_panel
from scoring.sealing import is_revealed


@dataclass(frozen=True)
class ToScore:
    """What waits for a panel member."""

    bids: Sequence[Bid]
    """Submitted bids, in the order of route and reference."""
    undeclared: int = 0
    """More bids, which they see once they have declared whether they have an interest."""
    left: Sequence[Bid] = ()
    """Those of the bids that still take scores from them, and lack some."""


def to_score(round: Round, member: User, panel: Panel | None = None) -> ToScore:
    """What a member is to score: no bid that they have an interest in or that is their own, none of an
    organisation about which they have not declared yet.
    """
    panel = panel or read_panel(round)
    said = declared(round)
    bids = round.bids.filter(state=State.SUBMITTED).exclude(gate_checks__passed=False)
    bids = bids.exclude(organisation__in=member.organisations.all()).exclude(people=member)
    bids = bids.select_related("organisation", "discussion", "recommendation")
    theirs = [bid for bid in bids.order_by("route", "reference") if member in panel.expected(bid)]
    open_to_them = [bid for bid in theirs if (bid.organisation_id, member.pk) in said]
    left = [
        bid
        for bid in open_to_them
        if not panel.has_sent(bid, member)
        and (not is_revealed(bid) or (bid.pk, member.pk) in panel.late)
    ]
    return ToScore(open_to_them, len(theirs) - len(open_to_them), left)
