"""``optimise ROUND [--route tactical] [--json]``."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from base.errors import Refused
from rounds.commands import add_round, find_round
from rounds.models import Pot
from scoring.optimiser import Limits
from scoring.optimum import Comparison, compare, read_field
from scoring.optimum_words import differences
from scoring.ranking import show
from ui.money import format_pence


class Command(PlainCommand):
    help = (
        "Find the bids with the highest total score that the pot can pay for in full, and say where "
        "they differ from rank order. It decides nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument(
            "--route", choices=Pot.values, default=Pot.MAIN, help="the route (default: main)"
        )
        parser.add_argument(
            "--cover-priorities",
            action="store_true",
            help="each priority that any of the bids serves must be served",
        )
        parser.add_argument(
            "--most-per-organisation",
            type=int,
            metavar="N",
            help="no organisation may have more bids than this",
        )
        parser.add_argument("--json", action="store_true", help="as JSON, amounts in pence")

    def run(self, **options: Any) -> None:
        most = options["most_per_organisation"]
        if most is not None and most < 1:
            raise Refused("Give a whole number of 1 or more to --most-per-organisation.")
        field = read_field(find_round(options["round"]), Pot(options["route"]))
        cover = field.priorities if options["cover_priorities"] else frozenset()
        found = compare(field, Limits(cover=cover, most_per_organisation=most))
        if options["json"]:
            self.say(json.dumps(_document(found), indent=2))
            return
        for line in _lines(found):
            self.say(line)


def _document(found: Comparison) -> dict[str, Any]:
    return {
        "references": sorted(found.best.amounts),
        "spent_pence": found.best.spent_pence,
        "total_score": show(found.best.total),
    }


def _lines(found: Comparison) -> Iterator[str]:
    best, pot = found.best, format_pence(found.field.pot_pence)
    yield f"The best set within {pot}: {format_pence(best.spent_pence)}, scoring {show(best.total)} in all."
    for one in found.field.contenders:
        if one.reference in best.amounts:
            mark = "+" if one.reference in found.only_best else " "
            yield f" {mark} {one.reference:<11}{show(one.score):>6}  {format_pence(one.requested_pence):>11}"
    in_order = format_pence(sum(found.in_order.values()))
    yield f"Rank order funds {in_order}, scoring {show(found.total_in_order)} in all."
    yield from differences(found)
    if found.field.lacking:
        yield f"Left out, because gates or scores are missing: {', '.join(found.field.lacking)}."
