"""The partnership's agreement to its proposals, over exactly the content that is then sent."""

from datetime import date

from django.utils.translation import gettext as _

from awards.models import PartnershipAgreement
from base.errors import Refused
from base.verbs import happened, verb
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from ui.dates import format_date, in_london, midnight


@verb
def agree(
    *,
    round: Round,
    route: Pot,
    checksum: str,
    agreed_by: str,
    agreed_on: date,
    minute: str,
    by: User,
) -> PartnershipAgreement:
    """Record who agreed the proposals with this checksum, when, and where that stands written.

    The same agreement recorded again is the one that stands.
    """
    require(by, Permission.SEND_SUBMISSION, round.partnership)
    agreed_by, minute = agreed_by.strip(), minute.strip()
    if not agreed_by:
        raise Refused(_("Enter the body or person that agreed the proposals."))
    if not minute:
        raise Refused(_("Enter the minute: its number, or its words."))
    happened(midnight(agreed_on))
    opened = in_london(round.opens).date()
    if agreed_on < opened:
        raise Refused(
            _("The round opened on %(day)s: enter a day after that.") % {"day": format_date(opened)}
        )
    given = {"agreed_by": agreed_by, "agreed_on": agreed_on, "minute": minute}
    standing = agreement(round, route, checksum)
    if standing and all(getattr(standing, name) == value for name, value in given.items()):
        return standing
    return PartnershipAgreement.objects.create(
        round=round, route=route, checksum=checksum, recorded_by=by, **given
    )


def agreement(round: Round, route: Pot, checksum: str) -> PartnershipAgreement | None:
    """The agreement over a content that was recorded last, if there is one."""
    return round.partnership_agreements.filter(route=route, checksum=checksum).last()


def agreements(round: Round, route: Pot) -> dict[str, PartnershipAgreement]:
    """The agreement over each content of a route that was recorded last, by the content's checksum."""
    rows = round.partnership_agreements.filter(route=route).order_by("pk")
    return {one.checksum: one for one in rows}
