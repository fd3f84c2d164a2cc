"""Open data of the example round, and what may and may not stand in it."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.actions import turn_down
from base.errors import Refused
from bids.models import Bid
from people.models import Organisation
from reports.open_data.grants import Recipient, gather
from reports.open_data.publishing import open_data, publish
from reports.open_data.recipients import is_person, is_public_body, is_voluntary
from reports.open_data.threesixty import recipient_id
from reports.open_data.transparency import COLUMNS
from tests.cast import AGREED, Cast, cast_of
from tests.unit.reports.conftest import Example

pytestmark = pytest.mark.database  # what only reads the example too, on both databases


def package_of(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    return found


def grants_of(content: bytes) -> dict[str, dict[str, Any]]:
    """The grants of a package, by the end of their identifier."""
    return {grant["id"].removeprefix("360G-smp-"): grant for grant in package_of(content)["grants"]}


def table_of(content: bytes) -> list[dict[str, str]]:
    """The table's rows, as a spreadsheet program reads them."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def change(bid: Bid, **fields: object) -> None:
    Bid.objects.filter(pk=bid.pk).update(**fields)


def test_the_grants_of_the_example(example: Example) -> None:
    found = grants_of(example.open_data.threesixty)
    assert {
        reference: (
            grant["amountAppliedFor"],
            grant["amountAwarded"],
            grant["amountDisbursed"],
            grant["awardDate"],
            grant["recipientOrganization"][0]["id"],
            grant["fromOpenCall"],
        )
        for reference, grant in found.items()
    } == {
        "SMP19-001": (5000, 5000, 2500, "2019-04-12", "GB-CHC-1999001", "Yes"),
        "SMP19-002": (5000, 5000, 2500, "2019-04-12", "GB-COH-09990002", "Yes"),
        "SMP19-003": (6500, 6500, 3250, "2019-04-12", "GB-CHC-1999003", "Yes"),
        "SMP19-013": (5600, 5600, 2800, "2019-04-12", "GB-COH-09990013", "Yes"),
        "SMP19-T02": (1980, 1980, 990, "2019-06-27", "GB-CHC-1999003", "No"),
    }


def test_a_grant_in_full(example: Example) -> None:
    grant = grants_of(example.open_data.threesixty)["SMP19-002"]
    assert grant.pop("dateModified").endswith("Z")
    priorities = [c["code"] for c in grant.pop("classifications")]
    assert priorities == ["PCC2", "PCC4", "SMP1", "SMP3"]
    assert grant == {
        "id": "360G-smp-SMP19-002",
        "title": "Crime diversion workshops in schools",
        "description": "Six-week programmes for young people aged 13 to 18 in three local schools on "
        "choices, consequences and victim empathy.",
        "currency": "GBP",
        "amountAppliedFor": 5000,
        "amountAwarded": 5000,
        "amountDisbursed": 2500,
        "awardDate": "2019-04-12",
        "recipientOrganization": [
            {"id": "GB-COH-09990002", "name": "Corner Youth Café", "companyNumber": "09990002"}
        ],
        "fundingOrganization": [
            {"id": "360G-smp-kent-pcc", "name": "Kent Police and Crime Commissioner"}
        ],
        "grantProgramme": [{"code": "smp-2019-20", "title": "PCC Safer Communities Grant 2019-20"}],
        "fromOpenCall": "Yes",
        "plannedDates": [{"startDate": "2019-04-29", "endDate": "2020-03-31"}],
        "beneficiaryLocation": [
            {"name": "Shepway North", "countryCode": "GB"},
            {"name": "Shepway South", "countryCode": "GB"},
        ],
    }


def test_borough_wide_says_of_which_borough(example: Example) -> None:
    grant = grants_of(example.open_data.threesixty)["SMP19-003"]
    assert grant["beneficiaryLocation"][0]["name"] == "Borough-wide (Maidstone Borough Council)"


def test_awards_to_public_bodies_are_left_out_of_both(example: Example) -> None:
    assert example.open_data.grants.left_out == ("SMP19-006", "SMP19-T01")
    for content in (example.open_data.threesixty, example.open_data.transparency):
        assert b"Community Protection Team" not in content


def test_the_transparency_table_has_the_codes_columns(example: Example) -> None:
    found = table_of(example.open_data.transparency)
    assert tuple(found[0]) == COLUMNS
    assert len(found) == 5
    assert list(found[1].values()) == [
        "2019-04-12",
        "2019-04-29 to 2020-03-31",
        "Maidstone Borough Council, community safety (Safer Maidstone Partnership)",
        "Corner Youth Café",
        "Company 09990002",
        "Crime diversion workshops in schools: Six-week programmes for young people aged 13 to 18 in three "
        "local schools on choices, consequences and victim empathy.",
        "5000.00",
    ]


