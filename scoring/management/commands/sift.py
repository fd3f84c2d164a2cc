"""``sift ROUND``."""

from typing import Any

from django.core.management.base import CommandParser

from bids.states import State
from rounds.commands import RecordCommand, find_round, when_words, who
from scoring.actions import sift
from scoring.presenters import ranking_lines
from scoring.standings import standings


class Command(RecordCommand):
    help = "Score, rank and recommend the submitted bids of both routes, and print the ranking."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--only", nargs="+", metavar="REFERENCE", help="sift these bids and leave the others"
        )

    def run(self, **options: Any) -> None:
        round = find_round(options["round"])
        moved = sift(
            round=round,
            by=who(round, options["by"]),
            at=options["on"],
            only=options["only"] and [reference.upper() for reference in options["only"]],
        )
        rejected = sum(bid.state == State.DECLINED for bid in moved)
        self.say(
            f"{len(moved) - rejected} bids sifted{when_words(options['on'])}, "
            f"{rejected} declined at a gate."
        )
        for line in ranking_lines(standings(round)):
            self.say(line)
