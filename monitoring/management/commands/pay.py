"""``pay REFERENCE AMOUNT``."""

from typing import Any

from django.core.management.base import CommandParser

from funds.statement import statement
from monitoring.actions import pay
from monitoring.commands import AwardCommand, find_award
from monitoring.payments.references import next_reference
from people.roles import FINANCE
from rounds.commands import when_words, who
from ui.money import format_pence


class Command(AwardCommand):
    help = "Pay part of an award whose agreement is accepted."

    def add_place(self, parser: CommandParser) -> None:
        super().add_place(parser)
        parser.add_argument(
            "--reference",
            dest="reference_text",
            metavar="TEXT",
            help="the payment's reference (default: the bid's, with a number)",
        )

    def run(self, **options: Any) -> None:
        award = find_award(options["reference"])
        reference = options["reference_text"] or next_reference(award)
        pay(
            award=award,
            amount_pence=options["amount"],
            reference=reference,
            by=who(award.bid.round, options["by"], FINANCE.name),
            at=options["on"],
        )
        line = statement(award.bid.round).awards[award.bid.reference]
        self.say(
            f"{format_pence(options['amount'])} paid to {award.bid.reference} under {reference}"
            f"{when_words(options['on'])}. Paid, net: {format_pence(line.paid)}. "
            f"Committed and not paid: {format_pence(line.available)}."
        )
