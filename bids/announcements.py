"""What a publicity hold keeps from an applicant: the decisions made since it began."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from people.hold import is_held

DECIDED = (State.APPROVED, State.DECLINED, State.TERMINATED)
DECISIONS = (Arrow.APPROVE, Arrow.DECLINE, Arrow.REINSTATE, Arrow.TERMINATE)
"""The arrows that a hold keeps back; that a gate failed is told at once."""

_SINCE = Q(bid__round__partnership__hold_from=None) | Q(
    recorded_at__gte=F("bid__round__partnership__hold_from")
)


def kept_back(bids: Iterable[Bid]) -> set[int]:
    """The bids whose decision their applicants may not learn yet (one query at most).

    To them such a bid is still sifted, and the agreement is not there to accept.
    """
    held = [bid.pk for bid in bids if bid.state in DECIDED and is_held(bid.round.partnership)]
    if not held:
        return set()
    decided = (Arrow.APPROVE, Arrow.DECLINE)
    since = HistoryRow.objects.filter(_SINCE, bid__in=held, transition__in=decided)
    return set(since.values_list("bid", flat=True))


def ends_kept_back(bids: Iterable[Bid]) -> set[int]:
    """The bids whose early end the public may not learn yet (one query at most)."""
    held = [
        bid.pk for bid in bids if bid.state == State.TERMINATED and is_held(bid.round.partnership)
    ]
    if not held:
        return set()
    ended = HistoryRow.objects.filter(_SINCE, bid__in=held, transition=Arrow.TERMINATE)
    return set(ended.values_list("bid", flat=True))


def is_kept_back(bid: Bid) -> bool:
    """Whether the bid's applicant may not learn its decision yet."""
    return bid.pk in kept_back([bid])


def shown_state(bid: Bid, kept: set[int]) -> str:
    """The bid's state as its applicant is shown it."""
    return State.SIFTED.value if bid.pk in kept else str(bid.state)


def announced(bid: Bid) -> QuerySet[HistoryRow]:
    """The bid's history as far as its applicant may know it now."""
    rows = bid.history.all()
    if not is_held(bid.round.partnership):
        return rows
    return rows.exclude(_SINCE, transition__in=DECISIONS)
