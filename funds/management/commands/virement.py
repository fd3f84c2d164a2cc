"""``virement ROUND --from POT --to POT --amount AMOUNT --second EMAIL``."""

from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand, amount
from funds.actions import virement
from funds.balances import balances
from people.roles import FINANCE
from rounds.commands import add_by, add_on, add_round, find_person, find_round, when_words, who
from rounds.models import Pot
from ui.money import format_pence


class Command(PlainCommand):
    help = "Move money between a round's pots: asked by one person, agreed by another."

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument("--from", required=True, choices=Pot.values, dest="source")
        parser.add_argument("--to", required=True, choices=Pot.values, dest="target")
        parser.add_argument(
            "--amount", required=True, type=amount, metavar="AMOUNT", help="in pounds: 500.00"
        )
        parser.add_argument("--reason", required=True, metavar="TEXT", help="why it moves")
        parser.add_argument(
            "--second", required=True, metavar="EMAIL", help="who agreed: finance or decision maker"
        )
        add_on(parser)
        add_by(parser, "finance person")

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        moved = virement(
            round=round,
            source=Pot(options["source"]),
            target=Pot(options["target"]),
            amount_pence=options["amount"],
            by=who(round, options["by"], FINANCE.name),
            second=find_person(options["second"]),
            reason=options["reason"],
            at=options["on"],
        )
        left = ", ".join(
            f"{pot.value} {format_pence(held['available_pence'])}"
            for pot, held in balances(round).pots.items()
        )
        self.say(
            f"{format_pence(moved.amount_pence)} moved from {options['source']} to "
            f"{options['target']}{when_words(options['on'])}. Available: {left}."
        )
