"""``committee_report ROUND [--appendix] -o FILE.docx``."""

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from base.commands import PlainCommand
from base.files import write_whole
from reports.committee.content import report_of
from reports.committee.house_style import style_of
from reports.committee.report import write_report
from reports.wording import count, listing
from rounds.commands import add_round, find_round


class Command(PlainCommand):
    help = (
        "Write the September report to the committee as a Word file: the projects commissioned and the "
        "progress made. Changes nothing in the records."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument(
            "--appendix",
            action="store_true",
            help="write the appendix of commissioned projects alone, for a wider update",
        )
        parser.add_argument("-o", "--output", required=True, metavar="FILE.docx")

    def run(self, **options: Any) -> None:
        round, path = find_round(options["round"]), options["output"]
        report, style = report_of(round), style_of(round.partnership)
        content = write_report(report, appendix_only=options["appendix"], style=style)
        with transaction.atomic():
            write_whole(path, content)
        what = "appendix of commissioned projects" if options["appendix"] else "committee report"
        self.say(f"{path}: the {what} of {round.title}.")
        unsigned = sum(not row.signed for row in report.implications)
        left = [*report.missing, *([count(unsigned, "sign-off")] if unsigned else [])]
        if left and not options["appendix"]:
            self.say(f"Still to be entered, marked in yellow: {listing(left)}.")
