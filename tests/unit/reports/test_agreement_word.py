"""The agreement and the letter as Word files: exactly their text, and readable by everybody."""

from typing import Any

import pytest
from django.test import Client
from docx.oxml.ns import qn

from awards.actions import accept_agreement
from awards.models import Agreement
from awards.offering import offered
from awards.written import Clause, Grid, read
from bids.models import Bid
from people.models import User
from rounds.models import Round
from tests.cast import AGREED, Cast
from tests.unit.reports.papers import headings, opened


def file_of(user: User, bid: Bid, name: str) -> bytes:
    client = Client()
    client.force_login(user)
    response = client.get(f"/bids/{bid.reference}/{name}.docx")
    assert response.status_code == 200
    assert f'filename="{name}-{bid.reference}.docx"' in response["Content-Disposition"]
    return response.getvalue()


@pytest.fixture
def bid(cast: Cast) -> Bid:
    return cast.approved()


def test_it_says_exactly_the_text(cast: Cast, bid: Bid) -> None:
    document = opened(file_of(cast.applicant, bid, "agreement"))
    said = [p.text for p in document.paragraphs if p.text]
    written = read(offered(bid.award).text)
    wanted = [written.title, *written.opening]
    for section in written.sections:
        wanted.append(section.heading)
        wanted += [
            block.text if isinstance(block, Clause) else block
            for block in section.blocks
            if not isinstance(block, Grid)
        ]
    assert said == wanted
    tables = [block for one in written.sections for block in one.blocks if isinstance(block, Grid)]
    for table, grid in zip(document.tables, tables, strict=True):
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert cells == [list(grid.titles), *map(list, grid.rows)]


def test_its_headings_are_real_and_counted(cast: Cast, bid: Bid) -> None:
    content = file_of(cast.applicant, bid, "agreement")
    found = headings(content)
    assert found[0] == ("Title", "Grant agreement")
    assert {style for style, _words in found[1:]} == {"Heading 1"}
    assert len(found) == 9
    numbered = [p for p in opened(content).paragraphs if p.style.name == "Heading 1"]
    assert all(p._p.pPr.numPr is not None for p in numbered)


def test_its_tables_have_headers_and_words_and_its_language_is_set(cast: Cast, bid: Bid) -> None:
    document = opened(file_of(cast.applicant, bid, "agreement"))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == f"Grant agreement {bid.reference}"
    assert languages(document) == {"en-GB"}


def languages(document: Any) -> set[str]:
    return {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}


def test_once_accepted_it_is_what_was_accepted(cast: Cast, bid: Bid) -> None:
    accept_agreement(bid=bid, signatory="Rosa Finch", by=cast.applicant, at=AGREED)
    Round.objects.update(conditions="Something else.")
    document = opened(file_of(cast.applicant, bid, "agreement"))
    words = "\n".join(p.text for p in document.paragraphs)
    assert "The project keeps receipts" in words
    assert "Something else." not in words
    cells = [cell.text for row in document.tables[-1].rows for cell in row.cells]
    assert cells[:2] == ["Accepted by", "Rosa Finch"]
    assert Agreement.objects.get().checksum in cells


def test_the_letter_has_its_headings(cast: Cast, bid: Bid) -> None:
    content = file_of(cast.applicant, bid, "award-letter")
    assert headings(content) == [
        ("Title", "Award of grant"),
        ("Heading 1", "What the grant is for"),
        ("Heading 1", "What to do now"),
    ]


def test_the_same_agreement_gives_the_same_bytes(cast: Cast, bid: Bid) -> None:
    first, second = (file_of(cast.officer, bid, "agreement") for _twice in range(2))
    assert first == second
