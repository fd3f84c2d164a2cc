"""What every email about a return says."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from awards.models import Award
from bids.mail import tell_about
from monitoring.models import Return
from rounds.models import Period
from ui.dates import format_date


def fields_for(award: Award, period: Period) -> dict[str, str]:
    """The period, its day, and the address of the return's page."""
    address = reverse("return", args=[award.bid.reference, period.pk])
    return {
        "period": period.name,
        "due": format_date(period.due),
        "link": f"{settings.BASE_URL}{address}",
    }


def return_fields(sent: Return) -> dict[str, str]:
    """The same, of a return that is there."""
    return fields_for(sent.award, sent.period)


def tell_project(sent: Return, kind: str, fields: Mapping[str, str]) -> None:
    """Email the project's contact, and whoever sent the return where that is somebody else."""
    bid = sent.award.bid
    who = {bid.contact_email, sent.sent_by.email if sent.sent_by else ""} - {""}
    for email in sorted(who):
        tell_about(bid, kind, {**return_fields(sent), **fields}, to=email)
