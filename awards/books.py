"""Checks that awards, commitments and decisions say the same, and that what was sent is unaltered."""

from collections.abc import Iterator

from django.db.models import Sum

from awards.models import Agreement, Award, Submission, Terms
from awards.submissions import checksum
from awards.written import checksum as sum_of
from bids.models import HistoryRow
from bids.states import Arrow
from funds.models import Movement
from rounds.models import Round
from ui.money import format_pence


def differences(round: Round) -> Iterator[str]:
    """Every award that the ledger or the history does not bear out, in words."""
    awards = {
        award.bid.reference: award
        for award in Award.objects.filter(bid__round=round).select_related("bid")
    }
    committed = _committed(round)
    stands = _terms(round)
    approved = set(
        HistoryRow.objects.filter(bid__round=round, transition=Arrow.APPROVE).values_list(
            "bid__reference", flat=True
        )
    )
    for reference in sorted({*awards, *committed, *approved}):
        award = awards.get(reference)
        pence = committed.get(reference, 0)
        if award is None:
            yield f"{reference}: {format_pence(pence)} is committed, but there is no award"
        elif reference not in approved:
            yield f"{reference}: there is an award, but its history has no approval"
        elif pence != award.approved_pence + award.increased_pence:
            said = format_pence(award.approved_pence + award.increased_pence)
            yield f"{reference}: the award is {said}, but {format_pence(pence)} was committed"
        elif award.amount_pence != stands.get(award.pk):
            yield f"{reference}: its terms do not say {format_pence(award.amount_pence)}"
    yield from _sums(round)
    yield from _agreements(round)
    for sent in Submission.objects.filter(round=round):
        if checksum(sent.content) != sent.checksum:
            yield f"{sent}: its content is not what its checksum says"


def _sums(round: Round) -> Iterator[str]:
    """Every version of terms whose budget or instalments do not add up to the amount."""
    for terms in Terms.objects.filter(award__bid__round=round).select_related("award__bid"):
        for name, parts in (
            ("parts of the budget", terms.headings),
            ("instalments", terms.instalments),
        ):
            total = sum(part["amount_pence"] for part in parts)
            if parts and total != terms.amount_pence:
                yield (
                    f"{terms}: the {name} add up to {format_pence(total)} instead of "
                    f"{format_pence(terms.amount_pence)}"
                )


def _agreements(round: Round) -> Iterator[str]:
    """Every agreement whose text is not what was accepted, or that is over another award's terms."""
    rows = Agreement.objects.filter(award__bid__round=round).select_related("award__bid", "terms")
    for agreement in rows:
        reference = agreement.award.bid.reference
        if agreement.checksum != (sum_of(agreement.text) if agreement.text else ""):
            yield f"{reference}: the text of its agreement is not what its checksum says"
        if agreement.terms and agreement.terms.award_id != agreement.award_id:
            yield f"{reference}: its agreement is over the terms of another award"


def _committed(round: Round) -> dict[str, int]:
    """What was ever committed to each award, in pence, by reference."""
    rows = Movement.objects.filter(round=round, kind=Movement.Kind.COMMIT).values_list(
        "target__key"
    )
    return dict(rows.annotate(total=Sum("amount_pence")).order_by())


def _terms(round: Round) -> dict[int, int]:
    """The amount that each award's latest terms say, in pence."""
    rows = Terms.objects.filter(award__bid__round=round).order_by("version")
    return dict(rows.values_list("award_id", "amount_pence"))
