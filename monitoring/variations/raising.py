"""What a variation that raises the grant takes of its pot."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from awards.effects import PotState, pots
from awards.models import Award
from base.errors import Refused
from funds.models import Account, Kind
from monitoring.models import Variation
from monitoring.variations.changes import raises
from rounds.models import Pot
from rounds.presenters import POTS
from ui.money import format_pence


@dataclass(frozen=True)
class Raise:
    """What more is promised, in pence, and the pot that it comes from."""

    pot: Pot
    more_pence: int
    before: PotState

    @property
    def name(self) -> str:
        """The pot in words."""
        return POTS[self.pot]

    @property
    def after(self) -> PotState:
        """The pot once the variation is in force."""
        return self.before.after(self.more_pence)


def held_pence(award: Award) -> int:
    """What is committed to an award or paid under it (one query)."""
    accounts = Account.objects.filter(
        round=award.bid.round_id, key=award.bid.reference, kind__in=(Kind.COMMITTED, Kind.PAID)
    )
    return int(accounts.aggregate(total=Sum("balance_pence"))["total"] or 0)


def raise_of(variation: Variation) -> Raise | None:
    """What a variation takes of its pot as it stands now; nothing where it raises nothing (two queries)."""
    award = variation.award
    if not raises(variation, award):
        return None
    pot = Pot(award.bid.route)
    more = max(0, (variation.amount_pence or 0) - held_pence(award))
    return Raise(pot, more, pots(award.bid.round)[pot])


def refuse_more_than_is_left(variation: Variation) -> None:
    """Raise ``Refused`` where a variation would promise more than its pot can bear."""
    found = raise_of(variation)
    if found and found.after.over_pence:
        said = {"pot": found.name.lower(), "left": format_pence(found.before.left_pence)}
        words = _("%(more)s more is too much: the %(pot)s has %(left)s left.")
        raise Refused(words % {**said, "more": format_pence(found.more_pence)})
