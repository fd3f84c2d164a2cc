"""Emails about a bid."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from bids.models import Bid
from notices.actions import tell
from notices.models import Message
from people.roles import OFFICER


def fields_of(bid: Bid) -> dict[str, str]:
    """The fields that every email about a bid has (``notices.wording.BID``)."""
    return {
        "reference": bid.reference,
        "project": bid.project,
        "organisation": bid.organisation.name,
        "partnership": bid.round.partnership.name,
        "link": link_to(bid, "bid"),
    }


def link_to(bid: Bid, name: str) -> str:
    """The whole address of one of a bid's pages."""
    return f"{settings.BASE_URL}{reverse(name, args=[bid.reference])}"


def tell_about(
    bid: Bid,
    kind: str,
    fields: Mapping[str, str] | None = None,
    *,
    to: str = "",
    hold: bool = False,
) -> Message:
    """Email somebody about a bid: its contact, unless another is named."""
    return tell(
        to=to or bid.contact_email,
        kind=kind,
        fields={**fields_of(bid), **(fields or {})},
        partnership=bid.round.partnership,
        hold=hold,
    )


def tell_officers(bid: Bid, kind: str, fields: Mapping[str, str] | None = None) -> None:
    """Email the officers of the bid's round about it."""
    officers = bid.round.people.filter(role=OFFICER.name, user__is_active=True)
    for email in officers.values_list("user__email", flat=True):
        tell_about(bid, kind, fields, to=email)
