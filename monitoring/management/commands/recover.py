"""``recover REFERENCE AMOUNT``."""

from typing import Any

from funds.statement import statement
from monitoring.actions import recover
from monitoring.commands import AwardCommand, find_award
from people.roles import FINANCE
from rounds.commands import when_words, who
from ui.money import format_pence


class Command(AwardCommand):
    help = "Take back money that was paid under an award and not spent."

    def run(self, **options: Any) -> None:
        award = find_award(options["reference"])
        recover(
            award=award,
            amount_pence=options["amount"],
            by=who(award.bid.round, options["by"], FINANCE.name),
            reason=options["reason"] or "Recovered",
            at=options["on"],
        )
        line = statement(award.bid.round).awards[award.bid.reference]
        self.say(
            f"{format_pence(options['amount'])} recovered from {award.bid.reference}"
            f"{when_words(options['on'])}. Paid, net: {format_pence(line.paid)}. "
            f"Committed and not paid: {format_pence(line.available)}."
        )
