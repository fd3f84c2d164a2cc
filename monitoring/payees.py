"""Whom finance pays: the number of a supplier in the council's own system, or the codes of a journal."""

from django.utils.translation import gettext as _

from awards.models import Award
from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from monitoring.claim_decisions import refuse_stake
from people.models import User
from people.permissions import Permission, require


@verb
def name_payee(
    *,
    award: Award,
    by: User,
    supplier_number: str = "",
    cost_centre: str = "",
    account_code: str = "",
) -> Award:
    """Finance enters the supplier number of an award; of an internal one, its cost centre and code.

    Payments that are with the payment system already keep what they went out with.
    """
    bid = locked(award.bid)
    require(by, Permission.PAY, bid.round.partnership)
    refuse_stake(by, bid)
    now = Award.objects.select_for_update(no_key=True).get(pk=award.pk)
    supplier, centre, code = (text.strip() for text in (supplier_number, cost_centre, account_code))
    if now.internal and not (centre and code):
        raise Refused(_("Enter the cost centre and the account code."))
    if not now.internal and not supplier:
        raise Refused(_("Enter the supplier number."))
    if now.internal:
        now.cost_centre, now.account_code = centre, code
    else:
        now.supplier_number = supplier
    now.save(update_fields=["supplier_number", "cost_centre", "account_code"])
    return now
