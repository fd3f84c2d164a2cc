"""The audit trail of a partnership: whose rows, which of them, and the same as a workbook."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import openpyxl
import pytest
from django.test import Client

from base.models import note
from people.audit import record
from people.invitations import invite
from people.models import AuditRow
from tests.cast import Cast, at
from tests.journeys.conftest import Look, Read

What = AuditRow.What
AUDIT = "/partnerships/csp/audit"


@pytest.fixture
def rows(cast: Cast) -> None:
    """Something of everybody."""
    here = cast.round.partnership
    cast.submitted()
    record(What.SIGNED_IN, by=cast.officer, text="A sign-in of the officer")
    record(What.SIGN_IN_FAILED, about=cast.panel_member, text="A failure of the panel")
    record(What.SIGNED_IN, by=cast.stranger, text="A sign-in elsewhere")
    record(What.SIGNED_IN, by=cast.applicant, text="A sign-in of an applicant")
    record(What.REFUSED, by=cast.rival, partnership=here, text="A refusal here")
    record(What.JOINED, by=cast.applicant, organisation=cast.organisation, text="One that bid here")
    record(What.JOINED, by=cast.rival, organisation=cast.rival_organisation, text="One elsewhere")


@pytest.mark.usefixtures("rows")
def test_the_rows_of_the_partnership_and_of_its_people(cast: Cast, read: Read) -> None:
    words = read(cast.auditor, AUDIT)
    for text in ("of the officer", "of the panel", "A refusal here", "One that bid here"):
        assert text in words
    for text in ("A sign-in elsewhere", "of an applicant", "One elsewhere"):
        assert text not in words
    assert words.index("One that bid here") < words.index("of the officer")


@pytest.mark.usefixtures("rows")
def test_somebody_who_lost_their_role_stays_in_the_trail(cast: Cast, read: Read) -> None:
    here = cast.round.partnership
    cast.officer.memberships.all().delete()
    assert "A sign-in of the officer" not in read(cast.auditor, AUDIT)
    record(What.ROLE_TAKEN, by=cast.auditor, about=cast.officer, partnership=here)
    assert "A sign-in of the officer" in read(cast.auditor, AUDIT)


@pytest.mark.usefixtures("rows")
def test_by_kind_and_by_person(cast: Cast, read: Read, look: Look) -> None:
    words = read(cast.auditor, f"{AUDIT}?what=signed-in")
    assert "of the officer" in words
    assert "A refusal here" not in words
    words = read(cast.auditor, f"{AUDIT}?person=RAY")
    assert "A refusal here" in words
    assert "of the officer" not in words
    assert look(cast.auditor, f"{AUDIT}?what=everything").status_code == 422
    assert look(cast.auditor, f"{AUDIT}?person=%00").status_code == 422


def test_older_rows_by_the_key_of_the_last(
    cast: Cast, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("base.paging.SIZE", 2)
    made = [record(What.SIGNED_IN, by=cast.officer, text=f"Row {n}") for n in range(5)]
    first = read(cast.auditor, AUDIT)
    assert "Row 4" in first
    assert "Row 3" in first
    assert "Row 2" not in first
    older = read(cast.auditor, f"{AUDIT}?before={made[3].pk}")
    assert "Row 2" in older
    assert "Row 3" not in older
    assert "Row 4" in read(cast.auditor, f"{AUDIT}?before=x")


@pytest.mark.usefixtures("rows")
def test_the_workbook_holds_what_the_page_shows(cast: Cast, look: Look) -> None:
    record(What.REFUSED, by=cast.officer, partnership=cast.round.partnership, text="=1+1")
    content = look(cast.auditor, f"{AUDIT}.xlsx?what=refused").getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    head, *found = sheet.iter_rows()
    assert [cell.value for cell in head][:3] == ["When", "What", "By"]
    assert [(row[1].value, row[3].value, row[7].value) for row in found] == [
        ("Refused", "officer@csp.example", "=1+1"),
        ("Refused", "rival@other.example", "A refusal here"),
    ]
    assert found[0][7].data_type == "s"


@pytest.mark.usefixtures("rows")
def test_it_asks_the_database_no_more_for_many_rows(
    cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(60):
        record(What.SIGNED_IN, by=cast.officer, text=str(number))
    client = Client()
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(10):
        assert client.get(AUDIT).status_code == 200


def test_the_secret_of_an_invitation_never_stands_in_the_trail(cast: Cast, look: Look) -> None:
    _invitation, secret = invite(
        email="new@csp.example", role="panel", partnership=cast.round.partnership, by=cast.officer
    )
    assert look(cast.auditor, f"/invitations/{secret}").status_code == 403
    rows = AuditRow.objects.filter(what=What.REFUSED, by=cast.auditor)
    (text,) = rows.values_list("note__text", flat=True)
    assert text.startswith("/invitations/<str:secret> This invitation was sent to another")


def test_whose_page_it_is_is_said_to_others(cast: Cast, look: Look) -> None:
    page = look(cast.finance, "/audit")
    assert page.status_code == 403
    assert "“Audit trail” is for an auditor or an administrator." in page.content.decode()


def test_the_days_of_london_narrow_the_page_and_the_files(
    cast: Cast, look: Look, read: Read
) -> None:
    here = cast.round.partnership
    for moment, text in (
        ("2024-06-30 23:30", "The last of June"),
        ("2024-07-01 00:30", "The first of July"),
        ("2024-07-02 23:59", "The second of July"),
        ("2024-07-03 00:00", "The third of July"),
    ):
        row = AuditRow(what=What.REFUSED, at=at(moment), partnership=here, note=note(text))
        row.save()
    asked = "since=2024-07-01&until=2024-07-02"
    csv = look(cast.auditor, f"{AUDIT}.csv?{asked}").getvalue().decode()
    book = look(cast.auditor, f"{AUDIT}.xlsx?{asked}").getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    cells = str(list(sheet.values))
    for found in (read(cast.auditor, f"{AUDIT}?{asked}"), csv, cells):
        assert "The first of July" in found
        assert "The second of July" in found
        assert "of June" not in found
        assert "The third of July" not in found
    assert csv.startswith("\ufeffWhen,What,By")
    assert csv.count("\r\n") == 3


def test_days_that_make_no_sense_are_said(cast: Cast, look: Look) -> None:
    for asked, said in (
        ("since=2024-07-02&until=2024-07-01", "Enter a day that is not before the first one"),
        ("since=2024-02-30", "Enter a real date"),
    ):
        answer = look(cast.auditor, f"{AUDIT}?{asked}")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        for ending in ("csv", "xlsx"):
            file = look(cast.auditor, f"{AUDIT}.{ending}?{asked}")
            assert (file.status_code, file.headers["Location"]) == (302, f"{AUDIT}?{asked}")


def test_a_note_that_begins_like_a_formula_is_none_in_the_csv(cast: Cast, look: Look) -> None:
    record(What.REFUSED, by=cast.officer, partnership=cast.round.partnership, text="=1+1")
    content = look(cast.auditor, f"{AUDIT}.csv").getvalue().decode()
    assert ",'=1+1" in content
