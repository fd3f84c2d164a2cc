"""Naming the panel of one bid, such as the two who score a tactical one."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from rounds.models import locked as hold
from scoring.models import Assignment
from scoring.panel import read_panel
from scoring.sealing import is_revealed


def can_be_named(bid: Bid) -> list[User]:
    """The members of the bid's panel without an interest in it, in the order of the round."""
    panel = read_panel(bid.round)
    return [one for one in panel.of_route(bid.route) if (bid.pk, one.pk) not in panel.conflicted]


@verb
def name_panel(*, bid: Bid, members: Collection[User], by: User) -> list[Assignment]:
    """Let these members score a bid, and nobody else; who began or sent keeps it.

    Raises ``Refused`` for fewer than the quorum, for somebody with an interest, and once its scores are
    revealed.
    """
    require(by, Permission.SIFT, bid.round.partnership)
    hold(bid.round)
    bid = locked(bid)
    if bid.state != State.SUBMITTED or is_revealed(bid):
        raise Refused(
            _("%(bid)s is not waiting for scores, so its panel is not named now.")
            % {"bid": bid.reference}
        )
    quorum = bid.round.quorum_of(bid.route)
    if len(members) < quorum:
        raise Refused(
            _("A bid on this route needs the scores of %(quorum)s members: name that many or more.")
            % {"quorum": quorum}
        )
    able = can_be_named(bid)
    if strangers := [str(one) for one in members if one not in able]:
        raise Refused(
            _("%(names)s cannot score it: not on its panel, or with an interest.")
            % {"names": ", ".join(strangers)}
        )
    panel = read_panel(bid.round)
    begun = {m for m in able if (bid.pk, m.pk) in panel.given or (bid.pk, m.pk) in panel.begun}
    Assignment.objects.filter(bid=bid, late=False).delete()
    return Assignment.objects.bulk_create(
        Assignment(bid=bid, member=one, by=by) for one in able if one in begun or one in members
    )
