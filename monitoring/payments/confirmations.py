"""What became of the payments of a batch: paid, refused, or paid and come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from bids.mail import tell_about
from bids.models import Bid
from funds import actions as ledger
from monitoring.actions import pay
from monitoring.models import Claim, PaymentBatch, PaymentLine
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot
from ui.dates import format_date, in_london, midnight
from ui.money import format_pence

State = PaymentLine.State


@dataclass(frozen=True)
class Confirmation:
    """What the payment system says of one payment, on which day, and why."""

    state: State
    on: date
    why: str = ""
    journal: str = ""
    """The number of the journal by which an internal award was paid."""


@verb
def confirm_lines(
    *, batch: PaymentBatch, said: Sequence[tuple[PaymentLine, Confirmation]], by: User
) -> int:
    """Record what became of payments: all of it, or nothing; give how many of them changed.

    The money moved at the bank already, so neither evidence nor returns are asked for; but no more is
    paid than was committed. Said again it changes nothing.
    """
    require(by, Permission.PAY, batch.round.partnership)
    lines = _locked(batch)
    return sum(_take(lines[line.pk], what, by) for line, what in said)


def _locked(batch: PaymentBatch) -> dict[int, PaymentLine]:
    """The lines of a batch as they stand now; their bids are held, in one order."""
    bids = Bid.objects.filter(award__claims__lines__batch=batch)
    list(Bid.objects.select_for_update(no_key=True).filter(pk__in=bids.values("pk")).order_by("pk"))
    related = (
        "batch",
        "payment__movement",
        "claim__award__bid__organisation",
        "claim__award__bid__round__partnership",
        "claim__award__bid__round__funder",
    )
    return {line.pk: line for line in batch.lines.select_related(*related)}


def why_not(line: PaymentLine, what: Confirmation) -> str:
    """Why something cannot have become of a payment, as the end of a sentence; else nothing."""
    said = {"reference": line.reference}
    made, today = in_london(line.batch.made_at).date(), in_london(timezone.now()).date()
    if what.on < made or what.on > today:
        days = {"made": format_date(made), "today": format_date(today)}
        return _("the day is not between %(made)s, when the batch was made, and today") % days
    if what.state != State.PAID and not what.why.strip():
        return _("the reason is missing")
    if what.state == State.REFUSED and line.state in (State.PAID, State.RETURNED):
        return _("%(reference)s was paid: if the money came back, it is returned") % said
    if what.state != State.REFUSED and line.state == State.REFUSED:
        return _("%(reference)s was refused, and nothing was paid under it") % said
    if line.claim.award.internal and what.state == State.PAID and not what.journal.strip():
        return "" if line.state != State.ORDERED else _("the number of the journal is missing")
    return ""


def _take(line: PaymentLine, what: Confirmation, by: User) -> int:
    if words := why_not(line, what):
        raise Refused(f"{line.reference}: {words}.")
    before = line.state
    if before == State.ORDERED and what.state != State.REFUSED:
        _paid(line, what, by)
    if before == State.ORDERED and what.state == State.REFUSED:
        _set(line, State.REFUSED, what)
        _tell_failed(line)
    elif before in (State.ORDERED, State.PAID) and what.state == State.RETURNED:
        _came_back(line, what, by)
    return int(line.state != before)


def _paid(line: PaymentLine, what: Confirmation, by: User) -> None:
    claim = line.claim
    line.payment = pay(
        award=claim.award,
        amount_pence=line.amount_pence,
        reference=what.journal.strip() or line.reference,
        by=by,
        at=_moment(what.on),
        happened_outside=True,
    )
    _set(line, State.PAID, what)
    _claim_is(claim, Claim.State.PAID)
    if what.state == State.PAID:
        fields = {
            "amount": format_pence(line.amount_pence),
            "day": format_date(what.on),
            "payment": line.payment.reference,
        }
        tell_about(claim.award.bid, "claim-paid", fields)


def _came_back(line: PaymentLine, what: Confirmation, by: User) -> None:
    bid = line.claim.award.bid
    paid = line.payment.movement.at if line.payment else None
    ledger.bounce(
        round=bid.round,
        pot=Pot(bid.route),
        key=bid.reference,
        amount_pence=line.amount_pence,
        by=by,
        at=max(moment for moment in (_moment(what.on), paid) if moment),
        reason=f"{line.reference}: {what.why.strip()}",
    )
    _set(line, State.RETURNED, what)
    _claim_is(line.claim, Claim.State.APPROVED)
    _tell_failed(line)


def _moment(day: date) -> datetime:
    """When it happened: now for today, else the beginning of the day."""
    now = timezone.now()
    return now if day == in_london(now).date() else midnight(day)


def _set(line: PaymentLine, state: State, what: Confirmation) -> None:
    line.state, line.why, line.answered_at = state, what.why.strip(), timezone.now()
    line.save(update_fields=["state", "why", "answered_at", "payment"])


def _claim_is(claim: Claim, state: Claim.State) -> None:
    claim.state = state
    claim.save(update_fields=["state"])


def _tell_failed(line: PaymentLine) -> None:
    fields = {"amount": format_pence(line.amount_pence), "reason": line.why}
    tell_about(line.claim.award.bid, "payment-failed", fields)
