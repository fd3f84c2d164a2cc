"""The year's statement of grant as a Word file."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from monitoring.year.ending import sign_off
from reports.year.word import render
from tests import office
from tests.cast import Cast
from tests.unit.reports.papers import words

SIGNED = "Signed off by Sam Treasurer, section 151 officer, on 14 April 2020."


def sign(cast: Cast) -> None:
    sign_off(
        round=cast.round,
        signed_by="Sam Treasurer",
        signed_on=date(2020, 4, 14),
        by=cast.finance,
    )


def test_it_says_what_came_and_where_it_went(cast: Cast) -> None:
    bid = cast.paid(300_000, paid_pence=100_000)
    said = words(render(cast.round))
    assert "Statement of grant 2019-20" in said
    assert "As at" in said
    assert "31 March 2020" in said
    assert bid.reference in said
    assert "£1,000.00" in said
    assert "Not signed off yet." in said


def test_it_says_who_signed_and_when_the_books_have_changed_since(cast: Cast) -> None:
    cast.paid(300_000, paid_pence=100_000)
    sign(cast)
    assert SIGNED in words(render(cast.round))
    cast.receive(100)
    said = words(render(cast.round))
    assert SIGNED not in said
    assert "The books have changed since it was signed off on 14 April 2020." in said


def test_a_round_without_awards_has_one_too(cast: Cast) -> None:
    assert "Nothing was awarded by then." in words(render(cast.round))


def test_the_same_books_give_the_same_bytes(cast: Cast) -> None:
    cast.paid()
    assert render(cast.round) == render(cast.round)


@pytest.mark.office
def test_it_opens_elsewhere(cast: Cast, tmp_path: Path) -> None:
    cast.paid(300_000, paid_pence=100_000)
    file = tmp_path / "statement.docx"
    file.write_bytes(render(cast.round))
    pages = PdfReader(office.convert(file, "pdf", tmp_path / "out")).pages
    assert len(pages) == 1
    assert "£1,000.00" in pages[0].extract_text()
