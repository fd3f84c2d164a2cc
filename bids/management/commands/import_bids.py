"""``import_bids ROUND FILE.xlsx``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from base.commands import read_file
from bids.workbook import import_bids
from rounds.commands import RecordCommand, find_round, when_words, who
from ui.money import format_pence


class Command(RecordCommand):
    help = (
        "Bring the bids of a workbook in as submitted. All of them, or none and a list of faults."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.xlsx", help="the bids workbook")

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        done = import_bids(
            round=round,
            name=Path(options["file"]).name,
            content=read_file(options["file"]),
            by=who(round, options["by"]),
            at=options["on"],
        )
        total = format_pence(sum(bid.requested_pence or 0 for bid in done.new))
        self.say(
            f"{len(done.new)} bids for {total} brought in{when_words(options['on'])}; "
            f"{len(done.unchanged)} were here already, unchanged."
        )
        for bid in done.new:
            self.say(f"  {bid.reference}  {bid.organisation}: {bid.project}")
