"""``statement ROUND [--as-at DATE] [--json]``."""

import json
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from funds.statement import Line, Statement, statement
from rounds.commands import add_as_at, add_round, find_round
from rounds.models import Round
from ui.dates import format_date
from ui.money import format_pence

COLUMNS = ("committed", "paid", "recovered", "released", "returned", "available")


class Command(PlainCommand):
    help = (
        "Show what a round received, committed, paid, recovered, released and returned: in all, "
        "by pot and by award. Committed counts what is paid too; paid is net of recoveries. What the "
        "funder sends is for the whole round, so nothing is received for one pot or award alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        add_as_at(parser)
        parser.add_argument("--json", action="store_true", help="as JSON, in pence")

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        found = statement(round, options["as_at"])
        if options["json"]:
            self.say(json.dumps(document(round, found), indent=2))
            return
        when = f" as at {format_date(found.as_at)}" if found.as_at else ""
        self.say(f"{round.code}{when}: received {format_pence(found.received)}")
        self.say(f"{'':<14}" + "".join(f"{column:>13}" for column in COLUMNS))
        lines = {"all": found.total, **{p.value: line for p, line in found.pots.items()}}
        for name, line in {**lines, **found.awards}.items():
            cells = "".join(f"{format_pence(getattr(line, column)):>13}" for column in COLUMNS)
            self.say(f"{name:<14}{cells}")


def document(round: Round, found: Statement) -> dict[str, Any]:
    """The statement as JSON, in pence: the same keys in all, by pot and by award, each a whole number.

    An instalment is for the whole round: of a pot or an award ``received`` is 0, and only the whole has
    received some.
    """
    return {
        "round": round.code,
        "as_at": found.as_at.isoformat() if found.as_at else None,
        "received": found.received,
        **_amounts(found.total),
        "cash": found.cash,
        "pots": {pot.value: {"received": 0, **_amounts(line)} for pot, line in found.pots.items()},
        "awards": {key: {"received": 0, **_amounts(line)} for key, line in found.awards.items()},
    }


def _amounts(line: Line) -> dict[str, int]:
    return {column: getattr(line, column) for column in COLUMNS}
