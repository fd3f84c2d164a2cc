"""``import_scores ROUND FILE.xlsx``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from base.commands import read_file
from rounds.commands import RecordCommand, find_round, when_words, who
from scoring.workbook import import_scores


class Command(RecordCommand):
    help = "Bring in the panel's interests, scores, agreed scores and gates. All, or none and the faults."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.xlsx", help="the scores workbook")

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        new = import_scores(
            round=round,
            name=Path(options["file"]).name,
            content=read_file(options["file"]),
            by=who(round, options["by"]),
            at=options["on"],
        )
        counts = ", ".join(f"{count} {what.lower()}" for what, count in new.items() if count)
        self.say(f"New{when_words(options['on'])}: {counts or 'nothing, all was here already'}.")
        for remark in new.remarks:
            self.say(remark)
