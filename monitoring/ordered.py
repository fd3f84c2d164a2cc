"""Money that went to the payment system in a batch, and is not confirmed: it stays committed meanwhile."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from awards.models import Award
from base.errors import Refused
from funds.models import Account, Kind
from monitoring.models import PaymentLine
from ui.money import format_pence


def ordered_pence(award: Award) -> int:
    """What the payment system is to pay under an award, and did not confirm."""
    lines = PaymentLine.objects.filter(claim__award=award, state=PaymentLine.State.ORDERED)
    return lines.aggregate(total=Sum("amount_pence"))["total"] or 0


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
