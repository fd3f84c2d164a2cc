"""``import_returns ROUND FILE.xlsx``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from base.commands import read_file
from monitoring.workbook import import_returns
from people.roles import FINANCE
from rounds.commands import RecordCommand, find_round, when_words, who
from ui.money import format_pence


class Command(RecordCommand):
    help = "Take agreements as accepted, and bring returns and payments in. All, or none and the faults."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.xlsx", help="the returns workbook")
        parser.add_argument(
            "--finance",
            metavar="EMAIL",
            help="who makes the payments (default: the first finance person in the round's file)",
        )

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        done = import_returns(
            round=round,
            name=Path(options["file"]).name,
            content=read_file(options["file"]),
            by=who(round, options["by"]),
            finance=who(round, options["finance"], FINANCE.name),
            at=options["on"],
        )
        paid = format_pence(sum(payment.movement.amount_pence for payment in done.payments))
        self.say(
            f"{done.accepted} agreements accepted, {len(done.returns)} returns, "
            f"{len(done.payments)} payments for {paid}{when_words(options['on'])}; "
            f"{done.unchanged} rows were here already, unchanged."
        )
        for line in done.reported:
            self.say(f"  {line}")
