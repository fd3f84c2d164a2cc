"""The references that payments go out under."""

from collections.abc import Collection

from awards.models import Award
from monitoring.models import PaymentLine


def next_reference(award: Award, besides: Collection[str] = ()) -> str:
    """The next payment reference of an award: ``SMP19-003-P2``. The award's bid is locked by the caller.

    What went out in a batch and was refused keeps its reference too; ``besides`` are about to be given.
    """
    start = f"{award.bid.reference}-P"
    taken = {reference for reference in besides if reference.startswith(start)}
    taken |= set(award.payments.values_list("reference", flat=True))
    taken |= set(PaymentLine.objects.filter(claim__award=award).values_list("reference", flat=True))
    number = len(taken) + 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"
