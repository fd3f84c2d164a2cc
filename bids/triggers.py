"""The database's own guard of the states: a bid is where its history says, whoever writes.

The history row comes first, and only then may the bid's state follow it. So a bulk update, a shell
or an import that skips the verbs is refused by the database itself.
"""

from base.triggers import Trigger
from bids.history import arrows
from bids.states import Arrow, State

_LAST = "(SELECT to_state FROM bids_historyrow WHERE bid_id = NEW.id ORDER BY id DESC LIMIT 1)"
_STATE = "(SELECT state FROM bids_bid WHERE id = NEW.bid_id)"
_ANY = "EXISTS (SELECT 1 FROM bids_historyrow WHERE bid_id = {row}.{key})"
_MOVE = "NEW.transition || ' ' || COALESCE(NEW.from_state, '') || ' ' || NEW.to_state"
_MOVES = ", ".join(
    f"'{name} {source} {target}'"
    for name, source, target in [
        (Arrow.START.value, "", State.DRAFT.value),
        *((arrow.name, arrow.source, arrow.target) for arrow in arrows()),
    ]
)
"""Every move that an arrow makes, as history writes it."""

TRIGGERS = [
    Trigger(
        table="bids_bid",
        name="bids_bid_starts_as_draft",
        event="INSERT",
        when="NEW.state <> 'draft'",
        message="a bid starts as a draft",
    ),
    Trigger(
        table="bids_bid",
        name="bids_bid_state_follows_history",
        event="UPDATE",
        when=f"NEW.state <> OLD.state AND NEW.state <> COALESCE({_LAST}, 'no history')",
        message="a bid is moved only by a transition that its history records",
    ),
    Trigger(
        table="bids_bid",
        name="bids_bid_kept_with_its_history",
        event="DELETE",
        when=_ANY.format(row="OLD", key="id"),
        message="a bid with a history is kept",
    ),
    Trigger(
        table="bids_historyrow",
        name="bids_historyrow_follows_on",
        event="INSERT",
        when=(
            f"(NEW.from_state IS NULL AND {_ANY.format(row='NEW', key='bid_id')}) "
            f"OR (NEW.from_state IS NOT NULL AND NEW.from_state <> {_STATE})"
        ),
        message="a history row begins where the bid is",
    ),
    Trigger(
        table="bids_historyrow",
        name="bids_historyrow_is_an_arrow",
        event="INSERT",
        when=f"{_MOVE} NOT IN ({_MOVES})",
        message="a history row is one of the arrows",
    ),
    Trigger(
        table="bids_historyrow",
        name="bids_historyrow_declined_unsifted_only_as_its_round_closes",
        event="INSERT",
        when=(
            "NEW.transition = 'decline' AND NEW.from_state = 'submitted' AND NOT EXISTS "
            "(SELECT 1 FROM bids_bid JOIN rounds_round ON rounds_round.id = bids_bid.round_id "
            "WHERE bids_bid.id = NEW.bid_id AND rounds_round.closed_at IS NOT NULL)"
        ),
        message="a bid that was not sifted is declined only as its round closes",
    ),
]
