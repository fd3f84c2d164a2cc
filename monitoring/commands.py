"""What commands about one award's money share."""

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from awards.models import Award
from base.errors import Refused
from rounds.commands import MoneyCommand


class AwardCommand(MoneyCommand):
    """A command by which money moves under one award: ``REFERENCE AMOUNT``."""

    def add_place(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REFERENCE", help="the bid's, such as SMP19-003")


def find_award(reference: str) -> Award:
    """The award of a bid. Raises ``Refused`` where there is none."""
    award = (
        Award.objects.select_related("bid__round__partnership", "bid__round__funder")
        .filter(bid__reference=reference)
        .first()
    )
    if award is None:
        raise Refused(_("There is no award with the reference %(bid)s.") % {"bid": reference})
    return award
