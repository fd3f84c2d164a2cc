"""Publishing a round: it is there for everybody, and its pots are allocated, in one transaction."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from funds.actions import allocations, open_books, set_overdrafts
from people.models import User
from people.permissions import Permission, require
from rounds.missing import missing
from rounds.models import Pot, Round, locked
from rounds.settings import save_settings


@verb
def publish(*, round: Round, by: User, at: datetime | None = None) -> Round:
    """Publish a round and open its books. Raises ``Refused`` where it lacks something."""
    require(by, Permission.OPEN_ROUND, round.partnership)
    round = locked(round)
    if round.published:
        raise Refused(_("This round is published already."))
    missing(round).refuse()
    round.published = True
    round.save(update_fields=["published"])
    open_books(round=round, pots=planned(round), by=by, at=at)
    return round


@verb
def take_back(*, round: Round, by: User) -> Round:
    """Take a published round back, while nobody bids in it. Its pots stay allocated as they are."""
    require(by, Permission.OPEN_ROUND, round.partnership)
    round = locked(round)
    if not round.published:
        raise Refused(_("This round is not published."))
    if round.bids.exists():
        raise Refused(_("There are bids in this round, so it cannot be taken back."))
    round.published = False
    round.save(update_fields=["published"])
    return round


@verb
def save_money(*, round: Round, values: dict[str, Any], by: User, seen: str | None = None) -> Round:
    """Write a round's money settings; where its books are open its limits follow at once.

    Pots that were allocated change only by virement. Raises ``Refused``.
    """
    round = save_settings(round=round, values=values, by=by, part="money", seen=seen)
    allocated = allocations(round)
    if not allocated:
        return round
    if not round.published and allocated != planned(round):
        raise Refused(_("The pots were allocated when the round was published: they stay."))
    set_overdrafts(round=round)
    return round


def planned(round: Round) -> dict[Pot, int]:
    """The pots as the round plans them, in pence, without those that hold nothing."""
    pots = {Pot.MAIN: round.main_pence, Pot.TACTICAL: round.tactical_pence}
    return {pot: pence for pot, pence in pots.items() if pence}
