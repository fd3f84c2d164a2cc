"""What officers and finance decide of a claim: checked by one, approved by another, or refused."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from awards.models import Award
from awards.undecided import staked_by
from base.errors import NotAllowed, Refused
from base.verbs import happened, verb
from bids.mail import tell_about
from bids.models import Bid
from funds.models import Account, Kind
from monitoring.claims.sending import end, locked_claim, named, refuse_unless_running
from monitoring.models import Claim, PaymentLine
from monitoring.payments.before import lacks
from people.models import User
from people.permissions import Permission, may, require
from rounds.models import Pot
from ui.dates import format_date, in_london
from ui.money import format_pence


@verb
def check_claim(*, claim: Claim, by: User, at: datetime | None = None) -> Claim:
    """An officer with no stake in the bid finds that a claim and its receipts are right."""
    claim = locked_claim(claim)
    require(by, Permission.RECORD_RETURNS, claim.award.bid.round.partnership)
    refuse_stake(by, claim.award.bid)
    if claim.state != Claim.State.SENT:
        raise Refused(
            _("Claim %(number)s is %(state)s, so there is nothing to check.") % named(claim)
        )
    claim.state, claim.checked_by, claim.checked_at = Claim.State.CHECKED, by, happened(at)
    claim.save(update_fields=["state", "checked_by", "checked_at"])
    return claim


@verb
def approve_claim(*, claim: Claim, by: User, at: datetime | None = None) -> Claim:
    """Finance approves a checked claim for payment: never who claimed or checked it.

    Raises ``Refused``, and the claim stays as it is, while evidence or a return is missing, nobody
    entered whom to pay, or too little is committed or (unless the council pays ahead) received.
    """
    claim = locked_claim(claim)
    bid = claim.award.bid
    require(by, Permission.PAY, bid.round.partnership)
    refuse_stake(by, bid)
    if claim.state != Claim.State.CHECKED:
        raise Refused(
            _("Claim %(number)s is %(state)s, so there is nothing to approve.") % named(claim)
        )
    if by in (claim.checked_by, claim.claimed_by):
        raise NotAllowed(
            _(
                "Somebody else of finance must approve claim %(number)s: one person does not do both."
            )
            % named(claim)
        )
    refuse_unless_running(bid)
    moment = happened(at)
    cash = Account.objects.select_for_update(no_key=True).get(round=bid.round, kind=Kind.CASH)
    if why_not := obstacles(claim, in_london(moment).date(), cash):
        raise Refused(" ".join([_("It cannot be approved yet, and stays as it is."), *why_not]))
    claim.state, claim.approved_by, claim.approved_at = Claim.State.APPROVED, by, moment
    claim.save(update_fields=["state", "approved_by", "approved_at"])
    return claim


def obstacles(claim: Claim, on: date, cash: Account | None = None) -> list[str]:
    """What keeps a claim from being approved on a day, each as a sentence (about seven queries)."""
    award, bid = claim.award, claim.award.bid
    cash = cash or Account.objects.get(round=bid.round, kind=Kind.CASH)
    found = [*_nobody_to_pay(award), *lacks(award, on)]
    waiting = Claim.objects.filter(state=Claim.State.APPROVED)
    theirs = waiting.filter(award=award).exclude(pk=claim.pk)
    held = Account.objects.get(
        round=bid.round, kind=Kind.COMMITTED, pot=Pot(bid.route), key=bid.reference
    )
    committed = held.balance_pence - _sum(theirs)
    if claim.amount_pence > committed:
        found.append(
            _("Only %(left)s is committed to the project and not yet paid or approved.")
            % {"left": format_pence(max(0, committed))}
        )
    free = cash.free_pence - _sum(waiting.filter(award__bid__round=bid.round).exclude(pk=claim.pk))
    if claim.amount_pence > free:
        found.append(
            _(
                "Only %(left)s of the grant has been received and not yet paid out or approved. It can "
                "be approved when more has come in."
            )
            % {"left": format_pence(max(0, free))}
        )
    return found


def _sum(claims: QuerySet[Claim]) -> int:
    return claims.aggregate(total=Sum("amount_pence"))["total"] or 0


def _nobody_to_pay(award: Award) -> list[str]:
    if award.internal and not (award.cost_centre and award.account_code):
        return [_("Its cost centre and account code are missing.")]
    if not award.internal and not award.supplier_number:
        return [_("Its supplier number is missing.")]
    return []


@verb
def refuse_claim(*, claim: Claim, by: User, reason: str, at: datetime | None = None) -> Claim:
    """Refuse a claim, for a reason that the applicant is told: an officer, and finance once it is checked.

    What finance approved it alone refuses. What is with the payment system already is not refused any more.
    """
    claim = locked_claim(claim)
    bid = claim.award.bid
    require(by, _who_refuses(claim, by), bid.round.partnership)
    refuse_stake(by, bid)
    if claim.state not in (Claim.State.SENT, Claim.State.CHECKED, Claim.State.APPROVED):
        raise Refused(_("Claim %(number)s is %(state)s, so it cannot be refused.") % named(claim))
    if claim.lines.filter(state=PaymentLine.State.ORDERED).exists():
        raise Refused(
            _("Claim %(number)s is with the payment system: enter what became of it there.")
            % named(claim)
        )
    if not reason.strip():
        raise Refused(_("Enter the reason, for the applicant to read."))
    claim = end(claim, Claim.State.REFUSED, by, reason, at)
    tell_about(
        bid,
        "claim-refused",
        {"amount": format_pence(claim.amount_pence), "reason": claim.ended_why},
    )
    return claim


def _who_refuses(claim: Claim, by: User) -> Permission:
    """What somebody must hold to refuse a claim as it stands."""
    if claim.state == Claim.State.APPROVED:
        return Permission.PAY
    checked = claim.state == Claim.State.CHECKED
    if checked and may(by, Permission.PAY, claim.award.bid.round.partnership):
        return Permission.PAY
    return Permission.RECORD_RETURNS


class Decision(StrEnum):
    """What somebody may decide of a claim."""

    CHECK = "check"
    APPROVE = "approve"
    REFUSE = "refuse"


def decisions(claim: Claim, user: User, held: Collection[Permission]) -> list[Decision]:
    """What somebody who holds some permissions may decide of a claim now (two queries at most)."""
    officer, finance = Permission.RECORD_RETURNS in held, Permission.PAY in held
    found: list[Decision] = []
    if claim.state == Claim.State.SENT and officer:
        found = [Decision.CHECK, Decision.REFUSE]
    elif claim.state == Claim.State.CHECKED and (finance or officer):
        approves = finance and user.pk not in (claim.checked_by_id, claim.claimed_by_id)
        found = [*([Decision.APPROVE] if approves else []), Decision.REFUSE]
    elif claim.state == Claim.State.APPROVED and finance:
        is_out = claim.lines.filter(state=PaymentLine.State.ORDERED).exists()
        found = [] if is_out else [Decision.REFUSE]
    return found if found and not has_stake(user, claim.award.bid) else []


def refuse_stake(by: User, bid: Bid) -> None:
    """Raise ``NotAllowed`` where a person has a stake in a bid."""
    if has_stake(by, bid):
        raise NotAllowed(
            _(
                "You belong to the organisation of %(bid)s, or have an interest in it: somebody else "
                "decides its claims."
            )
            % {"bid": bid.reference}
        )


def has_stake(user: User, bid: Bid) -> bool:
    """Whether a person belongs to a bid, or declared an interest in it (one query)."""
    return Bid.objects.filter(staked_by(user), pk=bid.pk).exists()


def early_spending(claim: Claim) -> str:
    """The flag of a claim for money that was spent before there was a grant; else nothing."""
    award = claim.award
    if claim.spent_from is None:
        return ""
    approved = in_london(award.approved_at).date()
    if claim.spent_from < approved:
        return _("Spent before the grant was approved on %(day)s") % {"day": format_date(approved)}
    accepted = getattr(award, "agreement", None)
    if accepted and claim.spent_from < (agreed := in_london(accepted.accepted_at).date()):
        return _("Spent before the agreement was accepted on %(day)s") % {
            "day": format_date(agreed)
        }
    return ""
