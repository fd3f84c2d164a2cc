"""``agreement ROUND [--json]``."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.core.management.base import CommandParser

from base.commands import PlainCommand
from rounds.commands import add_round, find_round
from rounds.models import Pot
from scoring.panel_agreement import Alphas, alphas, read_sheet


class Command(PlainCommand):
    help = (
        "Show how well the panel agreed: Krippendorff's alpha (ordinal) over the submitted bids of the "
        "main route that failed no gate. 1 is full agreement, 0 what chance would give."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument("--json", action="store_true", help="as JSON, to 4 places")

    def run(self, **options: Any) -> None:
        found = alphas(read_sheet(find_round(options["round"]), Pot.MAIN))
        if options["json"]:
            self.say(json.dumps(_document(found), indent=2))
            return
        for line in _lines(found):
            self.say(line)


def _document(found: Alphas) -> dict[str, Any]:
    criteria = {code: _rounded(one) for code, one in found.by_criterion.items()}
    return {"alpha": _rounded(found.overall), "criteria": criteria}


def _rounded(found: Fraction | None) -> float | None:
    return None if found is None else float(round(found, 4))


def _lines(found: Alphas) -> Iterator[str]:
    for name, one in {"overall": found.overall, **found.by_criterion}.items():
        yield f"{'cannot be told' if one is None else f'{float(round(one, 4)):.4f}':>14}  {name}"
