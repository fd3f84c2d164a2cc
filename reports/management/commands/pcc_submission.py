"""``pcc_submission ROUND [--route tactical] [--draft] -o FILE.xlsx``."""

from typing import Any

from django.core.management.base import CommandParser

from base.files import write_whole
from base.verbs import verb
from people.permissions import Permission, require
from reports.submission import draft, send
from rounds.commands import RecordCommand, find_round, who
from rounds.models import Pot


class Command(RecordCommand):
    help = "Write the submission to the PCC's office, and keep a frozen copy with its checksum."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--route",
            choices=Pot.values,
            default=Pot.MAIN.value,
            help="whose proposals (default: main)",
        )
        parser.add_argument(
            "--draft", action="store_true", help="write a copy marked DRAFT and freeze nothing"
        )
        parser.add_argument(
            "-o", "--output", required=True, metavar="FILE.xlsx", help="the file to write"
        )

    @verb
    def run(self, **options: Any) -> None:
        round, route, path = find_round(options["round"]), Pot(options["route"]), options["output"]
        by = who(round, options["by"])
        require(by, Permission.SEND_SUBMISSION, round.partnership)
        if options["draft"]:
            write_whole(path, draft(round, route))
            self.say(f"{path}: a DRAFT of the {route.value} proposals. Nothing was frozen.")
            return
        sent = send(round=round, route=route, by=by, at=options["on"])
        write_whole(path, bytes(sent.file))
        self.say(
            f"{path}: {route.value} proposals, version {sent.version}, "
            f"{len(sent.content['proposals'])} proposed or on reserve, "
            f"{len(sent.content['not_proposed'])} not proposed."
        )
        self.say(f"Checksum {sent.checksum}")