def test_identifiers_have_no_slash_and_no_space(example: Example) -> None:
    for grant in package_of(example.open_data.threesixty)["grants"]:
        for found in (grant["id"], grant["recipientOrganization"][0]["id"]):
            assert re.fullmatch(r"[A-Za-z0-9-]+", found)


@pytest.mark.parametrize(
    ("charity", "company", "expected"),
    [
        ("1999001", "", "GB-CHC-1999001"),
        ("1999001", "09990002", "GB-CHC-1999001"),
        ("1999001-1", "", "GB-CHC-1999001"),
        ("SC012345", "", "GB-SC-SC012345"),
        ("NIC100123", "", "GB-NIC-100123"),
        ("", "00990002", "GB-COH-00990002"),
        ("", "sc123456", "GB-COH-SC123456"),
        ("", "", "360G-csp-org-12"),
    ],
)
def test_a_recipient_is_known_by_its_register(
    cast: Cast, charity: str, company: str, expected: str
) -> None:
    recipient = Recipient(12, "Name", charity, company, is_voluntary=True)
    assert recipient_id(cast.round, recipient) == expected


@pytest.mark.parametrize(
    ("kind", "public", "person", "voluntary"),
    [
        ("charity", False, False, True),
        ("CIC", False, False, True),
        ("community group", False, False, True),
        ("company", False, False, True),
        ("company limited by guarantee", False, False, True),
        ("social enterprise business", False, False, True),
        ("Public body", True, False, False),
        ("parish council", True, False, False),
        ("NHS trust", True, False, False),
        ("Individual", False, True, False),
        ("sole trader", False, True, False),
        ("private business", False, False, False),
    ],
)
def test_kinds_of_recipient(kind: str, public: bool, person: bool, voluntary: bool) -> None:
    assert (is_public_body(kind), is_person(kind), is_voluntary(kind)) == (
        public,
        person,
        voluntary,
    )


def test_a_business_stands_in_360giving_and_not_in_the_codes_table(cast: Cast) -> None:
    cast.approved()
    Organisation.objects.update(kind="commercial company")
    found = open_data(cast.round)
    assert len(package_of(found.threesixty)["grants"]) == 1
    assert table_of(found.transparency) == []


def test_a_person_stands_in_neither(cast: Cast) -> None:
    cast.approved()
    Organisation.objects.update(kind="sole trader")
    with pytest.raises(Refused, match="nothing to publish"):
        open_data(cast.round)


def test_only_awards_that_stand_are_published(cast: Cast) -> None:
    for make in (cast.draft, cast.submitted, cast.sifted, cast.declined, cast.withdrawn):
        make()
    turn_down(bid=cast.approved(), by=cast.applicant, at=AGREED)
    kept = [cast.approved(100_000), cast.monitored(100_000), cast.terminated()]
    found = gather(cast.round)
    assert [g.reference for g in found.published] == sorted(bid.reference for bid in kept)


def test_amounts_are_numbers_and_pence_are_kept(cast: Cast) -> None:
    bid = cast.approved(123_456, amount_pence=123_450)
    (grant,) = package_of(open_data(cast.round).threesixty)["grants"]
    assert (grant["amountAppliedFor"], grant["amountAwarded"]) == (1234.56, 1234.5)
    assert isinstance(grant["amountDisbursed"], int)
    assert table_of(open_data(cast.round).transparency)[0]["Amount (£)"] == "1234.50"
    assert bid.reference in grant["id"]


def test_what_is_not_known_is_left_out(cast: Cast) -> None:
    bid = cast.approved()
    change(bid, area="", starts_on=None, ends_on=None)
    (grant,) = package_of(open_data(cast.round).threesixty)["grants"]
    assert not {"beneficiaryLocation", "plannedDates"} & set(grant)
    (row,) = table_of(open_data(cast.round).transparency)
    assert row["Time period for which the grant has been given"] == ""


@pytest.mark.parametrize(("length", "expected"), [(139, 139), (140, 139), (200, 139)])
def test_a_title_is_shorter_than_140_letters(cast: Cast, length: int, expected: int) -> None:
    change(cast.approved(), project="x" * length)
    (grant,) = package_of(open_data(cast.round).threesixty)["grants"]
    assert len(grant["title"]) == expected
    assert grant["title"].endswith("…") == (length > 139)


