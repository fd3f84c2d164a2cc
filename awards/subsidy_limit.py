"""Whether an award may be made or raised under subsidy control; decide pages ask before anybody presses."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from awards.models import SubsidyNotice
from awards.subsidy import LIMIT_PENCE, given_to, total_pence
from base.cells import squeeze
from base.errors import Refused
from bids.models import Bid
from people.models import Organisation
from ui.money import format_pence


def is_internal(bid: Bid) -> bool:
    """Whether what is awarded to a bid goes to the host council itself."""
    if hasattr(bid, "award"):
        return bid.award.internal
    return squeeze(bid.organisation.name) == squeeze(bid.round.partnership.authority)


def total_with(bid: Bid, amount_pence: int, on: date) -> int:
    """What its organisation would have had on a day, in pence, with this amount for the bid."""
    given = given_to([bid.organisation], apart_from=[bid.pk])
    return total_pence(given[bid.organisation_id], on) + amount_pence


def stops(proposed: Sequence[tuple[Bid, int]], on: date) -> dict[int, str]:
    """Why awards cannot be made yet, by the key of the bid; those before it that can be count too.

    Two queries, and one for the notices where something may be above the limit.
    """
    bids = [bid for bid, _amount in proposed]
    given = given_to({bid.organisation for bid in bids}, apart_from=[bid.pk for bid in bids])
    totals = {bid.organisation_id: total_pence(given[bid.organisation_id], on) for bid in bids}
    if max(totals.values(), default=0) + sum(amount for _bid, amount in proposed) <= LIMIT_PENCE:
        return {}
    notices = {row.bid_id: row for row in SubsidyNotice.objects.filter(bid__in=bids)}
    found: dict[int, str] = {}
    for bid, amount in proposed:
        total = totals[bid.organisation_id] + amount
        if total > LIMIT_PENCE and (why := _why(bid, total, notices.get(bid.pk))):
            if not is_internal(bid):
                found[bid.pk] = why
        else:
            totals[bid.organisation_id] = total
    return found


def refuse_above_limit(bid: Bid, amount_pence: int, on: date) -> None:
    """Raise ``Refused`` where an award, or a raise to an amount, is above the limit and nobody gave notice.

    The organisation is held until the transaction ends, so that two awards at once see each other.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=bid.organisation_id)
    if why := stops([(bid, amount_pence)], on).get(bid.pk):
        raise Refused(why)


def is_noticed(notice: SubsidyNotice | None, total_pence: int) -> bool:
    """Whether notice of a total was given and confirmed, so that it may be above the limit."""
    return bool(notice and notice.confirmed_on and notice.total_pence >= total_pence)


def _why(bid: Bid, total: int, notice: SubsidyNotice | None) -> str:
    if is_noticed(notice, total):
        return ""
    words = _(
        "With this award %(organisation)s would have had %(total)s of minimal financial assistance in "
        "this and the two earlier financial years, which is above %(limit)s."
    ) % {
        "organisation": bid.organisation,
        "total": format_pence(total),
        "limit": format_pence(LIMIT_PENCE),
    }
    return f"{words} {_next(notice, total)}"


def _next(notice: SubsidyNotice | None, total: int) -> str:
    if notice is None:
        return _("An officer first records the notice to the organisation and its confirmation.")
    if notice.total_pence < total:
        return _("The notice that was given is of %(noticed)s: a new one is needed.") % {
            "noticed": format_pence(notice.total_pence)
        }
    return _("The organisation has not confirmed the notice yet.")
