"""``import_decisions ROUND FILE.xlsx --by EMAIL``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from awards.answers import import_decisions
from base.commands import read_file
from rounds.commands import RecordCommand, find_round, when_words, who
from ui.money import format_pence


class Command(RecordCommand):
    help = (
        "Record the PCC's answers from the submission they sent back: approves (and commits the money), "
        "declines, queries. Give the decision maker with --by. All of it, or nothing and the faults."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.xlsx", help="the submission as it came back")

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        done = import_decisions(
            round=round,
            name=Path(options["file"]).name,
            content=read_file(options["file"]),
            by=who(round, options["by"]),
            at=options["on"],
        )
        total = format_pence(sum(award.amount_pence for award in done.approved))
        self.say(
            f"{len(done.approved)} approved for {total}, {len(done.declined)} declined, "
            f"{len(done.queried)} queried{when_words(options['on'])}; {done.unchanged} unchanged."
        )
        for award in done.approved:
            self.say(f"  {award.bid.reference}  approved  {format_pence(award.amount_pence)}")
        for bid in done.declined:
            self.say(f"  {bid.reference}  declined")
        for bid in done.queried:
            self.say(f"  {bid.reference}  queried: the officers were told")
        for line in done.reported:
            self.say(f"  {line}")
