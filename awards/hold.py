"""The publicity hold as the decision knows it: is it on, until when; who sets, moves and ends it.

While it is on, emails about decisions wait in the outbox, and the applicant's pages do not show what
was decided since it began (``bids.announcements``).
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from notices.actions import reschedule_held
from people.audit import record
from people.hold import hold_ends, is_held
from people.models import AuditRow, Partnership, User
from people.permissions import Permission, require
from ui.dates import format_date, in_london

__all__ = ["end_hold", "hold_ends", "is_held", "set_hold"]


@verb
def set_hold(*, partnership: Partnership, until: date, reason: str, by: User) -> Partnership:
    """Let nothing be announced before the first moment of a day. A hold that is on is moved to it."""
    partnership = _held(partnership, by)
    if until <= in_london(timezone.now()).date():
        raise Refused(_("Enter a day that is still to come."))
    if not reason.strip():
        raise Refused(_("Enter the reason, such as the election that it is for."))
    if not is_held(partnership):
        partnership.hold_from = timezone.now()
    partnership.hold_until, partnership.hold_reason = until, reason.strip()
    return _keep(partnership, by, f"Until {format_date(until)}: {reason.strip()}")


@verb
def end_hold(*, partnership: Partnership, by: User) -> Partnership:
    """End the hold now: what waited goes at once."""
    partnership = _held(partnership, by)
    if not is_held(partnership):
        raise Refused(_("There is no publicity hold now."))
    partnership.hold_from = partnership.hold_until = None
    partnership.hold_reason = ""
    return _keep(partnership, by, "Ended")


def _held(partnership: Partnership, by: User) -> Partnership:
    require(by, Permission.HOLD, partnership)
    return Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)


def _keep(partnership: Partnership, by: User, words: str) -> Partnership:
    partnership.save(update_fields=["hold_from", "hold_until", "hold_reason"])
    reschedule_held(partnership=partnership)
    record(AuditRow.What.HOLD, by=by, partnership=partnership, text=words)
    return partnership
