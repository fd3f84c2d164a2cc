"""The decision and what follows at once: approve, decline, reinstate, reopen, accept, turn down."""

from datetime import datetime, timedelta

from awards.models import Agreement, Answer, Award, Submission
from base.errors import NotAllowed, Refused
from base.verbs import happened, verb
from bids.history import last_transition, locked, take
from bids.mail import tell_about
from bids.models import Bid
from bids.states import Arrow, State
from funds import actions as ledger
from funds.models import Kind
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot
from scoring.actions import unsift
from ui.dates import format_moment
from ui.money import format_pence


@verb
def approve(
    *, bid: Bid, amount_pence: int, by: User, at: datetime | None = None, reason: str = ""
) -> Award:
    """Award an amount to a sifted bid and commit it from the pot of its route.

    Raises ``NotAllowed`` for somebody who scored the bid, ``Refused`` for more than was requested or
    than the pot can bear. The ledger's own check holds however many people approve at once.
    """
    bid = locked(bid)
    require(by, Permission.DECIDE, bid.round.partnership)
    if bid.scores.filter(member=by).exists():
        raise NotAllowed(f"{by.email} scored {bid.reference}, so somebody else must decide it.")
    if amount_pence > (bid.requested_pence or 0):
        raise Refused(
            f"{format_pence(amount_pence)} is more than the "
            f"{format_pence(bid.requested_pence or 0)} that {bid.reference} requested."
        )
    bid = take(bid=bid, arrow=Arrow.APPROVE, by=by, at=at, reason=reason)
    when = bid.history.latest("pk").at
    ledger.commit(
        round=bid.round,
        pot=Pot(bid.route),
        key=bid.reference,
        amount_pence=amount_pence,
        by=by,
        at=when,
    )
    award = Award.objects.create(
        bid=bid, amount_pence=amount_pence, approved_at=when, approved_by=by
    )
    offer = {
        "amount": format_pence(amount_pence),
        "acceptance days": str(bid.round.acceptance_days),
    }
    tell_about(bid, "bid-approved", offer, hold=True)
    return award


@verb
def decline(
    *, bid: Bid, by: User, reason: str, at: datetime | None = None, source: str = ""
) -> Bid:
    """Say no to a sifted bid, for a reason that the applicant can read.

    ``source`` says in the history where the decision was taken down from.
    """
    if bid.scores.filter(member=by).exists():
        raise NotAllowed(f"{by.email} scored {bid.reference}, so somebody else must decide it.")
    words = f"{reason} ({source})" if reason.strip() and source else reason
    bid = take(bid=bid, arrow=Arrow.DECLINE, by=by, at=at, reason=words)
    tell_about(bid, "bid-declined", {"reason": reason}, hold=True)
    return bid


@verb
def reinstate(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """Undo a decision to decline. A bid that failed a gate was not decided, so it stays declined."""
    bid = locked(bid)
    if bid.state == State.DECLINED and last_transition(bid) != Arrow.DECLINE:
        raise Refused(f"{bid.reference} failed a gate: only a decision to decline is undone.")
    return take(bid=bid, arrow=Arrow.REINSTATE, by=by, at=at, reason=reason)


@verb
def reopen(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """Take the sift of a bid up again; once its submission is sent, only where the PCC queried it."""
    bid = locked(bid)
    sent = latest_submission(bid)
    if sent and bid.state == State.SIFTED and not has_open_query(bid):
        raise Refused(
            f"{bid.reference} is in the submission sent to the {bid.round.funder.short_name} "
            f"(version {sent.version}): it is reopened only after a query about it."
        )
    bid = take(bid=bid, arrow=Arrow.REOPEN, by=by, at=at, reason=reason)
    unsift(bid=bid)
    return bid


def latest_submission(bid: Bid) -> Submission | None:
    """The latest version sent of the bid's route, where the bid stands in it."""
    sent = bid.round.submissions.filter(route=bid.route).last()
    return sent if sent and bid.reference in references(sent) else None


def references(sent: Submission) -> set[str]:
    """The bids that a submission names, proposed or not."""
    rows = [*sent.content["proposals"], *sent.content["not_proposed"]]
    return {row["Reference"] for row in rows}


def has_open_query(bid: Bid) -> bool:
    """Whether the PCC's last answer about a bid is a query that no later version has answered."""
    last = bid.answers.last()
    if last is None or last.decision != Answer.Decision.QUERY:
        return False
    again = bid.history.filter(transition=Arrow.SIFT, recorded_at__gt=last.recorded_at).last()
    if again is None:
        return True
    later = bid.round.submissions.filter(route=bid.route, recorded_at__gt=again.recorded_at)
    return not later.exists()


@verb
def turn_down(*, bid: Bid, by: User, at: datetime | None = None, reason: str = "") -> Bid:
    """The organisation turns the offer down, or it has lapsed: the commitment goes back to the pot."""
    bid = locked(bid)
    _refuse_if_paid(bid)
    bid = take(bid=bid, arrow=Arrow.TURN_DOWN, by=by, at=at, reason=reason)
    release_all(bid=bid, by=by, at=bid.history.latest("pk").at, reason="Offer turned down")
    return bid


@verb
def lapse(*, bid: Bid, by: User, at: datetime | None = None) -> Bid:
    """Turn down an offer that stood for the round's acceptance period and was not accepted."""
    bid = locked(bid)
    if bid.state == State.APPROVED:
        ends = bid.award.approved_at + timedelta(days=bid.round.acceptance_days)
        if happened(at) < ends:
            raise Refused(f"The offer for {bid.reference} stands until {format_moment(ends)}.")
    return turn_down(bid=bid, by=by, at=at, reason="The offer lapsed")


def _refuse_if_paid(bid: Bid) -> None:
    if bid.state == State.APPROVED:
        paid = ledger.account(bid.round, Kind.PAID, Pot(bid.route), bid.reference).balance_pence
        if paid:
            raise Refused(f"{format_pence(paid)} was paid to {bid.reference}: recover it first.")


@verb
def release_all(*, bid: Bid, by: User, at: datetime, reason: str) -> int:
    """Give what is still committed to a bid back to its pot; the amount, in pence, which may be nothing."""
    pot = Pot(bid.route)
    left = ledger.account(bid.round, Kind.COMMITTED, pot, bid.reference).balance_pence
    if left:
        ledger.release(
            round=bid.round,
            pot=pot,
            key=bid.reference,
            amount_pence=left,
            by=by,
            at=at,
            reason=reason,
        )
    return left


@verb
def start_monitoring(
    *, bid: Bid, accepted_by: str, by: User, at: datetime | None = None, reason: str = ""
) -> Agreement:
    """Record that the organisation accepted the agreement, and start following the project."""
    if not accepted_by.strip():
        raise Refused(f"Say who accepted the agreement for {bid.reference}.")
    bid = take(bid=bid, arrow=Arrow.START_MONITORING, by=by, at=at, reason=reason)
    return Agreement.objects.create(
        award=bid.award,
        accepted_by=accepted_by,
        accepted_at=bid.history.latest("pk").at,
        recorded_by=by,
    )
