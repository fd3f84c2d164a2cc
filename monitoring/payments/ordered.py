"""Money that went to the payment system in a batch, and is not confirmed: it stays committed meanwhile."""

from collections.abc import Collection

from django.db.models import Sum
from django.utils.translation import gettext as _

from awards.models import Award
from base.errors import Refused
from funds.models import Account, Kind
from monitoring.models import Claim, PaymentLine
from rounds.models import Round
from ui.money import format_pence


def ordered_pence(award: Award) -> int:
    """What the payment system is to pay under an award, and did not confirm."""
    lines = PaymentLine.objects.filter(claim__award=award, state=PaymentLine.State.ORDERED)
    return lines.aggregate(total=Sum("amount_pence"))["total"] or 0


def too_much(round: Round, claims: Collection[Claim]) -> list[str]:
    """What claims are more than is there for them, besides what is out already, each as a sentence.

    The accounts are held until the transaction ends.
    """
    lines = PaymentLine.objects.filter(state=PaymentLine.State.ORDERED, batch__round=round)
    out = dict(lines.values_list("claim__award__bid__reference").annotate(Sum("amount_pence")))
    asked: dict[str, int] = {}
    for claim in claims:
        key = claim.award.bid.reference
        asked[key] = asked.get(key, 0) + claim.amount_pence
    kinds = (Kind.COMMITTED, Kind.CASH)
    rows = Account.objects.select_for_update(no_key=True).filter(round=round, kind__in=kinds)
    found, cash = [], 0
    for held in rows.filter(key__in=["", *asked]).order_by("pk"):
        if held.kind == Kind.CASH:
            cash = held.free_pence - sum(out.values())
        elif asked[held.key] > (left := held.balance_pence - out.get(held.key, 0)):
            said = {"reference": held.key, "left": format_pence(max(0, left))}
            found.append(
                _("%(reference)s: only %(left)s is committed and not with the payment system.")
                % said
            )
    if sum(asked.values()) > cash:
        said = {"left": format_pence(max(0, cash))}
        found.append(
            _("Only %(left)s of the grant has been received and is not paid out or on its way.")
            % said
        )
    return found


def refuse_reference_of_line(award: Award, reference: str) -> None:
    """Raise ``Refused`` where the payment system was given a payment under a reference."""
    line = PaymentLine.objects.filter(claim__award=award, reference=reference).first()
    if line:
        raise Refused(
            _(
                "%(reference)s went out in batch %(batch)s. Enter what became of it on the page of its "
                "batch."
            )
            % {"reference": reference, "batch": line.batch.number}
        )


def refuse_what_is_out(award: Award, amount_pence: int | None = None) -> None:
    """Raise ``Refused`` where an amount (all of it, if none is said) must stay for what is being paid."""
    ordered = ordered_pence(award)
    if not ordered:
        return
    held = Account.objects.get(
        round=award.bid.round, kind=Kind.COMMITTED, pot=award.bid.route, key=award.bid.reference
    )
    if amount_pence is None or amount_pence > held.balance_pence - ordered:
        raise Refused(
            _(
                "%(amount)s of %(reference)s is with the payment system. Enter what became of it first, "
                "on the page of its batch."
            )
            % {"amount": format_pence(ordered), "reference": award.bid.reference}
        )
