"""Personal data that is planted in every text of every model is in nothing that leaves."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from reports.foi.sheets import workbook
from reports.open_data.year import FILES
from tests.cast import Cast
from tests.planting import PLANTED, planted

FEEDING = {
    "awards.Terms.special_conditions",
    "base.Note.text",
    "bids.Bid.area",
    "bids.Bid.project",
    "bids.Bid.summary",
    "bids.Measure.name",
    "bids.Measure.target",
    "monitoring.Actual.value",
    "monitoring.Return.outcomes",
    "monitoring.Return.progress",
    "people.Funder.name",
    "people.Organisation.name",
    "people.Partnership.authority",
    "people.Partnership.name",
    "rounds.Priority.title",
    "rounds.Round.conditions",
    "rounds.Round.repayment_terms",
    "rounds.Round.title",
    "scoring.Recommendation.reason",
}
"""The texts that open data is made of, among all those in which something is planted."""


@pytest.fixture
def year(cast: Cast) -> list[str]:
    """The partnership and the year of a round in which personal data stands everywhere."""
    _bid, fields = planted(cast)
    assert fields >= FEEDING
    return [cast.round.partnership.code, cast.round.financial_year]


def personal(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace").casefold()
    return [words for words in PLANTED if words in text]


def test_public_pages_and_files_have_none_of_it(client: Client, year: list[str]) -> None:
    addresses = [
        reverse("published"),
        reverse("funded", args=year),
        reverse("specified-information", args=year),
        *(reverse("published-file", args=[*year, name]) for name in FILES),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) > 100
        assert not personal(answer.content), address
        if address != reverse("published"):
            assert b"[removed]" in answer.content


def test_the_commands_files_have_none_of_it(cast: Cast, year: list[str], tmp_path: object) -> None:
    call_command("open_data", cast.round.code, "-o", str(tmp_path))
    files = list(tmp_path.iterdir())  # type: ignore[attr-defined]  # a path
    assert len(files) == 2
    for file in files:
        assert not personal(file.read_bytes())


def test_the_freedom_of_information_extract_has_none_of_it(cast: Cast, year: list[str]) -> None:
    cast.submitted()
    with ZipFile(BytesIO(workbook(cast.round))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert b"[removed]" in b"".join(parts.values())
    assert not {name: personal(content) for name, content in parts.items() if personal(content)}
