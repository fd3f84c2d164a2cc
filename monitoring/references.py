"""The references that payments go out under."""

from awards.models import Award


def next_reference(award: Award) -> str:
    """The next payment reference of an award: ``SMP19-003-P2``. The award's bid is locked by the caller."""
    taken = set(award.payments.values_list("reference", flat=True))
    number = len(taken) + 1
    while f"{award.bid.reference}-P{number}" in taken:
        number += 1
    return f"{award.bid.reference}-P{number}"
