"""``return_to_pcc ROUND AMOUNT --pot POT``."""

from typing import Any

from django.core.management.base import CommandParser

from funds.actions import return_to_funder
from funds.balances import balances
from people.roles import FINANCE
from rounds.commands import MoneyCommand, add_round, find_round, when_words, who
from rounds.models import Pot
from ui.money import format_pence


class Command(MoneyCommand):
    help = "Send unspent grant back to the PCC, from a pot and from the cash."

    def add_place(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument(
            "--pot", required=True, choices=Pot.values, help="the pot it comes from"
        )

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        moved = return_to_funder(
            round=round,
            pot=Pot(options["pot"]),
            amount_pence=options["amount"],
            by=who(round, options["by"], FINANCE.name),
            at=options["on"],
            reason=options["reason"],
        )
        now = balances(round)
        self.say(
            f"{format_pence(moved.amount_pence)} returned to the {round.funder.short_name}"
            f"{when_words(options['on'])}. {options['pot'].capitalize()} pot: "
            f"{format_pence(now.pots[Pot(options['pot'])]['available_pence'])} available. "
            f"Cash in hand: {format_pence(now.cash_pence)}."
        )
