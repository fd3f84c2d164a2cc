"""What organisations declare of assistance from elsewhere, and the notice that they are given of it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Assistance, SubsidyNotice
from awards.offering import refuse_if_staked
from awards.subsidy_limit import total_with
from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from bids.states import State
from people.models import Organisation, User
from people.organisations import require_belongs
from people.permissions import Permission, require
from ui.dates import format_date, in_london

EARLIEST = date(2000, 1, 1)
OPEN = (State.SUBMITTED, State.SIFTED, State.APPROVED, State.MONITORED)
"""While an award may still be made or raised."""


@verb
def declare_assistance(
    *, organisation: Organisation, giver: str, amount_pence: int, given_on: date, by: User
) -> Assistance:
    """The organisation's people say what it was given elsewhere. Raises ``Refused`` for nonsense."""
    require_belongs(by, organisation)
    giver = " ".join(giver.split())
    if not giver:
        raise Refused(_("Enter who gave it."))
    if amount_pence <= 0:
        raise Refused(_("The amount must be more than zero."))
    _refuse_future(given_on)
    if given_on < EARLIEST:
        raise Refused(_("%(day)s is too long ago to count.") % {"day": format_date(given_on)})
    return Assistance.objects.create(
        organisation=organisation,
        giver=giver,
        amount_pence=amount_pence,
        given_on=given_on,
        declared_by=by,
    )


@verb
def remove_assistance(*, assistance: Assistance, by: User) -> Assistance:
    """Take back what was declared; that it was declared is kept."""
    require_belongs(by, assistance.organisation)
    now = Assistance.objects.select_for_update(of=("self",)).get(pk=assistance.pk)
    if now.removed_at is None:
        now.removed_at = timezone.now()
        now.save(update_fields=["removed_at"])
    return now


@verb
def record_notice(
    *,
    bid: Bid,
    amount_pence: int,
    notice_on: date,
    by: User,
    confirmed_on: date | None = None,
    confirmed_by: str = "",
) -> SubsidyNotice:
    """An officer records that the organisation was told of the assistance, and that it confirmed.

    ``amount_pence`` is what the bid is to be awarded; the total is worked out with it. The latest notice
    stands. Raises ``Refused`` where the confirmation lacks its day or its name, or is before the notice.
    """
    bid = locked(bid)
    require(by, Permission.CHECK_BIDS, bid.round.partnership)
    refuse_if_staked(bid, by)
    if bid.state not in OPEN:
        raise Refused(_("Nothing is awarded to %(bid)s any more.") % {"bid": bid.reference})
    if amount_pence <= 0:
        raise Refused(_("The amount must be more than zero."))
    confirmed_by = " ".join(confirmed_by.split())
    if bool(confirmed_by) != bool(confirmed_on):
        raise Refused(_("Enter both who confirmed it and when, or neither."))
    _refuse_future(notice_on)
    if confirmed_on:
        _refuse_future(confirmed_on)
        if confirmed_on < notice_on:
            raise Refused(_("It cannot be confirmed before the notice was given."))
    notice, _made = SubsidyNotice.objects.update_or_create(
        bid=bid,
        defaults={
            "notice_on": notice_on,
            "notice_by": by,
            "confirmed_on": confirmed_on,
            "confirmed_by": confirmed_by,
            "total_pence": total_with(bid, amount_pence, _today()),
        },
    )
    return notice


def _refuse_future(day: date) -> None:
    if day > _today():
        raise Refused(_("%(day)s has not come yet.") % {"day": format_date(day)})


def _today() -> date:
    return in_london(timezone.now()).date()
