"""Checks that every payment stands in the ledger, and every payment in the ledger has its reference."""

from collections.abc import Iterator

from funds.models import Kind, Movement
from monitoring.models import Payment
from rounds.models import Round


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
