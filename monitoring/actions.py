"""What is done with a project after its agreement: pay, take a return, close, terminate."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from awards.actions import release_all
from awards.models import Award
from awards.offering import refuse_if_staked
from base.errors import Refused
from base.verbs import happened, verb
from bids.history import in_order, locked, take
from bids.models import Bid, Measure
from bids.states import Arrow, State
from funds import actions as ledger
from funds.models import Kind, Movement
from monitoring.models import Actual, Payment, Return
from monitoring.payments.before import lacks
from monitoring.payments.ordered import refuse_reference_of_line, refuse_what_is_out
from people.models import User
from people.permissions import Permission, require
from rounds.models import Period, Pot
from ui.dates import in_london
from ui.money import format_pence


@verb
def pay(
    *,
    award: Award,
    amount_pence: int,
    reference: str,
    by: User,
    at: datetime | None = None,
    happened_outside: bool = False,
) -> Payment:
    """Pay part of an award whose agreement is accepted. A reference pays once.

    Raises ``Refused`` while evidence or a return that is due is missing, unless the payment
    ``happened_outside`` already (an import, which records it as it was).
    """
    bid = locked(award.bid)
    require(by, Permission.PAY, bid.round.partnership)
    if bid.state != State.MONITORED:
        raise Refused(
            _("%(reference)s is %(state)s: money moves once its agreement is accepted.")
            % {"reference": bid.reference, "state": bid.state}
        )
    if award.payments.filter(reference=reference).exists():
        raise Refused(
            _("%(reference)s was already paid to %(bid)s.")
            % {"reference": reference, "bid": bid.reference}
        )
    moment = in_order(bid, at)
    if not happened_outside:
        refuse_if_staked(bid, by)
        _refuse_while_lacking(award, moment)
        refuse_reference_of_line(award, reference)
        refuse_what_is_out(award, amount_pence)
    moved = ledger.pay(
        round=bid.round,
        pot=Pot(bid.route),
        key=bid.reference,
        amount_pence=amount_pence,
        by=by,
        at=moment,
        reference=reference,
    )
    return Payment.objects.create(award=award, movement=moved, reference=reference)


def _refuse_while_lacking(award: Award, moment: datetime) -> None:
    """Raise ``Refused``, naming all that is missing."""
    if missing := list(lacks(award, in_london(moment).date())):
        raise Refused(
            _("%(reference)s cannot be paid yet. %(missing)s")
            % {"reference": award.bid.reference, "missing": " ".join(missing)}
        )


@verb
def accept_return(
    *,
    award: Award,
    period: Period,
    rag: Return.Rag,
    progress: str,
    spent_pence: int,
    forecast_pence: int,
    by: User,
    people_reached: int | None = None,
    actuals: dict[Measure, str] | None = None,
    at: datetime | None = None,
) -> Return:
    """Record a project's return for a period, as accepted by an officer. One for each period.

    It takes the place of what the project had not sent, or that was sent back. What it has sent is
    accepted where this says the same; raises ``Refused`` where it says something else.
    """
    bid = locked(award.bid)
    require(by, Permission.RECORD_RETURNS, bid.round.partnership)
    if bid.state != State.MONITORED:
        raise Refused(
            _("%(reference)s is %(state)s: returns come from monitored projects.")
            % {"reference": bid.reference, "state": bid.state}
        )
    if period.round_id != bid.round_id:
        raise Refused(_("“%(period)s” is a period of another round.") % {"period": period})
    there = award.returns.filter(period=period).select_for_update(of=("self",)).first()
    figures = {
        "progress": progress,
        "spent_pence": spent_pence,
        "forecast_pence": forecast_pence,
        "people_reached": people_reached,
    }
    if there and there.state == Return.State.ACCEPTED:
        raise Refused(
            _("The return of %(reference)s for “%(period)s” is already here.")
            % {"reference": bid.reference, "period": period}
        )
    if there and there.state == Return.State.SENT:
        _refuse_unless_same(there, figures, actuals or {})
    sent = there or Return(award=award, period=period)
    was_sent = sent.state == Return.State.SENT
    for name, value in figures.items():
        setattr(sent, name, value)
    sent.rag, sent.accepted_by, sent.accepted_at = rag, by, happened(at)
    sent.state, sent.typed = Return.State.ACCEPTED, {}
    if there and not was_sent:
        there.actuals.all().delete()
        there.headings.all().delete()
    sent.save()
    if not was_sent:
        for measure, value in (actuals or {}).items():
            Actual.objects.create(sent=sent, measure=measure, value=value)
    return sent


def _refuse_unless_same(
    there: Return, figures: dict[str, Any], actuals: dict[Measure, str]
) -> None:
    """What the project sent itself is accepted as it was sent, or not at all."""
    measured = {actual.measure: actual.value for actual in there.actuals.select_related("measure")}
    if measured != actuals or any(getattr(there, name) != v for name, v in figures.items()):
        raise Refused(
            _(
                "The project sent its return for “%(period)s” itself, and it says something else. Accept "
                "it or send it back on its page."
            )
            % {"period": there.period}
        )


@verb
def close(*, bid: Bid, by: User, at: datetime | None = None, reason: str = "") -> Bid:
    """Close a project whose final return is accepted and whose money is squared.

    Paid, net of recoveries, equals the grant spent, which is at most the award; nothing is committed.
    """
    bid = locked(bid)
    if bid.state == State.MONITORED and (why_not := _not_squared(bid)):
        raise Refused(
            _("%(reference)s cannot be closed: %(why_not)s.")
            % {"reference": bid.reference, "why_not": why_not}
        )
    return take(bid=bid, arrow=Arrow.CLOSE, by=by, at=at, reason=reason)


def _not_squared(bid: Bid) -> str:
    final = bid.award.returns.accepted().filter(period__final=True).first()
    if final is None:
        return "its final return has not been accepted"
    held = {
        kind: ledger.account(bid.round, kind, Pot(bid.route), bid.reference).balance_pence
        for kind in (Kind.PAID, Kind.COMMITTED)
    }
    spent = final.spent_pence or 0
    if spent > bid.award.amount_pence:
        return (
            f"{format_pence(spent)} is reported as spent, more than the award of "
            f"{format_pence(bid.award.amount_pence)}"
        )
    if held[Kind.PAID] != spent:
        return (
            f"{format_pence(held[Kind.PAID])} was paid, net of recoveries, but "
            f"{format_pence(spent)} was spent"
        )
    if held[Kind.COMMITTED]:
        return f"{format_pence(held[Kind.COMMITTED])} is still committed: release it"
    return ""


@verb
def terminate(*, bid: Bid, by: User, reason: str, at: datetime | None = None) -> Bid:
    """End a project early. What was not paid goes back to its pot; what was paid and not spent is recovered."""
    bid = locked(bid)
    if hasattr(bid, "award"):
        refuse_what_is_out(bid.award)
    bid = take(bid=bid, arrow=Arrow.TERMINATE, by=by, at=at, reason=reason)
    release_all(bid=bid, by=by, at=bid.history.latest("pk").at, reason=reason)
    return bid


@verb
def recover(
    *, award: Award, amount_pence: int, by: User, reason: str, at: datetime | None = None
) -> Movement:
    """Take back money that was paid and not spent."""
    if not reason.strip():
        raise Refused(_("Give the reason for the recovery."))
    bid = locked(award.bid)
    refuse_if_staked(bid, by)
    return ledger.recover(
        round=bid.round,
        pot=Pot(bid.route),
        key=bid.reference,
        amount_pence=amount_pence,
        by=by,
        at=at,
        reason=reason,
    )


@verb
def release(
    *, award: Award, amount_pence: int, by: User, reason: str, at: datetime | None = None
) -> Movement:
    """Give back to the pot what is committed and will not be claimed."""
    bid = locked(award.bid)
    require(by, Permission.PAY, bid.round.partnership)
    if not reason.strip():
        raise Refused(_("Give the reason for the release."))
    refuse_if_staked(bid, by)
    refuse_what_is_out(award, amount_pence)
    return ledger.release(
        round=bid.round,
        pot=Pot(bid.route),
        key=bid.reference,
        amount_pence=amount_pence,
        by=by,
        at=at,
        reason=reason,
    )
