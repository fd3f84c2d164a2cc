"""Which organisation a row of a workbook means: by charity number, else company number, else name."""

from collections.abc import Iterator

from base.cells import squeeze
from base.workbooks import Row
from people.models import Organisation
from people.organisations import likenesses

COLUMNS = {
    "Charity number": "charity_number",
    "Company number": "company_number",
    "Organisation": "name",
}
"""What identifies an organisation, the strongest first."""

NUMBERS = ("Charity number", "Company number")
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
    for column in NUMBERS:
        if row[column] and not getattr(found, COLUMNS[column]):
            setattr(found, COLUMNS[column], row[column])
            found.save(update_fields=[COLUMNS[column]])
    return found


def clashes(row: Row) -> Iterator[tuple[str, str]]:
    """Where a row contradicts the organisations that are here: the column, and what is wrong."""
    found = next(_candidates(row), None)
    for column in NUMBERS if found else ():
        number, known = row[column], getattr(found, COLUMNS[column])
        if number and known not in ("", number):
            yield column, f"{found} is already here with {known}"
        for other in Organisation.objects.filter(**{COLUMNS[column]: number or None}):
            if other != found:
                yield column, f"{number} is the number of {other}, and the row means {found}"


def _candidates(row: Row) -> Iterator[Organisation]:
    for like in likenesses(row["Organisation"], row["Charity number"], row["Company number"]):
        if not like.may_be_another:
            yield like.organisation


def contradictions(rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    """Rows that mean one organisation and say different things of it: row, column, what is wrong."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        for column in COLUMNS:
            for detail in DETAILS:
                if not row[column] or not row[detail]:
                    continue
                earlier = first.setdefault((column, squeeze(row[column]), detail), row)
                mine, theirs = row[detail], earlier[detail]
                if squeeze(mine) != squeeze(theirs):
                    wrong = (
                        f"“{mine}” here and “{theirs}” in row {earlier.number} for one organisation"
                    )
                    yield row.number, detail, wrong
