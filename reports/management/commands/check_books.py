"""``check_books [ROUND]``."""

from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from base.errors import Refused
from reports.books import differences
from rounds.commands import find_round
from rounds.models import Round


class Command(PlainCommand):
    help = "Verify the ledger, the states and the triggers, and name the first difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", nargs="?", metavar="ROUND", help="one round (default: all)")

    def run(self, **options: Any) -> None:
        code = options["round"]
        rounds = [find_round(code)] if code else list(Round.objects.order_by("code"))
        if first := next(differences(rounds), None):
            raise Refused(f"The books do not hold. First difference: {first}.")
        movements = sum(round.movements.count() for round in rounds)
        bids = sum(round.bids.count() for round in rounds)
        self.say(
            f"The books hold: {len(rounds)} round{'s' if len(rounds) != 1 else ''}, "
            f"{bids} bids, {movements} movements."
        )
