"""Sending what a project gave back on to the tactical pot."""

from datetime import datetime

from django.utils.translation import gettext as _

from awards.offering import refuse_if_staked
from base.errors import Refused
from base.verbs import happened, verb
from bids.history import locked
from bids.models import Bid
from funds import virements
from funds.models import VirementRequest
from monitoring.models import Variation
from monitoring.underspend.radar import TO_SEND_ON, with_freed
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot
from ui.dates import format_date, in_london


@verb
def release_to_tactical(
    *, variation: Variation, by: User, at: datetime | None = None
) -> VirementRequest:
    """Ask for what a variation freed to move from the main pot to the tactical one; once only.

    A second person agrees, by the link that they are emailed; where they say no, it may be asked again.
    Raises ``Refused`` where the variation is not in force, is not meant for the tactical pot, or was
    sent on before.
    """
    bid = locked(Bid.objects.get(award__variations=variation))
    require(by, Permission.PAY, bid.round.partnership)
    refuse_if_staked(bid, by)
    found = with_freed(Variation.objects.filter(pk=variation.pk)).select_related("terms").get()
    if found.state != Variation.State.IN_FORCE or not found.to_tactical:
        raise Refused(_("Only what a variation in force freed for the tactical pot is sent there."))
    if not Variation.objects.filter(TO_SEND_ON, pk=found.pk).exists():
        raise Refused(_("What it freed was sent on to the tactical pot before."))
    said = {"number": found.number, "bid": bid.reference}
    accepted = format_date(in_london(found.in_force_at).date())
    asked = virements.ask(
        round=bid.round,
        source=Pot.MAIN,
        target=Pot.TACTICAL,
        amount_pence=found.freed_pence,
        reason=_("Underspend of %(bid)s: %(reason)s") % {**said, "reason": found.reason},
        authority=_("Variation %(number)s of %(bid)s, in force since %(day)s")
        % {**said, "day": accepted},
        by=by,
    )
    found.released_at, found.release = happened(at), asked
    found.save(update_fields=["released_at", "release"])
    return asked
