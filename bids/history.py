"""Taking an arrow: the only way that a bid moves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django_fsm import Transition

from base.errors import NotAllowed, Refused
from base.models import note
from base.verbs import happened, verb
from bids.models import Bid, HistoryRow
from bids.states import Arrow, Guard, State
from people.models import User
from ui.dates import format_moment, in_london, midnight


def locked(bid: Bid) -> Bid:
    """The bid as it stands now, held until the transaction ends."""
    related = ("round__partnership", "organisation")
    return (
        Bid.objects.select_for_update(of=("self",), no_key=True)
        .select_related(*related)
        .get(pk=bid.pk)
    )


def arrows() -> Iterator[Transition]:
    """Every arrow of the state machine, one for each state it starts from."""
    return Bid._meta.get_field("state").get_all_transitions(Bid)


def find_arrow(arrow: Arrow, state: str) -> Transition | None:
    """The arrow with a name that starts from a state, if there is one."""
    return next((a for a in arrows() if a.name == arrow and a.source == state), None)


@verb
def take(*, bid: Bid, arrow: Arrow, by: User, at: datetime | None = None, reason: str = "") -> Bid:
    """Move a bid along an arrow and write its history row, in one transaction.

    Only the verbs named in ``bids.states.VERBS`` call this. Raises ``Refused`` where the bid is in
    another state or its own data is not ready, ``NotAllowed`` where it is not this person's to do.
    """
    bid = locked(bid)
    _refuse_where_closed(bid, arrow)
    found = find_arrow(arrow, bid.state)
    words = arrow.value.replace("_", " ")
    if found is None:
        sources = " or ".join(sorted(str(a.source) for a in arrows() if a.name == arrow))
        raise Refused(
            _("%(reference)s is %(state)s; to %(words)s it must be %(sources)s.")
            % {"reference": bid.reference, "state": bid.state, "words": words, "sources": sources}
        )
    if not found.has_perm(bid, by):  # type: ignore[arg-type]
        raise NotAllowed(
            _("%(email)s may not %(words)s %(reference)s.")
            % {"email": by.email, "words": words, "reference": bid.reference}
        )
    if found.custom.get("reason") and not reason.strip():
        raise Refused(
            _("Give a reason to %(words)s %(reference)s.")
            % {"words": words, "reference": bid.reference}
        )
    for guard in found.conditions:
        if isinstance(guard, Guard) and (why_not := guard.why_not(bid)):
            raise Refused(f"{bid.reference}: {why_not}")
    at = in_order(bid, at)
    from_state = bid.state
    getattr(bid, arrow.value)()
    _write(bid, arrow, from_state, by, at, reason)
    bid.save(update_fields=["state"])
    return bid


AFTER_CLOSING = (Arrow.DECLINE, Arrow.CLOSE, Arrow.TERMINATE, Arrow.WITHDRAW)
"""What may still become of a bid once its round is closed: it ends."""


def _refuse_where_closed(bid: Bid, arrow: Arrow) -> None:
    if bid.round.closed_at and arrow not in AFTER_CLOSING:
        raise Refused(
            _("%(round)s is closed, so nothing more is done with %(reference)s.")
            % {"round": bid.round.code, "reference": bid.reference}
        )


def begin(*, bid: Bid, by: User, at: datetime | None, reason: str = "") -> Bid:
    """Write the first history row of a bid that was just made."""
    _refuse_where_closed(bid, Arrow.START)
    _write(bid, Arrow.START, None, by, happened(at), reason)
    return bid


def _write(
    bid: Bid, arrow: Arrow, from_state: str | None, by: User, at: datetime, reason: str
) -> HistoryRow:
    return HistoryRow.objects.create(
        bid=bid,
        transition=arrow,
        from_state=from_state,
        to_state=bid.state,
        at=at,
        by=by,
        note=note(reason.strip()),
    )


def in_order(bid: Bid, at: datetime | None) -> datetime:
    """When it happened, checked against the bid's history. Raises ``Refused`` where it runs backwards.

    A date without a time counts as the earliest moment of that day that can be.
    """
    moment = happened(at)
    last = bid.history.last()
    if last is None or moment >= last.at:
        return moment
    if moment == midnight(in_london(last.at).date()):
        return last.at
    raise Refused(
        _(
            "%(moment)s is before %(reference)s was %(label)s (%(at)s), so this cannot have happened "
            "then. If the later date is wrong, nothing here can be dated before it."
        )
        % {
            "reference": bid.reference,
            "label": State(last.to_state).label.lower(),
            "at": format_moment(last.at),
            "moment": format_moment(moment),
        }
    )


def last_transition(bid: Bid) -> str:
    """The name of the arrow that the bid took last."""
    row: Any = bid.history.last()
    return row.transition if row else ""
