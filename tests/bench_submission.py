"""How long a large submission takes to write, and in how much memory: a part of ``make bench``.

It runs in a process of its own, or the memory would be that of everything else that is timed.
"""

import io
import resource
import sys
from time import perf_counter
from typing import Any

from tests.bench import BIDS, best_of, set_up


def main() -> None:
    """Write it our way, see the memory, then write the same cells the bare way beside it."""
    set_up()
    from reports.submission.sheets import workbook

    content, edition = made(BIDS), made_edition()
    start = perf_counter()
    size = len(workbook(content, edition))
    first = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ours, plain = best_of(lambda: workbook(content, edition), lambda: bare(content))
    said = [
        f"The submission of {BIDS:,} bids, {size / 1024 / 1024:.1f} MB",
        f"  the same cells by a bare openpyxl script        {plain:7.2f} s",
        f"  the submission                                 {ours:7.2f} s  ({ours / plain:.1f} times)",
        f"  the first time, the whole process at its most  {first:7.2f} s, {peak:.0f} MB",
    ]
    sys.stdout.write("\n".join([*said, ""]))


def made(count: int) -> dict[str, Any]:
    """The content of a submission of so many bids."""
    rows = [
        {
            "Rank": number,
            "Reference": f"B{number:05d}",
            "Organisation": f"Organisation of bid {number}",
            "Project": f"A project for safer streets, number {number}",
            "PCC priorities": "PCC1;PCC2",
            "Partnership priorities": "CSP1",
            "Score": f"{100 - number / 101:.2f}",
            "Requested": 500_000 + number,
            "Recommended": 500_000 + number if number <= count // 2 else 0,
            "Running total": 500_000 * min(number, count // 2),
            "Start date": "2019-04-29",
            "End date": "2020-03-31",
            "Outcomes": f"{number} people are safer, " + "and say so when they are asked. " * 6,
        }
        for number in range(1, count + 1)
    ]
    return {
        "round": "bench",
        "title": "A large round",
        "financial_year": "2019-20",
        "partnership": "The partnership",
        "funder": "The commissioner",
        "route": "main",
        "allocation_pence": 10**10,
        "threshold": "55.00",
        "priorities": [
            {"owner": "pcc", "code": "PCC1", "title": "Put victims first", "lead": ""},
        ],
        "proposals": rows,
        "not_proposed": [],
        "failed": [],
        "withdrawn": [],
    }


def made_edition() -> Any:
    """A draft of it."""
    from django.utils import timezone

    from funds.balances import Balances, pot_balance
    from reports.submission.heading import Edition
    from rounds.models import Pot

    pots = {pot: pot_balance(available=10**10, committed=0, paid=0, returned=0) for pot in Pot}
    return Edition(
        version="DRAFT",
        checksum="0" * 64,
        at=timezone.now(),
        by=None,
        money=Balances(pots=pots, cash_pence=0),
    )


def bare(content: dict[str, Any]) -> bytes:
    """The proposals' cells as the shortest script would write them: no style, width or anything."""
    from openpyxl import Workbook

    from awards.answers import OUR_COLUMNS, PROPOSALS
    from reports.submission.sheets import cell_value

    book = Workbook(write_only=True)
    sheet = book.create_sheet(PROPOSALS)
    columns = OUR_COLUMNS[PROPOSALS]
    sheet.append(columns)
    for row in content["proposals"]:
        sheet.append([cell_value(column, row[column]) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
