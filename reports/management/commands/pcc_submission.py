"""``pcc_submission ROUND [--route tactical] [--draft] -o FILE.xlsx``."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from awards.agreements import agree, agreement
from awards.models import Submission
from base.errors import Refused
from base.files import write_whole
from people.permissions import Permission, require
from reports.submission.sending import draft, draft_covering, send
from rounds.commands import RecordCommand, find_round, who
from rounds.models import Pot
from ui.dates import format_date


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
        parser.add_argument(
            "--covering", metavar="FILE.docx", help="the report that goes with it, to write too"
        )
        agreed = parser.add_argument_group(
            "the partnership's agreement to these proposals (all three, or none)"
        )
        agreed.add_argument("--agreed-by", metavar="WHO", help="the body or person that agreed")
        agreed.add_argument("--agreed-on", type=_day, metavar="DATE", help="when, like 2019-03-26")
        agreed.add_argument("--minute", metavar="TEXT", help="the minute's number, or its words")

    def run(self, **options: Any) -> None:
        round, route, path = find_round(options["round"]), Pot(options["route"]), options["output"]
        by, report = who(round, options["by"]), options["covering"]
        require(by, Permission.SEND_SUBMISSION, round.partnership)
        given = {name: options[name] for name in ("agreed_by", "agreed_on", "minute")}
        if any(given.values()) and not all(given.values()):
            raise Refused("Give --agreed-by, --agreed-on and --minute together, or none of them.")
        if options["draft"]:
            made = draft(round, route), draft_covering(round, route) if report else b""
            with transaction.atomic():  # both, or neither
                write_whole(path, made[0])
                if report:
                    write_whole(report, made[1])
            self.say(f"{path}: a DRAFT of the {route.value} proposals. Nothing was frozen.")
            return

        def write(sent: Submission) -> None:
            if all(given.values()):
                agree(round=round, route=route, checksum=sent.checksum, by=by, **given)
            if report and sent.covering is None:
                raise Refused(f"Version {sent.version} was sent before covering reports were kept.")
            write_whole(path, bytes(sent.file))
            if report:
                write_whole(report, bytes(sent.covering or b""))

        sent = send(round=round, route=route, by=by, at=options["on"], then=write)
        self.say(
            f"{path}: {route.value} proposals, version {sent.version}, "
            f"{len(sent.content['proposals'])} proposed or on reserve, "
            f"{len(sent.content['not_proposed'])} not proposed."
        )
        self.say(f"Checksum {sent.checksum}")
        agreed = agreement(round, route, sent.checksum)
        self.say(
            f"Agreed by {agreed.agreed_by} on {format_date(agreed.agreed_on)}: {agreed.minute}"
            if agreed
            else "No agreement of the partnership to this version is recorded."
        )


def _day(text: str) -> date:
    """A day such as ``2019-03-26``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a date. Write it like 2019-03-26.") from None
