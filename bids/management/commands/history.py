"""``history REFERENCE [--json]``."""

import json
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from base.errors import Refused
from bids.models import Bid
from ui.dates import format_moment, in_london


class Command(PlainCommand):
    help = "Show everything that happened to a bid, in the order in which it was recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REFERENCE", help="such as SMP19-001")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def run(self, **options: Any) -> None:
        bid = Bid.objects.filter(reference__iexact=options["reference"]).first()
        if bid is None:
            raise Refused(f"There is no bid {options['reference']}.")
        rows = list(bid.history.select_related("by", "note"))
        if options["json"]:
            document = [
                {
                    "from": row.from_state,
                    "to": row.to_state,
                    "transition": row.transition,
                    "by": row.by.email,
                    "at": in_london(row.at).isoformat(),
                    "recorded_at": in_london(row.recorded_at).isoformat(),
                    "reason": row.reason,
                }
                for row in rows
            ]
            self.say(json.dumps(document, indent=2, ensure_ascii=False))
            return
        self.say(f"{bid.reference}  {bid.organisation}: {bid.project}")
        for row in rows:
            self.say(
                f"  {format_moment(row.at)}: {row.to_state} ({row.transition}), {row.by.email}"
            )
            if row.reason:
                self.say(f"      {row.reason}")
