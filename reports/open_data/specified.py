"""The grants table that police and crime commissioners publish, with the reasons for each grant.

The Elected Local Policing Bodies (Specified Information) Order 2011 asks for the recipient of each grant, what
it is for, its conditions, its amount, and why it was made. Grants to public bodies stand in it too.
"""

from collections.abc import Iterable

from awards.conditions import conditions, repayment_terms
from base.writing import csv_table
from reports.open_data.grants import Grant
from reports.wording import one_line, sentence
from rounds.models import Owner
from ui.money import to_pounds

COLUMNS = (
    "Reference",
    "Recipient",
    "Purpose of the grant",
    "Conditions",
    "Amount (£)",
    "Date awarded",
    "Reasons",
)


def table(grants: Iterable[Grant]) -> bytes:
    """The table as CSV."""
    return csv_table(COLUMNS, map(row, grants))


def row(grant: Grant) -> list[str]:
    """What the table says of a grant."""
    return [
        grant.reference,
        grant.recipient.name,
        one_line(f"{grant.title}: {grant.description}"),
        " ".join(conditions_of(grant)),
        f"{to_pounds(grant.awarded_pence):.2f}",
        grant.awarded_on.isoformat(),
        reasons(grant),
    ]


def reasons(grant: Grant) -> str:
    """Why a grant was made: what it serves, how it was asked for, and what the decision says."""
    served = [f"{title} ({_whose(grant, owner)})" for owner, _code, title in grant.priorities]
    words = []
    if served:
        words.append(f"It serves: {'; '.join(served)}.")
    if grant.awarded_pence < grant.requested_pence:
        words.append("A part of what was asked for was awarded.")
    words += map(sentence, grant.reasons)
    return " ".join(words)


def conditions_of(grant: Grant) -> list[str]:
    """Its own conditions, the round's, and when it is paid back."""
    return [*own_conditions(grant), *conditions(grant.round), *repayment_terms(grant.round)]


def own_conditions(grant: Grant) -> list[str]:
    """Those of this grant alone."""
    return [one_line(line) for line in grant.special_conditions.splitlines() if line.strip()]


def _whose(grant: Grant, owner: str) -> str:
    return grant.round.funder.short_name if owner == Owner.PCC else grant.round.partnership.name
