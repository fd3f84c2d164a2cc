"""The receipt of a bid that was sent: what happens next, and a copy of what was sent."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bids.mail import tell_about
from bids.models import Bid, Version
from bids.version_presenters import text_of
from bids.versions import read
from rounds.models import Pot
from ui.dates import format_date, format_moment, in_london


def send_receipt(bid: Bid, version: Version) -> None:
    """Email the person who sent it and the bid's contact."""
    fields = {
        "sent at": format_moment(version.at),
        "next": after_submission(bid),
        "copy": text_of(read(version)),
    }
    for email in sorted({version.by.email, bid.contact_email}):
        tell_about(bid, "bid-received", fields, to=email)


def after_submission(bid: Bid) -> str:
    """What happens to a bid that was sent, and when."""
    round = bid.round
    names = {"funder": round.funder.short_name, "partnership": round.partnership.name}
    today = in_london(timezone.now()).date()
    if bid.route == Pot.TACTICAL:
        return _(
            "%(partnership)s checks it and a panel scores it as soon as it can meet. "
            "We will email you when it is decided."
        ) % (names)
    if today <= round.panel:
        return _(
            "%(partnership)s checks it, and the panel scores it on %(panel)s. Its proposals go to the "
            "%(funder)s by %(sent)s, and we will email you when the %(funder)s has decided."
        ) % {
            **names,
            "panel": format_date(round.panel),
            "sent": format_date(round.submission_due),
        }
    return _(
        "%(partnership)s checks it and the panel scores it. "
        "We will email you when the %(funder)s has decided."
    ) % (names)
