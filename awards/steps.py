"""What is to be done next about a round's decisions, for whoever may do it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.presenters import Line
from bids.states import State
from people.permissions import Permission
from rounds.models import Pot, Round
from rounds.presenters import ROUTES
from ui.parts import Lines, Link


def next_steps(round: Round, lines: Iterable[Line], held: frozenset[Permission]) -> list[Lines]:
    """The decision's pages of the round, for whoever holds these permissions."""
    lines = list(lines)
    waiting = {line.bid.route for line in lines if line.bid.state == State.SIFTED}
    pending = sum(line.pending for line in lines)
    found: list[Lines] = []
    if Permission.SEND_SUBMISSION in held:
        found += [_send(round, pot) for pot in Pot if pot in waiting]
    if waiting and Permission.DECIDE in held:
        words = _("Decide the bids")
        found.append(Lines([Link(words, reverse("decide", args=[round.code]))]))
    if waiting and Permission.RECORD_DECISIONS in held:
        words = _("Take down decisions of the %(funder)s") % {"funder": round.funder.short_name}
        found.append(Lines([Link(words, reverse("decisions", args=[round.code]))]))
    if pending:
        found.append(_pending(round, pending, Permission.DECIDE in held))
    if waiting and Permission.DECIDE in held:
        words = _("Bring in the answered submission")
        found.append(Lines([Link(words, reverse("decisions-bring-in", args=[round.code]))]))
    if Permission.HOLD in held:
        address = reverse("hold", args=[round.partnership.code])
        found.append(Lines([Link(_("Publicity hold"), address)]))
    return found


def _send(round: Round, pot: Pot) -> Lines:
    words = _("Agree and send the proposals, %(route)s") % {"route": ROUTES[pot].lower()}
    return Lines([Link(words, reverse("submission-send", args=[round.code, pot.value]))])


def _pending(round: Round, count: int, decides: bool) -> Lines:
    words = ngettext(
        "%(count)s decision waits to be confirmed",
        "%(count)s decisions wait to be confirmed",
        count,
    )
    page = "decisions-confirm" if decides else "decisions"
    return Lines([Link(words % {"count": count}, reverse(page, args=[round.code]))])
