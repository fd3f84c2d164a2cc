"""Which organisation a row means: by charity number, else company number, else name."""

from typing import Any

import pytest

from bids.models import Bid
from people.models import Organisation
from tests.cast import Cast
from tests.unit.bids.test_workbook import bring_in, refusal
from tests.workbooks import bid_row, bids_workbook


def file(*rows: dict[str, Any]) -> bytes:
    """A workbook with a bid for each row's organisation."""
    return bids_workbook(
        *(
            bid_row(**({"reference": f"CSP19-{number:03d}", "charity_number": None} | row))
            for number, row in enumerate(rows, 1)
        )
    )


def known(name: str = "Youth Works", charity: str = "", company: str = "") -> Organisation:
    return Organisation.objects.create(
        name=name, kind="charity", charity_number=charity, company_number=company
    )


def meant(cast: Cast, **row: Any) -> Organisation:
    """The organisation of the bid that a row brings in."""
    bring_in(cast, file(row))
    return Bid.objects.get(reference="CSP19-001").organisation


def test_by_its_charity_number_whatever_its_name(cast: Cast) -> None:
    works = known(charity="1999001")
    known("Youth Club")
    assert meant(cast, organisation="Youth Club", charity_number=1999001) == works


def test_by_its_company_number_when_the_charity_number_is_blank(cast: Cast) -> None:
    works = known(company="09990002")
    assert meant(cast, organisation="The Works", company_number=9990002) == works


def test_by_its_name_whatever_the_case_and_spacing(cast: Cast) -> None:
    works = known()
    assert meant(cast, organisation=" YOUTH  works") == works


def test_a_number_that_was_not_known_is_filled_in(cast: Cast) -> None:
    known()
    works = meant(cast, charity_number=1999001, company_number=9990002)
    assert (works.charity_number, works.company_number) == ("1999001", "09990002")
    assert Organisation.objects.count() == 1


def test_one_of_the_same_name_and_another_number_is_another(cast: Cast) -> None:
    works = known(charity="1999001")
    assert meant(cast, charity_number=1999002) != works
    assert Organisation.objects.count() == 2


def test_a_company_number_gets_its_zeros_back(cast: Cast) -> None:
    assert meant(cast, company_number=123).company_number == "00000123"


def test_two_bids_of_one_organisation(cast: Cast) -> None:
    bring_in(cast, file({}, {"charity_number": 1999001}, {"organisation": "youth WORKS"}))
    assert [works.charity_number for works in Organisation.objects.all()] == ["1999001"]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            [{"charity_number": 1999001}, {"charity_number": 1999001, "organisation": "Others"}],
            "Bids, row 3, Organisation: “Others” here and “Youth Works” in row 2",
        ),
        (
            [{}, {"organisation_type": "public body"}],
            "Bids, row 3, Organisation type: “public body” here and “charity” in row 2",
        ),
        (
            [{"charity_number": 1999001}, {"charity_number": 1999002}],
            "Bids, row 3, Charity number: “1999002” here and “1999001” in row 2",
        ),
        (
            [{}, {"charity_number": 1999001}, {"charity_number": 1999002}],
            "Bids, row 4, Charity number: “1999002” here and “1999001” in row 3",
        ),
        (
            [{"company_number": 9990002}, {"company_number": 9990002, "organisation": "Others"}],
            "Bids, row 3, Organisation: “Others” here and “Youth Works” in row 2",
        ),
    ],
)
def test_contradictory_details_in_one_file(
    cast: Cast, rows: list[dict[str, Any]], fault: str
) -> None:
    words = refusal(cast, file(*rows))
    assert f"{fault} for one organisation. Expected: the same details" in words


def test_numbers_of_two_organisations_that_are_here(cast: Cast) -> None:
    known(charity="1999001")
    known("Others", company="09990002")
    words = refusal(cast, file({"charity_number": 1999001, "company_number": 9990002}))
    assert (
        "Bids, row 2, Company number: 09990002 is the number of Others, and the row means "
        "Youth Works. Expected: the details that are here." in words
    )


def test_a_company_that_is_here_with_another_charity_number(cast: Cast) -> None:
    known(charity="1999001", company="09990002")
    words = refusal(cast, file({"charity_number": 1999002, "company_number": 9990002}))
    assert "Bids, row 2, Charity number: Youth Works is already here with 1999001." in words
