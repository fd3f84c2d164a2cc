"""A batch as the file that the council's payment system takes in."""

import csv
import io
from collections.abc import Sequence

from base.writing import csv_text
from monitoring.models import PaymentLine
from ui.money import to_pounds

COLUMNS = (
    "Payment reference",
    "Supplier number",
    "Payee",
    "Amount",
    "Narrative",
    "Type",
    "Cost centre",
    "Account code",
)
MOST_NARRATIVE = 100
"""What a payment system shows of it."""


def batch_file(lines: Sequence[PaymentLine], total_pence: int) -> str:
    """The CSV: a line for each payment, and a last one with how many they are and their sum.

    An internal award is a journal with its cost centre and account code, and no supplier. A text that
    begins like a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([csv_text(_plain(value)) for value in _values(line)])
    count = f"{len(lines)}"
    writer.writerow(["Control total", "", count, f"{to_pounds(total_pence):.2f}", "", "", "", ""])
    return out.getvalue()


def _values(line: PaymentLine) -> list[str]:
    award = line.claim.award
    bid = award.bid
    narrative = f"{bid.round.code} claim {line.claim.number} {bid.project}"
    internal = award.internal
    return [
        line.reference,
        "" if internal else line.supplier_number,
        bid.organisation.name,
        f"{to_pounds(line.amount_pence):.2f}",
        narrative[:MOST_NARRATIVE],
        "journal" if internal else "payment",
        award.cost_centre if internal else "",
        award.account_code if internal else "",
    ]


def _plain(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
