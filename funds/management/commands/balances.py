"""``balances ROUND [--json]``."""

import json
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from funds.balances import balances
from rounds.commands import add_round, find_round
from ui.money import format_pence

COLUMNS = ("allocation", "committed", "paid", "available", "returned")


class Command(PlainCommand):
    help = "Show what each pot of a round has: allocation, committed, paid, available, returned."

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument("--json", action="store_true", help="as JSON, in pence")

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        now = balances(round)
        if options["json"]:
            document = {"round": round.code, "pots": now.pots, "cash_pence": now.cash_pence}
            self.say(json.dumps(document, indent=2))
            return
        self.say(f"{'pot':<10}" + "".join(f"{column:>14}" for column in COLUMNS))
        for pot, balance in now.pots.items():
            pence = {name.removesuffix("_pence"): value for name, value in balance.items()}
            cells = "".join(f"{format_pence(int(str(pence[column]))):>14}" for column in COLUMNS)
            self.say(f"{pot.value:<10}{cells}")
        self.say(f"cash in hand: {format_pence(now.cash_pence)}")
