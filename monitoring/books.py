"""Checks that every payment stands in the ledger, and every batch and claim says what was paid."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from awards.written import checksum as sum_of
from funds.models import Account, Kind, Movement
from monitoring.models import (
    AgreementChange,
    Claim,
    Payment,
    PaymentBatch,
    PaymentLine,
    Return,
    Variation,
)
from monitoring.payments.batches import checksum_of
from monitoring.variations.changes import needs_agreement
from rounds.models import Round
from ui.money import format_pence

OF_LINES = ("lines__payment__movement", "lines__claim__award__bid")


def differences(round: Round) -> Iterator[str]:
    """Every payment that the ledger does not bear out, in words."""
    for payment in Payment.objects.filter(award__bid__round=round).select_related(
        "movement__source", "award__bid"
    ):
        moved = payment.movement
        if (moved.kind, moved.source.key) != (Movement.Kind.PAY, payment.award.bid.reference):
            yield f"{payment.award}: payment {payment} points at another movement"
    strays = round.movements.filter(
        kind=Movement.Kind.PAY, source__kind=Kind.COMMITTED, payment=None
    ).count()
    if strays:
        yield f"{round.code}: {strays} payments in the ledger have no payment record"
    for batch in round.payment_batches.prefetch_related(*OF_LINES):
        yield from _of_batch(batch)
    yield from _of_claims(round)
    yield from _on_its_way(round)
    yield from _headings(round)
    yield from _variations(round)


def _of_batch(batch: PaymentBatch) -> Iterator[str]:
    lines = list(batch.lines.all())
    total = sum(line.amount_pence for line in lines)
    if total != batch.total_pence:
        yield (
            f"{batch}: its total is {format_pence(batch.total_pence)}, but its lines add up to "
            f"{format_pence(total)}"
        )
    if checksum_of(batch.file) != batch.checksum:
        yield f"{batch}: its file is not the one that was handed out"
    for line in lines:
        if line.payment and line.payment.movement.amount_pence != line.amount_pence:
            yield f"{batch}: line {line} and its payment differ"
        if line.claim.amount_pence != line.amount_pence:
            yield f"{batch}: line {line} and its claim differ"
        if line.claim.award.bid.round_id != batch.round_id:
            yield f"{batch}: line {line} pays a claim of another round"


def _of_claims(round: Round) -> Iterator[str]:
    """Claims that are paid without a payment, or paid and do not say so; and payments of another award."""
    claims = Claim.objects.filter(award__bid__round=round).select_related("award__bid")
    for claim in claims.prefetch_related("lines__payment"):
        lines = claim.lines.all()
        paid = [line for line in lines if line.state == PaymentLine.State.PAID]
        name = f"{claim.award}: claim {claim.number}"
        if claim.state == Claim.State.PAID and not paid:
            yield f"{name} is paid, but has no payment"
        if claim.state != Claim.State.PAID and paid:
            yield f"{name} is {claim.state}, but was paid"
        if len(paid) > 1:
            yield f"{name} was paid {len(paid)} times"
        if any(line.payment and line.payment.award_id != claim.award_id for line in lines):
            yield f"{name} was paid under another award"


def _on_its_way(round: Round) -> Iterator[str]:
    """Awards of which more is with the payment system than is committed."""
    lines = PaymentLine.objects.filter(state=PaymentLine.State.ORDERED, batch__round=round)
    out = lines.values_list("claim__award__bid__reference").annotate(Sum("amount_pence"))
    rows = Account.objects.filter(round=round, kind=Kind.COMMITTED)
    committed = dict(rows.values_list("key", "balance_pence"))
    for reference, pence in out.order_by("claim__award__bid__reference"):
        if pence > committed.get(reference, 0):
            yield (
                f"{reference}: {format_pence(pence)} is with the payment system, but only "
                f"{format_pence(committed.get(reference, 0))} is committed"
            )


def _headings(round: Round) -> Iterator[str]:
    """Every accepted return whose headings do not add up to its figures."""
    accepted = Return.objects.accepted().filter(award__bid__round=round)
    summed: Any = accepted.annotate(
        spent=Sum("headings__spent_pence"), forecast=Sum("headings__forecast_pence")
    )
    for sent in summed.exclude(spent=None).select_related("award__bid", "period"):
        if (sent.spent, sent.forecast) != (sent.spent_pence, sent.forecast_pence):
            yield f"{sent}: the headings do not add up to what was spent and is forecast"


def _variations(round: Round) -> Iterator[str]:
    """Variations in force whose terms are not what was agreed, or that nobody accepted; altered texts."""
    rows = Variation.objects.filter(award__bid__round=round, state=Variation.State.IN_FORCE)
    for one in rows.select_related("award__bid", "terms", "agreement"):
        if one.amount_pence and one.terms and one.amount_pence != one.terms.amount_pence:
            yield f"{one}: its terms do not say {format_pence(one.amount_pence)}"
        if one.terms and one.terms.award_id != one.award_id:
            yield f"{one}: its terms are another award's"
        if needs_agreement(one) and not hasattr(one, "agreement"):
            yield f"{one}: it is in force, and the organisation never accepted it"
    changes = AgreementChange.objects.filter(variation__award__bid__round=round)
    for accepted in changes.select_related("variation__award__bid"):
        if accepted.checksum != sum_of(accepted.text):
            yield f"{accepted.variation}: the text accepted is not what its checksum says"
