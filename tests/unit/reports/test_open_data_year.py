"""What is published of a year: the standard's CSV, grants with reasons, and what a hold keeps back."""

import csv
import io
from typing import Any

from django.utils import timezone

from awards.actions import approve
from bids.models import Bid, HistoryRow
from reports.open_data import flat, specified
from reports.open_data.grants import gather
from reports.open_data.naming import A_PERSON
from reports.open_data.outcomes import by_area
from reports.open_data.personal_data import REMOVED
from reports.open_data.publishing import open_data
from reports.open_data.threesixty import year_package
from reports.open_data.year import FILES, find_year, years
from tests.cast import DECIDED, Cast


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def change(bid: Bid, **fields: object) -> None:
    Bid.objects.filter(pk=bid.pk).update(**fields)


def unflattened(row: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    """A row of the CSV as the grant it was."""
    found: dict[str, Any] = {}
    for column, value in row.items():
        if not value:
            continue
        title, *inside = column.split(":")
        field = titles[title]
        if not inside:
            found[field] = value
            continue
        number, inner = inside
        parts = found.setdefault(field, [])
        while len(parts) <= int(number):
            parts.append({})
        parts[int(number)][inner] = value
    return found


def test_the_csv_holds_what_the_json_does(cast: Cast) -> None:
    bid = cast.paid(500_000, paid_pence=120_050)
    change(bid, area="High Street; Shepway")
    year = find_year(cast.round.partnership.code, cast.round.financial_year)
    assert year
    package = year_package(year.year, year.grants.published)
    [row] = rows(flat.table(package))
    [grant] = package["grants"]
    titles = {title: field for field, title in flat.TITLES.items()}
    back = unflattened(row, titles)
    assert back.keys() == grant.keys()
    for field, value in grant.items():
        if isinstance(value, list):
            assert [sorted(map(str, part.values())) for part in value] == [
                sorted(part.values()) for part in back[field]
            ]
        else:
            assert back[field] == str(value)
    assert row["Beneficiary Location:1:Name"] == "Shepway"
    assert row["Amount Disbursed"] == "1200.5"


def test_each_grant_has_its_reasons(cast: Cast) -> None:
    bid = cast.approved(500_000)
    note = HistoryRow.objects.get(bid=bid, transition="approve").note
    assert note is None or "Import" not in note.text
    [row] = rows(specified.table(gather(cast.round).published))
    assert row["Recipient"] == bid.organisation.name
    assert row["Amount (£)"] == "5000.00"
    assert row["Reasons"].startswith("It serves: ")
    assert row["Conditions"]


def test_the_file_that_brought_a_decision_is_no_reason(cast: Cast) -> None:
    approve(
        bid=cast.sifted(),
        amount_pence=400_000,
        by=cast.decision_maker,
        at=DECIDED,
        reason="Good value (for once). (Import of Zoe’s answers (2).xlsx)",
    )
    [row] = rows(specified.table(gather(cast.round).published))
    assert row["Reasons"].endswith(" Good value (for once).")


def test_an_internal_award_is_left_out_of_all_but_the_pccs_table(cast: Cast) -> None:
    bid = cast.approved()
    bid.award.internal = True
    bid.award.save()
    found = gather(cast.round)
    assert (found.published, found.left_out) == ((), (bid.reference,))
    year = find_year(cast.round.partnership.code, cast.round.financial_year)
    assert year
    assert FILES["360giving.json"].write(year) is None
    table = FILES["specified-information.csv"].write(year)
    assert table
    assert bid.reference in table.decode()


def test_what_a_hold_keeps_back_is_published_nowhere(cast: Cast) -> None:
    partnership = cast.round.partnership
    partnership.hold_from = timezone.now()
    partnership.hold_until = timezone.now().date().replace(year=timezone.now().year + 1)
    partnership.save()
    bid = cast.approved()
    year = find_year(partnership.code, cast.round.financial_year)
    assert year
    assert year.grants.published == ()
    assert by_area(year.rounds) == []
    assert years() == []
    for file in FILES.values():
        assert bid.reference.encode() not in (file.write(year) or b"")
    assert gather(cast.round).published  # the officer's own files have it


def test_a_year_is_listed_once_it_has_an_award(cast: Cast) -> None:
    assert years() == []
    cast.approved()
    [one] = years()
    assert one.year == cast.round.financial_year
    assert find_year("nowhere", cast.round.financial_year) is None
    assert find_year(cast.round.partnership.code, "1999-00") is None


def test_a_round_that_is_not_published_is_not_there(cast: Cast) -> None:
    cast.approved()
    type(cast.round).objects.update(published=False)
    assert years() == []
    assert find_year(cast.round.partnership.code, cast.round.financial_year) is None


def test_projects_stand_under_each_of_their_areas(cast: Cast) -> None:
    change(cast.monitored(100_000), area="Shepway; High Street", project="Two places")
    change(cast.monitored(100_000), area="Borough-wide", project="Everywhere")
    change(cast.monitored(100_000), area="", project="Nowhere said")
    areas = by_area([cast.round])
    assert [(area.name, [one.title for one in area.projects]) for area in areas] == [
        ("", ["Everywhere", "Nowhere said"]),
        ("High Street", ["Two places"]),
        ("Shepway", ["Two places"]),
    ]


def test_a_person_who_was_funded_is_not_named(cast: Cast) -> None:
    bid = cast.monitored()
    type(bid.organisation).objects.filter(pk=bid.organisation_id).update(kind="Sole trader")
    [area] = by_area([cast.round])
    assert [one.organisation for one in area.projects] == [A_PERSON]


def test_a_birth_is_taken_out(cast: Cast) -> None:
    bid = cast.approved()
    change(bid, summary="We helped Nora Batty, born 12 May 1961, and NHS number 943 476 5919.")
    for content in (open_data(cast.round).threesixty.decode(),):
        assert "1961" not in content
        assert "Nora" not in content
        assert "943 476 5919" not in content
        assert REMOVED in content
