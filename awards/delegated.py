"""Decisions under delegation: a named officer decides small tactical bids, and the PCC is told afterwards."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards.actions import award_to, decline, refuse_if_partial
from awards.models import DelegatedDecision
from base.errors import NotAllowed, Refused
from base.verbs import happened, verb
from bids.history import locked
from bids.mail import fields_of
from bids.models import Bid
from bids.states import Arrow
from funds.actions import may_delegate
from notices.actions import tell
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from ui.money import format_pence


def why_not_delegated(bid: Bid, by: User) -> str:
    """Why a person may not decide a bid under delegation, in a sentence; nothing where they may."""
    round = bid.round
    if bid.route != Pot.TACTICAL or not round.delegated_limit_pence:
        return _("Nothing is delegated for %(bid)s.") % {"bid": bid.reference}
    if round.delegate_id != by.pk:
        return _("Only the officer named in the round decides under delegation.")
    moved = bid.history.filter(transition__in=(Arrow.START, Arrow.SUBMIT), by=by)
    if moved.exists():
        return _("You entered %(bid)s, so somebody else must decide it.") % {"bid": bid.reference}
    try:
        refuse_if_partial(bid, by)
    except NotAllowed as refused:
        return str(refused)
    return ""


@verb
def approve_delegated(
    *, bid: Bid, amount_pence: int, by: User, reason: str, at: datetime | None = None
) -> DelegatedDecision:
    """Approve a sifted tactical bid up to the delegated limit; the PCC is emailed where it has an address.

    Raises ``NotAllowed`` for anybody but the named officer, who neither entered nor scored the bid nor has
    a stake in it, and ``Refused`` above the limit. All that holds of an approval holds of this one.
    """
    bid = _to_decide(bid, by)
    limit = bid.round.delegated_limit_pence
    if not may_delegate(bid.round, Pot(bid.route), amount_pence, by):
        raise Refused(
            _("%(amount)s is not within the %(limit)s that were delegated.")
            % {"amount": format_pence(amount_pence), "limit": format_pence(limit)}
        )
    if not reason.strip():
        raise Refused(_("Give the reason for the decision."))
    award = award_to(
        bid=bid, amount_pence=amount_pence, by=by, at=at, reason=reason, delegated=True
    )
    made = DelegatedDecision.objects.create(award=award, decided_by=by)
    return _tell_funder(made, award.approved_at)


@verb
def decline_delegated(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """Decline a sifted tactical bid under delegation, for a reason that the applicant reads."""
    return decline(bid=_to_decide(bid, by), by=by, reason=reason, at=at)


def _to_decide(bid: Bid, by: User) -> Bid:
    bid = locked(bid)
    if why := why_not_delegated(bid, by):
        raise NotAllowed(why)
    return bid


def _tell_funder(made: DelegatedDecision, at: datetime) -> DelegatedDecision:
    bid, round = made.award.bid, made.award.bid.round
    if not round.funder.email:
        return made
    fields = {
        **fields_of(bid),
        "amount": format_pence(made.award.amount_pence),
        "person": str(made.decided_by),
        "limit": format_pence(round.delegated_limit_pence),
    }
    tell(
        to=round.funder.email,
        kind="decided-under-delegation",
        fields=fields,
        partnership=round.partnership,
    )
    made.told_to, made.told_at = round.funder.email, at
    made.save(update_fields=["told_to", "told_at"])
    return made


@verb
def record_told(
    *, decision: DelegatedDecision, told_to: str, by: User, at: datetime | None = None
) -> DelegatedDecision:
    """An officer records whom at the funder's they told, and when, where there was no address to email."""
    require(by, Permission.RECORD_DECISIONS, decision.award.bid.round.partnership)
    made = DelegatedDecision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    if made.told_at:
        raise Refused(_("%(who)s was told already.") % {"who": made.told_to})
    if not told_to.strip():
        raise Refused(_("Enter whom you told, and how."))
    made.told_to, made.told_at = told_to.strip(), happened(at)
    made.save(update_fields=["told_to", "told_at"])
    return made


def untold(round: Round) -> QuerySet[DelegatedDecision]:
    """The decisions under delegation that the funder was not told of yet."""
    found = DelegatedDecision.objects.filter(award__bid__round=round, told_at=None)
    return found.select_related("award__bid__organisation", "decided_by").order_by("pk")
