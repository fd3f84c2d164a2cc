"""What a reader of the papers may do next about a bid's decision, as links."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from bids.history import last_transition
from bids.models import Bid
from bids.states import Arrow, State
from people.permissions import Permission
from ui.parts import Link


def decision_steps(held: frozenset[Permission], bid: Bid) -> list[Link]:
    """The decision's pages for the bid as it stands, for whoever holds these permissions."""
    found = []
    if Permission.DECIDE in held and bid.state == State.SIFTED:
        found.append(("bid-decide", _("Decide this bid")))
    if Permission.CHECK_BIDS in held and bid.state == State.SIFTED:
        found.append(("bid-reopen", _("Reopen its sift")))
    if Permission.DECIDE in held and _was_declined(bid):
        found.append(("bid-reinstate", _("Reinstate it")))
    if Permission.DECIDE in held and bid.state in (State.APPROVED, State.MONITORED):
        found.append(("bid-terminate", _("End the project early")))
    if Permission.PAY in held and hasattr(bid, "award"):
        found += _money(bid)
    return [Link(words, reverse(name, args=[bid.reference])) for name, words in found]


def _money(bid: Bid) -> Iterator[tuple[str, str]]:
    """What finance may do with the award's money, by hand."""
    if bid.state == State.MONITORED and not bid.round.closed_at:
        yield "money-pay", _("Record a payment")
        yield "money-release", _("Release what will not be claimed")
    yield "money-recover", _("Record money that came back")


def _was_declined(bid: Bid) -> bool:
    return bid.state == State.DECLINED and last_transition(bid) == Arrow.DECLINE
