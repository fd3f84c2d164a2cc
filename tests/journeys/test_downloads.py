"""Downloads from the round's page: what they are called, and that looking freezes nothing."""

import io

import openpyxl
import pytest
from django.http import HttpResponse
from docx import Document

from awards.models import Submission
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import Cast
from tests.journeys.conftest import Look, words_of


def test_a_draft_is_downloaded_until_a_version_is_sent(cast: Cast, look: Look) -> None:
    cast.sifted()
    address = f"/rounds/{cast.round.code}/submission/main.xlsx"
    draft = look(cast.auditor, address)
    assert 'attachment; filename="pcc-submission-grant-2019-20-main-DRAFT.xlsx"' in name_of(draft)
    assert "Proposals" in openpyxl.load_workbook(io.BytesIO(draft.content)).sheetnames
    assert not Submission.objects.exists()
    sent = send(round=cast.round, route=Pot.MAIN, by=cast.officer)
    version = look(cast.auditor, address)
    assert version.content == bytes(sent.file)
    assert "-main-v1.xlsx" in name_of(version)


def test_the_committee_report_is_a_word_file(cast: Cast, look: Look) -> None:
    cast.ready_to_close()
    response = look(cast.officer, f"/rounds/{cast.round.code}/committee-report.docx")
    assert 'filename="committee-report-grant-2019-20.docx"' in name_of(response)
    assert Document(io.BytesIO(response.content)).paragraphs


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("submission/main.xlsx", "No main bid of this round has been sifted yet."),
        ("submission/tactical.xlsx", "No tactical bid of this round has been sifted yet."),
        ("committee-report.docx", "No bid of this round has been sifted yet."),
    ],
)
def test_where_there_is_nothing_yet_a_page_says_so(
    cast: Cast, look: Look, file: str, why: str
) -> None:
    cast.scored()
    response = look(cast.officer, f"/rounds/{cast.round.code}/{file}")
    assert response.status_code == 404
    assert f"There is nothing to download yet\n{why}" in words_of(response)


def test_a_route_that_there_is_not_has_no_file(cast: Cast, look: Look) -> None:
    cast.sifted()
    address = f"/rounds/{cast.round.code}/submission/secret.xlsx"
    assert look(cast.officer, address).status_code == 404


def name_of(response: HttpResponse) -> str:
    """What the browser will call the file."""
    return response.headers["Content-Disposition"]
