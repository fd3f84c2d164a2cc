"""Which organisation a row of a workbook means: by charity number, else company number, else name."""

from collections.abc import Iterator

from base.cells import squeeze
from base.workbooks import Row
from people.models import Organisation

COLUMNS = {
    "Charity number": "charity_number",
    "Company number": "company_number",
    "Organisation": "name",
}
"""What identifies an organisation, the strongest first."""

DETAILS = ("Organisation", "Organisation type", "Charity number", "Company number")


def match(row: Row) -> Organisation:
    """The organisation that a row means, made where it is new. Blank numbers are filled in."""
    found = next(_candidates(row), None)
    if found is None:
        return Organisation.objects.create(
            name=row["Organisation"],
            kind=row["Organisation type"],
            charity_number=row["Charity number"],
            company_number=row["Company number"],
        )
    for column in ("Charity number", "Company number"):
        if row[column] and not getattr(found, COLUMNS[column]):
            setattr(found, COLUMNS[column], row[column])
            found.save(update_fields=[COLUMNS[column]])
    return found


def _candidates(row: Row) -> Iterator[Organisation]:
    for column in ("Charity number", "Company number"):
        if row[column]:
            yield from Organisation.objects.filter(**{COLUMNS[column]: row[column]})
    for organisation in Organisation.objects.filter(name_key=squeeze(row["Organisation"])).order_by(
        "pk"
    ):
        if not any(
            row[column] and getattr(organisation, COLUMNS[column]) not in ("", row[column])
            for column in ("Charity number", "Company number")
        ):
            yield organisation


def contradictions(rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    """Rows that mean one organisation and say different things of it: row, column, what is wrong."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        for column in COLUMNS:
            if not row[column]:
                continue
            earlier = first.setdefault((column, squeeze(row[column])), row)
            for detail in DETAILS:
                mine, theirs = row[detail], earlier[detail]
                if mine and theirs and squeeze(mine) != squeeze(theirs):
                    wrong = (
                        f"“{mine}” here and “{theirs}” in row {earlier.number} for one organisation"
                    )
                    yield row.number, detail, wrong
