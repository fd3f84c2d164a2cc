"""To whom an award is paid: the supplier number in the council's own system, or its internal coding.

No bank details are kept here.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.models import Award
from awards.offering import refuse_if_staked
from base.errors import NotAllowed, Refused
from base.models import Note
from base.stale import Stale, digest
from base.verbs import verb
from bids.history import locked
from bids.models import Bid, OfficerNote
from bids.rules import demand
from bids.states import State
from people.models import User
from people.permissions import Permission, may

SUPPLIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,39}", re.ASCII)
SORT_CODE = re.compile(r"\b\d\d([ -])\d\d\1\d\d\b", re.ASCII)


@dataclass(frozen=True)
class Payee:
    """Who is paid, and out of what."""

    supplier_number: str = ""
    internal: bool = False
    budget_holder: str = ""
    cost_centre: str = ""
    account_code: str = ""


def payee_of(award: Award) -> Payee:
    """What stands now."""
    return Payee(**{name: getattr(award, name) for name in Payee.__dataclass_fields__})


def sign_of_payee(award: Award) -> str:
    """A sign of the payee as a form carries it."""
    return digest(vars(payee_of(award)))


def usual_supplier(bid: Bid) -> str:
    """The supplier number that the organisation's other awards in the partnership have."""
    others = Award.objects.filter(
        bid__organisation=bid.organisation_id, bid__round__partnership=bid.round.partnership_id
    )
    latest = others.exclude(supplier_number="").order_by("-pk").first()
    return latest.supplier_number if latest else ""


@verb
def set_payee(*, bid: Bid, payee: Payee, by: User, seen: str | None = None) -> Award:
    """Set to whom an award is paid; a note on the bid keeps what was changed.

    ``seen`` is the ``sign_of_payee`` that the person looked at: raises ``Stale`` where that changed.
    Once the agreement is accepted only finance may, and who accepted it as what stays.
    """
    bid = locked(bid)
    demand("bids.set_payee", by, bid)
    refuse_if_staked(bid, by)
    if bid.state not in (State.APPROVED, State.MONITORED):
        raise Refused(_("%(bid)s has no award to be paid now.") % {"bid": bid.reference})
    award = bid.award
    before = payee_of(award)
    if seen is not None and seen != sign_of_payee(award):
        raise Stale(_("Somebody else changed this meanwhile. Yours is not saved yet."))
    if hasattr(award, "agreement"):
        _refuse_after_acceptance(bid, payee, before, by)
    _check(payee, bid)
    if payee == before:
        return award
    for name, value in vars(payee).items():
        setattr(award, name, value)
    award.save(update_fields=list(vars(payee)))
    OfficerNote.objects.create(
        bid=bid, by=by, note=Note.objects.create(text=_changes(before, payee))
    )
    return award


def _refuse_after_acceptance(bid: Bid, payee: Payee, before: Payee, by: User) -> None:
    if not may(by, Permission.PAY, bid.round.partnership):
        raise NotAllowed(
            _("The agreement for %(bid)s is accepted: from now on finance sets who is paid.")
            % {"bid": bid.reference}
        )
    if (payee.internal, payee.budget_holder) != (before.internal, before.budget_holder):
        raise Refused(
            _("The agreement is accepted, so whether it is internal and its budget holder stay.")
        )


def _check(payee: Payee, bid: Bid) -> None:
    number = payee.supplier_number
    if number and (SORT_CODE.search(number) or not SUPPLIER.fullmatch(number)):
        raise Refused(
            _(
                "“%(number)s” is not a supplier number. Enter the number by which the council's payment "
                "system knows the payee; bank details do not belong here."
            )
            % {"number": number}
        )
    if payee.internal and not (payee.budget_holder and payee.cost_centre and payee.account_code):
        raise Refused(
            _("Enter the budget holder, the cost centre and the account code of an internal award.")
        )
    if payee.budget_holder and not payee.internal:
        raise Refused(_("Only an internal award has a budget holder. Choose that it is internal."))
    others = Award.objects.filter(
        supplier_number__iexact=number, bid__round__partnership=bid.round.partnership_id
    ).exclude(bid__organisation=bid.organisation_id)
    if number and (other := others.select_related("bid__organisation").first()):
        raise Refused(
            _("%(number)s is the supplier number of %(organisation)s (%(bid)s). Check it.")
            % {
                "number": number,
                "organisation": other.bid.organisation,
                "bid": other.bid.reference,
            }
        )


def _changes(before: Payee, after: Payee) -> str:
    """What changed, a line each."""
    labels = {
        "supplier_number": _("Supplier number"),
        "internal": _("Internal"),
        "budget_holder": _("Budget holder"),
        "cost_centre": _("Cost centre"),
        "account_code": _("Account code"),
    }
    lines = [
        _("%(what)s: from %(before)s to %(after)s")
        % {"what": label, "before": _said(old), "after": _said(new)}
        for name, label in labels.items()
        if (old := vars(before)[name]) != (new := vars(after)[name])
    ]
    return "\n".join([_("Who is paid was changed."), *lines])


def _said(value: str | bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value or _("nothing")
