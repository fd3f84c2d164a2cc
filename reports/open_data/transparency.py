"""The grants table of the Local Government Transparency Code 2015, as CSV.

It lists grants to voluntary, community and social enterprise organisations. UTF-8 with a byte order mark,
which Excel needs to read it right; amounts are plain numbers of pounds.
"""

from collections.abc import Iterable

from base.writing import csv_table
from reports.open_data.grants import Grant, Recipient
from reports.wording import one_line
from ui.money import to_pounds

COLUMNS = (
    "Date the grant was awarded",
    "Time period for which the grant has been given",
    "Local authority department which awarded the grant",
    "Beneficiary",
    "Beneficiary’s registration number",
    "Summary of the purpose of the grant",
    "Amount (£)",
)


def table(grants: Iterable[Grant]) -> bytes:
    """The table of grants, the recipients that the Code asks for alone."""
    voluntary = (grant for grant in grants if grant.recipient.is_voluntary)
    return csv_table(COLUMNS, map(_row, voluntary))


def _row(grant: Grant) -> list[str]:
    partnership = grant.round.partnership
    return [
        grant.awarded_on.isoformat(),
        _period(grant),
        f"{one_line(partnership.authority)}, community safety ({one_line(partnership.name)})",
        grant.recipient.name,
        _registration(grant.recipient),
        one_line(f"{grant.title}: {grant.description}"),
        f"{to_pounds(grant.awarded_pence):.2f}",
    ]


def _period(grant: Grant) -> str:
    if grant.starts_on and grant.ends_on:
        return f"{grant.starts_on.isoformat()} to {grant.ends_on.isoformat()}"
    return ""


def _registration(recipient: Recipient) -> str:
    numbers = []
    if recipient.charity_number:
        numbers.append(f"Charity {recipient.charity_number}")
    if recipient.company_number:
        numbers.append(f"Company {recipient.company_number}")
    return ", ".join(numbers)
