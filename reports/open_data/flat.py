"""360Giving as a spreadsheet: a row for each grant, under the standard's own titles of its fields.

Of what a grant may have several of, such as places, each stands in columns of its own, numbered from 0 as the
standard's tools read them: ``Beneficiary Location:0:Name``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from base.writing import csv_table
from reports.open_data.threesixty import Package

TITLES = {
    "id": "Identifier",
    "title": "Title",
    "description": "Description",
    "currency": "Currency",
    "amountAppliedFor": "Amount Applied For",
    "amountAwarded": "Amount Awarded",
    "amountDisbursed": "Amount Disbursed",
    "awardDate": "Award Date",
    "plannedDates": "Planned Dates",
    "recipientOrganization": "Recipient Org",
    "fundingOrganization": "Funding Org",
    "beneficiaryLocation": "Beneficiary Location",
    "grantProgramme": "Grant Programme",
    "classifications": "Classifications",
    "fromOpenCall": "From An Open Call?",
    "dateModified": "Last Modified",
    "startDate": "Start Date",
    "endDate": "End Date",
    "name": "Name",
    "code": "Code",
    "countryCode": "Country Code",
    "charityNumber": "Charity Number",
    "companyNumber": "Company Number",
    "vocabulary": "Vocabulary",
}
"""The standard's title of each field, and of each field of what stands inside one."""
INSIDE = {"id": "Identifier", "title": "Title"}


def table(package: Package) -> bytes:
    """The grants of a package as CSV."""
    rows = [dict(_cells(grant)) for grant in package["grants"]]
    columns = sorted({column for row in rows for column in row}, key=_place)
    return csv_table(columns, ([row.get(column) for column in columns] for row in rows))


def _cells(grant: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for field, value in grant.items():
        title = TITLES[field]
        if not isinstance(value, list):
            yield title, value
            continue
        for number, part in enumerate(value):
            for inner, said in part.items():
                yield f"{title}:{number}:{INSIDE.get(inner) or TITLES[inner]}", said


def _place(column: str) -> tuple[int, int, int]:
    """Where a column stands: by field, then by number, then by the field inside."""
    order = list(TITLES.values())
    title, *inside = column.split(":")
    if not inside:
        return order.index(title), 0, 0
    number, inner = inside
    return order.index(title), int(number), order.index(inner)
