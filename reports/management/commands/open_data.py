"""``open_data ROUND -o FOLDER``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from awards.hold import hold_ends
from base.commands import PlainCommand
from reports.open_data.publishing import file_names, more_names, publish
from reports.wording import count, verb
from rounds.commands import add_round, find_round
from ui.dates import format_moment


class Command(PlainCommand):
    help = (
        "Write a round's awards as open data: 360Giving (JSON) and the Local Government Transparency "
        "Code's table of grants (CSV). Awards to public bodies are left out, and no personal data is in "
        "either file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument(
            "-o", "--output", required=True, metavar="FOLDER", help="made where it is missing"
        )

        parser.add_argument(
            "--all",
            action="store_true",
            help="360Giving as CSV too, and the grants with their reasons",
        )

    def run(self, **options: Any) -> None:
        round, folder = find_round(options["round"]), options["output"]
        grants = publish(round, folder, every=options["all"]).grants
        table = sum(grant.recipient.is_voluntary for grant in grants.published)
        giving, transparency = (Path(folder, name) for name in file_names(round))
        if ends := hold_ends(round.partnership):
            self.stderr.write(
                f"A publicity hold is on: keep these files to yourself until {format_moment(ends)}. "
                f"({round.partnership.hold_reason})"
            )
        self.say(f"{giving}: {count(len(grants.published), 'grant')} in the 360Giving standard.")
        self.say(
            f"{transparency}: {count(table, 'grant')} to voluntary and community organisations."
        )
        if options["all"]:
            more = ", ".join(str(Path(folder, name)) for name in more_names(round))
            self.say(f"{more}: the same as CSV, and every grant with its reasons.")
        if grants.left_out:
            number = len(grants.left_out)
            self.say(
                f"{count(number, 'award')} to public bodies or persons {verb(number, 'is', 'are')} left "
                f"out: {', '.join(grants.left_out)}."
            )