@pytest.mark.parametrize("start", ["=1+1", "+44", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_text_that_begins_like_a_formula_is_no_formula(cast: Cast, start: str) -> None:
    change(cast.approved(), project=start)
    Organisation.objects.update(name=start)
    (row,) = table_of(open_data(cast.round).transparency)
    assert row["Beneficiary"] == f"'{start}"
    assert row["Summary of the purpose of the grant"].startswith(f"'{start}")


def test_odd_characters_break_neither_file(cast: Cast) -> None:
    change(cast.approved(), project='Tŷ \x1b🎉,\n"x"', summary="a\r\nb\x0b;\ud7ff")
    found = open_data(cast.round)
    (grant,) = package_of(found.threesixty)["grants"]
    assert grant["title"] == 'Tŷ 🎉, "x"'
    assert "🎉" in found.threesixty.decode()
    (row,) = table_of(found.transparency)
    assert row["Summary of the purpose of the grant"] == 'Tŷ 🎉, "x": a b;\ud7ff'


def test_the_same_records_give_the_same_bytes(cast: Cast) -> None:
    cast.paid()
    assert open_data(cast.round) == open_data(cast.round)


def test_a_payment_changes_when_the_grant_was_modified(cast: Cast) -> None:
    bid = cast.monitored()
    before = gather(cast.round).published[0]
    cast.receive(500_000)
    cast.pay(bid, 200_000)
    after = gather(cast.round).published[0]
    assert after.modified_at > before.modified_at
    assert (before.paid_pence, after.paid_pence) == (0, 200_000)
    assert after.awarded_on == date(2019, 3, 29)


def test_the_queries_do_not_grow_with_the_grants(cast: Cast) -> None:
    cast.monitored(100_000)
    with CaptureQueriesContext(connection) as one:
        gather(cast.round)
    for _ in range(4):
        cast.monitored(100_000)
    with CaptureQueriesContext(connection) as five:
        assert len(gather(cast.round).published) == 5
    assert len(five) == len(one) <= 12


# The command


def test_the_command_makes_the_folder_and_both_files(
    committed_db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = cast_of()
    cast.paid()
    Organisation.objects.filter(pk=cast.rival_organisation.pk).update(kind="public body")
    folder = tmp_path / "open" / "data"
    for _ in range(2):
        call_command("open_data", cast.round.code, "-o", str(folder))
    assert sorted(p.name for p in folder.iterdir()) == [
        "360giving-grant-2019-20.json",
        "transparency-code-grant-2019-20.csv",
    ]
    found = open_data(cast.round)
    assert (folder / "360giving-grant-2019-20.json").read_bytes() == found.threesixty
    assert (folder / "transparency-code-grant-2019-20.csv").read_bytes() == found.transparency
    assert "1 grant in the 360Giving standard" in capsys.readouterr().out


def test_the_command_writes_all_four_where_asked(
    committed_db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = cast_of()
    cast.paid()
    call_command("open_data", cast.round.code, "-o", str(tmp_path), "--all")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "360giving-grant-2019-20.csv",
        "360giving-grant-2019-20.json",
        "specified-information-grant-2019-20.csv",
        "transparency-code-grant-2019-20.csv",
    ]
    [row] = table_of((tmp_path / "360giving-grant-2019-20.csv").read_bytes())
    assert row["Recipient Org:0:Name"] == "Youth Works"
    assert "every grant with its reasons" in capsys.readouterr().out


def test_what_is_left_out_is_named(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, left = cast.approved(100_000), cast.approved(100_000)
    change(left, organisation=Organisation.objects.create(name="A council", kind="public body"))
    call_command("open_data", cast.round.code, "-o", str(tmp_path))
    out = capsys.readouterr().out
    assert f"1 award to public bodies or persons is left out: {left.reference}." in out
    assert kept.reference not in out


def test_where_there_is_nothing_to_publish_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    cast.sifted()
    with pytest.raises(CommandError, match="There is nothing to publish of grant-2019-20 yet"):
        call_command("open_data", cast.round.code, "-o", str(tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(cast: Cast, tmp_path: Path) -> None:
    cast.approved()
    (tmp_path / "file").write_text("here")
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("open_data", cast.round.code, "-o", str(tmp_path / "file"))


def test_where_one_file_cannot_be_written_the_other_is_not(
    committed_db: str, tmp_path: Path
) -> None:
    cast = cast_of()
    cast.approved()
    (tmp_path / "transparency-code-grant-2019-20.csv").mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        publish(cast.round, str(tmp_path))
    assert not (tmp_path / "360giving-grant-2019-20.json").exists()
