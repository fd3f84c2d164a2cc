"""``receive ROUND AMOUNT --reference TEXT``."""

from typing import Any

from django.core.management.base import CommandParser

from base.commands import amount
from funds.actions import receive
from funds.balances import balances
from rounds.commands import RecordCommand, find_round, when_words, who
from ui.money import format_pence


class Command(RecordCommand):
    help = "Record cash received from the PCC."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("amount", metavar="AMOUNT", type=amount, help="in pounds: 20000.00")
        parser.add_argument(
            "--reference", required=True, metavar="TEXT", help="the remittance's reference"
        )

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        moved = receive(
            round=round,
            amount_pence=options["amount"],
            reference=options["reference"],
            by=who(round, options["by"]),
            at=options["on"],
        )
        cash = format_pence(balances(round).cash_pence)
        received = format_pence(moved.amount_pence)
        self.say(f"{received} received{when_words(options['on'])}. Cash in hand: {cash}.")
