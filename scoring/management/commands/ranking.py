"""``ranking ROUND [--json]``."""

import json
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from rounds.commands import add_round, find_round
from scoring.presenters import ranking_document, ranking_lines
from scoring.standings import standings


class Command(PlainCommand):
    help = "Show the ranking: main route first, each by rank; bids that failed a gate come last."

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument("--json", action="store_true", help="as JSON, amounts in pence")

    def run(self, **options: Any) -> None:
        found = standings(find_round(options["round"]))
        if options["json"]:
            self.say(json.dumps(ranking_document(found), indent=2, ensure_ascii=False))
            return
        for line in ranking_lines(found):
            self.say(line)
