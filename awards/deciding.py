"""A decision maker decides: on the recommendation, or by confirming what an officer took down.

Where the PCC's decision was taken down, deciding is confirming it, and nothing else is decided.
"""

from django.utils.translation import gettext as _

from awards.actions import approve, decline, has_open_query
from awards.answering import said_of
from awards.models import Answer, PendingDecision
from awards.pending import confirm, why_not_decide
from awards.undecided import decider
from base.errors import NotAllowed, Refused
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from people.models import User
from people.permissions import Permission, require
from rounds.models import locked as hold


@verb
def approve_one(*, bid: Bid, amount_pence: int, by: User, reason: str = "") -> None:
    """Approve an amount for a bid. Raises ``Refused`` where the PCC is known to say something else."""
    bid, pending = _held(bid, by)
    if pending is None:
        words = reason.strip() or _("Approved on the panel's recommendation.")
        approve(bid=bid, amount_pence=amount_pence, by=by, reason=words)
        return
    said = said_of(pending)
    if said.approved_pence() != amount_pence:
        raise Refused(_another(bid, pending))
    confirm(pending=pending, by=by)


@verb
def decline_one(*, bid: Bid, by: User, reason: str) -> None:
    """Decline a bid for a reason that the applicant reads, or as the PCC is known to have decided."""
    bid, pending = _held(bid, by)
    if pending is None:
        decline(bid=bid, by=by, reason=reason)
        return
    if pending.decision != Answer.Decision.DECLINE:
        raise Refused(_another(bid, pending))
    confirm(pending=pending, by=by)


def _held(bid: Bid, by: User) -> tuple[Bid, PendingDecision | None]:
    require(by, Permission.DECIDE, bid.round.partnership)
    hold(bid.round)
    bid = locked(bid)
    if why := why_not_decide(bid, decider(by, bid.round)):
        raise NotAllowed(why)
    if has_open_query(bid) and not bid.pending_decisions.filter(ended_at=None).exists():
        raise Refused(
            _(
                "The %(funder)s asked about %(bid)s, and waits for the answer. It is decided when the "
                "next version is sent, or the decision that came was taken down."
            )
            % {"funder": bid.round.funder.short_name, "bid": bid.reference}
        )
    related = bid.pending_decisions.select_related("submission", "bid__round")
    return bid, related.filter(ended_at=None).first()


def _another(bid: Bid, pending: PendingDecision) -> str:
    return _(
        "The decision of the %(funder)s on %(bid)s was taken down as “%(decision)s”: confirm that "
        "one, or send it back."
    ) % {
        "funder": bid.round.funder.short_name,
        "bid": bid.reference,
        "decision": pending.get_decision_display(),
    }
