"""The decision and what follows at once: approve, decline, reinstate, reopen, accept, turn down."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from awards.agreement_text import agreement_text, signs
from awards.models import Agreement, Answer, Award, Submission
from awards.subsidy_limit import is_internal, refuse_above_limit
from awards.terms import current, first_terms
from awards.undecided import staked_by
from base.cells import squeeze
from base.errors import NotAllowed, Refused
from base.stale import Stale
from base.verbs import happened, verb
from bids.announcements import is_kept_back
from bids.history import in_order, last_transition, locked, take
from bids.mail import link_to, tell_about, tell_officers
from bids.models import Bid
from bids.rules import allows, demand
from bids.states import Arrow, State
from funds import actions as ledger
from funds.models import Kind
from people.hold import is_held
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot
from scoring.actions import unsift
from scoring.feedback import told
from ui.dates import format_moment, in_london, midnight
from ui.money import format_pence


@verb
def approve(
    *, bid: Bid, amount_pence: int, by: User, at: datetime | None = None, reason: str = ""
) -> Award:
    """Award an amount to a sifted bid and commit it from the pot of its route.

    An award to the council that hosts the partnership is internal. Raises ``NotAllowed`` for somebody who
    scored the bid or has a stake in it, ``Refused`` for more than was requested, than the pot can bear, or
    than subsidy control allows without notice.
    The ledger's own check holds however many people approve at once.
    """
    bid = locked(bid)
    require(by, Permission.DECIDE, bid.round.partnership)
    return award_to(bid=bid, amount_pence=amount_pence, by=by, at=at, reason=reason)


def award_to(
    *,
    bid: Bid,
    amount_pence: int,
    by: User,
    at: datetime | None,
    reason: str,
    delegated: bool = False,
) -> Award:
    """What an approval does, once it is known that the person may decide the bid. Its caller holds it."""
    refuse_if_partial(bid, by)
    if amount_pence > (bid.requested_pence or 0):
        raise Refused(
            _("%(amount)s is more than the %(requested)s that %(reference)s requested.")
            % {
                "amount": format_pence(amount_pence),
                "requested": format_pence(bid.requested_pence or 0),
                "reference": bid.reference,
            }
        )
    bid = take(bid=bid, arrow=Arrow.APPROVE, by=by, at=at, reason=reason)
    when = bid.history.latest("pk").at
    internal = is_internal(bid)
    refuse_above_limit(bid, amount_pence, in_london(when).date())
    ledger.commit(
        round=bid.round,
        pot=Pot(bid.route),
        key=bid.reference,
        amount_pence=amount_pence,
        by=by,
        at=when,
        delegated=delegated,
    )
    award = Award.objects.create(
        bid=bid,
        amount_pence=amount_pence,
        approved_pence=amount_pence,
        approved_at=when,
        approved_by=by,
        internal=internal,
    )
    first_terms(award, by, when)
    offer = {
        "amount": format_pence(amount_pence),
        "acceptance days": str(bid.round.acceptance_days),
        "agreement link": link_to(bid, "agreement"),
        "letter link": link_to(bid, "award-letter"),
        "feedback": told(bid),
    }
    tell_about(bid, "bid-approved", offer, hold=True)
    return award


def refuse_if_partial(bid: Bid, by: User) -> None:
    """Raise ``NotAllowed`` where somebody scored the bid, or has a stake in it."""
    said = {"email": by.email, "reference": bid.reference}
    if bid.scores.filter(member=by).exists():
        raise NotAllowed(
            _("%(email)s scored %(reference)s, so somebody else must decide it.") % said
        )
    if Bid.objects.filter(staked_by(by), pk=bid.pk).exists():
        raise NotAllowed(
            _("%(email)s has an interest in %(reference)s, so somebody else must decide it.") % said
        )


@verb
def decline(
    *,
    bid: Bid,
    by: User,
    reason: str,
    at: datetime | None = None,
    source: str = "",
) -> Bid:
    """Say no to a sifted bid, for a reason that the applicant can read.

    ``source`` says in the history where the decision was taken down from. A bid that was never sifted
    is declined only as its round closes.
    """
    refuse_if_partial(bid, by)
    words = f"{reason} ({source})" if reason.strip() and source else reason
    bid = take(bid=bid, arrow=Arrow.DECLINE, by=by, at=at, reason=words)
    fields = {"reason": reason, "feedback": told(bid)}
    tell_about(bid, "bid-declined", fields, hold=True)
    return bid


@verb
def reinstate(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """Undo a decision to decline. A bid that failed a gate was not decided, so it stays declined."""
    bid = locked(bid)
    if bid.state == State.DECLINED and last_transition(bid) != Arrow.DECLINE:
        raise Refused(
            _("%(reference)s failed a gate: only a decision to decline is undone.")
            % {"reference": bid.reference}
        )
    return take(bid=bid, arrow=Arrow.REINSTATE, by=by, at=at, reason=reason)


@verb
def reopen(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """Take the sift of a bid up again; once its submission is sent, only where the PCC queried it."""
    bid = locked(bid)
    sent = latest_submission(bid)
    if sent and bid.state == State.SIFTED and not has_open_query(bid):
        raise Refused(
            _(
                "%(reference)s is in the submission sent to the %(short_name)s (version %(sent)s): it is "
                "reopened only after a query about it."
            )
            % {
                "reference": bid.reference,
                "short_name": bid.round.funder.short_name,
                "sent": sent.version,
            }
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
    fields = {"amount": format_pence(bid.award.amount_pence), "reason": reason}
    tell_about(bid, "offer-ended", fields, hold=True)
    tell_officers(bid, "offer-ended", fields)
    return bid


def offer_ends(award: Award) -> datetime:
    """Until when an offer stands; one that a publicity hold keeps back counts from the hold's end."""
    partnership = award.bid.round.partnership
    begins = award.approved_at
    if partnership.hold_until and is_held(partnership, begins) and _was_held(award):
        begins = midnight(partnership.hold_until)
    return in_london(begins) + timedelta(days=award.bid.round.acceptance_days)


