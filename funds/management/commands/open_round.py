"""``open_round FILE.toml``."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand, read_file
from base.verbs import verb
from funds.actions import open_books
from funds.balances import balances
from people.roles import ADMINISTRATOR
from rounds.actions import save_round
from rounds.commands import add_by, add_on, who
from rounds.models import Round
from rounds.roundfile import RoundFile, read_round_file
from ui.money import format_pence


@verb
def open_round(*, file: RoundFile, by: str | None = None, at: datetime | None = None) -> Round:
    """Make or update the round and its people, and allocate its pots, all or nothing."""
    round = save_round(file=file, by=by, at=at)
    open_books(round=round, pots=file.pots, by=who(round, by), at=at)
    return round


class Command(PlainCommand):
    help = (
        "Create or update a round and its people from its file (TOML), and allocate its two pots."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.toml", help="the round's file")
        add_on(parser)
        add_by(parser)

    def run(self, **options: Any) -> None:
        name = Path(options["file"]).name
        file = read_round_file(read_file(options["file"]), name)
        round = open_round(file=file, by=options["by"], at=options["on"])
        pots = ", ".join(
            f"{pot.value} {format_pence(balance['allocation_pence'])}"
            for pot, balance in balances(round).pots.items()
        )
        self.say(f"{round.code}: {round.title}, {format_pence(round.allocation_pence)} ({pots}).")
        self.say(f"{round.people.count()} people, {round.priorities.count()} priorities.")
        partnership = round.partnership
        if not partnership.memberships.filter(role=ADMINISTRATOR.name).exists():
            self.say(
                f"The {partnership} has no administrator, who invites people and changes roles. "
                f"Name one: add_administrator {partnership.code} EMAIL"
            )
