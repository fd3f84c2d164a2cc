"""The page of what was sent to the PCC's office, version by version, and its files."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.agreements import agree
from awards.models import Submission
from bids.actions import withdraw
from bids.models import Bid
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import Cast, at
from tests.journeys.conftest import Look, Read
from tests.unit.reports.papers import words

ROUND = "/rounds/grant-2019-20"
PAGE = f"{ROUND}/main/versions"
SENT, LATER = at("2019-03-28 12:00"), at("2019-03-30 12:00")


def sent(cast: Cast, moment: Any = SENT) -> Submission:
    return send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=moment)


@pytest.fixture
def two(cast: Cast) -> list[Submission]:
    """Two versions: in the second a bid is gone and another is new."""
    gone = cast.sifted(1_000_000)
    first = sent(cast)
    agree(
        round=cast.round,
        route=Pot.MAIN,
        checksum=first.checksum,
        agreed_by="The board",
        agreed_on=SENT.date(),
        minute="Minute 14",
        by=cast.officer,
    )
    withdraw(bid=gone, by=cast.applicant, reason="No staff", at=SENT)
    cast.sifted(200_000)
    return [first, sent(cast, LATER)]


def test_each_version_says_who_sent_it_when_and_what_it_is_known_by(
    cast: Cast, two: list[Submission], read: Read
) -> None:
    said = read(cast.auditor, PAGE)
    assert said.index("Version 2") < said.index("Version 1")
    assert f"{cast.officer}, midday on Saturday 30 March 2019" in said
    assert "The board, on 28 March 2019\nMinute 14" in said
    assert "No agreement is recorded" in said
    for one in two:
        assert one.checksum in said
        assert one.covering_checksum in said


def test_a_later_version_says_what_changed(cast: Cast, two: list[Submission], read: Read) -> None:
    said = read(cast.officer, PAGE)
    latest, _, first = said.partition("Version 1\n")
    assert "What changed since version 1" in latest
    assert "CSP19-001" in latest
    assert "Withdrawn after the sift." in latest
    assert "fund, £2,000.00 of £2,000.00" in latest
    assert "What changed" not in first


def test_its_files_are_those_that_were_sent(cast: Cast, two: list[Submission], look: Look) -> None:
    for one in two:
        book: Any = look(cast.finance, f"{PAGE}/{one.version}.xlsx")
        assert book.content == bytes(one.file)
        assert f"main-v{one.version}.xlsx" in book["Content-Disposition"]
        paper: Any = look(cast.finance, f"{PAGE}/{one.version}.docx")
        assert paper.content == bytes(one.covering or b"")
        assert f"main-v{one.version}.docx" in paper["Content-Disposition"]
    summary = openpyxl.load_workbook(io.BytesIO(bytes(two[1].file)))["Summary"]
    told = {row[0]: row[1] for row in summary.iter_rows(values_only=True)}
    assert str(told["Changed since version 1"]).startswith("1 bid added and 1 bid gone.")


@pytest.mark.parametrize(
    "file", ["0.xlsx", "3.xlsx", "3.docx", "x.xlsx", "1.pdf", "9" * 30 + ".xlsx"]
)
def test_no_other_version_is_there(
    cast: Cast, two: list[Submission], look: Look, file: str
) -> None:
    assert look(cast.officer, f"{PAGE}/{file}").status_code == 404


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_version_of_the_other_route_is_not_there(
    cast: Cast, two: list[Submission], look: Look, ending: str
) -> None:
    assert look(cast.officer, f"{ROUND}/tactical/versions/1.{ending}").status_code == 404


def test_a_version_from_before_there_were_covering_reports(
    cast: Cast, two: list[Submission], look: Look, read: Read
) -> None:
    last = two[1]
    Submission.objects.create(
        round=last.round,
        route=last.route,
        version=3,
        content=last.content,
        checksum=last.checksum,
        file=b"",
        at=LATER,
        by=last.by,
    )
    assert look(cast.officer, f"{PAGE}/3.docx").status_code == 404
    assert read(cast.officer, PAGE).count("Covering report (Word)") == 2


def test_before_anything_is_sent_it_says_so(cast: Cast, read: Read) -> None:
    cast.sifted()
    assert "No version has been sent yet." in read(cast.officer, PAGE)


def test_the_covering_report_can_be_read_as_a_draft(cast: Cast, look: Look) -> None:
    assert look(cast.officer, f"{ROUND}/main/covering.docx").status_code == 404
    cast.sifted()
    answer: Any = look(cast.officer, f"{ROUND}/main/covering.docx")
    assert answer.status_code == 200
    assert "DRAFT" in words(answer.content)
    assert not Submission.objects.exists()


def test_the_page_to_send_says_what_changed_since(
    cast: Cast, two: list[Submission], read: Read
) -> None:
    page = f"{ROUND}/main/send"
    assert "What changed since" not in read(cast.officer, page)
    Bid.objects.filter(reference="CSP19-002").update(outcomes="Other outcomes")
    said = read(cast.officer, page)
    assert "What changed since version 2" in said
    assert "Other outcomes" in said


def test_who_has_a_stake_in_the_route_does_not_read_it(
    cast: Cast, two: list[Submission], look: Look
) -> None:
    cast.organisation.members.add(cast.officer)
    for address in (PAGE, f"{PAGE}/1.xlsx", f"{PAGE}/1.docx", f"{ROUND}/main/covering.docx"):
        assert look(cast.officer, address).status_code == 403


def test_its_queries_do_not_grow_with_the_versions(
    cast: Cast, two: list[Submission], look: Look
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            look(cast.officer, PAGE)
        return len(queries)

    before = asked()
    cast.sifted(100_000)
    sent(cast, at("2019-04-01 12:00"))
    assert asked() == before