def _was_held(award: Award) -> bool:
    """Whether the hold had begun when the award was made."""
    began = award.bid.round.partnership.hold_from
    return began is None or began <= award.bid.history.latest("pk").recorded_at


@verb
def lapse(*, bid: Bid, by: User, at: datetime | None = None) -> Bid:
    """Turn down an offer that stood for the round's acceptance period and was not accepted."""
    bid = locked(bid)
    if bid.state == State.APPROVED:
        if hasattr(bid.award, "agreement"):
            raise Refused(_("The agreement for %(bid)s was accepted.") % {"bid": bid.reference})
        ends = offer_ends(bid.award)
        if happened(at) < ends:
            raise Refused(
                _("The offer for %(reference)s stands until %(ends)s.")
                % {"reference": bid.reference, "ends": format_moment(ends)}
            )
    return turn_down(bid=bid, by=by, at=at, reason="The offer lapsed")


def _refuse_if_paid(bid: Bid) -> None:
    if bid.state == State.APPROVED:
        paid = ledger.account(bid.round, Kind.PAID, Pot(bid.route), bid.reference).balance_pence
        if paid:
            raise Refused(
                _("%(paid)s was paid to %(reference)s: recover it first.")
                % {"paid": format_pence(paid), "reference": bid.reference}
            )


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
def accept_agreement(
    *,
    bid: Bid,
    signatory: str,
    by: User,
    at: datetime | None = None,
    seen: str | None = None,
    address: str | None = None,
) -> Agreement:
    """The organisation accepts the grant agreement, by the person named; an officer takes it from there.

    ``seen`` is the checksum of the text that was read: raises ``Stale`` where it says something else now.
    ``address`` is the network address that it is accepted from. Raises ``Refused`` where there is no offer
    (or a publicity hold keeps it back), where it was accepted already, where somebody else is to sign, or
    where it stands no longer; an officer may still take it down then.
    """
    bid = locked(bid)
    demand("bids.accept_agreement", by, bid)
    if bid.state != State.APPROVED or is_kept_back(bid):
        raise Refused(_("There is no offer for %(bid)s to accept now.") % {"bid": bid.reference})
    award = bid.award
    if hasattr(award, "agreement"):
        raise Refused(
            _("%(who)s accepted the agreement for %(bid)s already.")
            % {"who": award.agreement.accepted_by, "bid": bid.reference}
        )
    name = " ".join(signatory.split())
    if not name:
        raise Refused(_("Enter the name of the person who accepts the agreement."))
    moment, ends = in_order(bid, at), offer_ends(award)
    if moment >= ends and not allows("bids.accept_late", by, bid):
        raise Refused(
            _("The offer stood until %(when)s. Ask an officer of %(partnership)s.")
            % {"when": format_moment(ends), "partnership": bid.round.partnership}
        )
    terms = current(award)
    written = agreement_text(award, terms, ends=ends)
    if seen is not None and seen != written.checksum:
        raise Stale(
            _("The terms changed while you had this page open. Read them again, then accept them.")
        )
    _refuse_if_another_signs(award, name)
    agreement = Agreement.objects.create(
        award=award,
        terms=terms,
        text=written.text,
        checksum=written.checksum,
        accepted_by=name,
        accepted_at=moment,
        address=address,
        recorded_by=by,
    )
    if not award.signatory:
        award.signatory = name
        award.save(update_fields=["signatory"])
    fields = {
        "signatory": agreement.accepted_by,
        "amount": format_pence(award.amount_pence),
        "agreement link": link_to(bid, "agreement"),
    }
    tell_about(bid, "agreement-accepted", fields)
    tell_officers(bid, "agreement-accepted", fields)
    return agreement


def _refuse_if_another_signs(award: Award, name: str) -> None:
    """Raise ``Refused`` where another name is to accept it, or a memo's budget holder is not named yet."""
    named = signs(award)
    if award.internal and not named:
        raise Refused(
            _("Nobody is named as the budget holder yet. An officer or finance names them first.")
        )
    if named and squeeze(named) != squeeze(name):
        raise Refused(
            _(
                "%(named)s is to accept it, and the name typed is %(name)s. If somebody else signs now, "
                "ask an officer of %(partnership)s to change that first."
            )
            % {"named": named, "name": name, "partnership": award.bid.round.partnership}
        )


@verb
def start_monitoring(
    *, bid: Bid, by: User, accepted_by: str = "", at: datetime | None = None, reason: str = ""
) -> Agreement:
    """Start following a project whose agreement is accepted.

    An agreement that the organisation accepted here is used as it stands, and the project starts no
    earlier than that; otherwise ``accepted_by`` says who accepted it, and it is recorded now.
    """
    there = Agreement.objects.filter(award__bid=bid).first()
    if there is None and not accepted_by.strip():
        raise Refused(_("Say who accepted the agreement for %(bid)s.") % {"bid": bid.reference})
    if there:
        at = max(happened(at), there.accepted_at)
    bid = take(bid=bid, arrow=Arrow.START_MONITORING, by=by, at=at, reason=reason)
    return there or Agreement.objects.create(
        award=bid.award,
        terms=current(bid.award),
        accepted_by=accepted_by,
        accepted_at=bid.history.latest("pk").at,
        recorded_by=by,
    )
