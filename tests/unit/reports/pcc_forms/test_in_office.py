"""A filled form opened in LibreOffice, which works its formulas out."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import office
from tests.unit.reports.pcc_forms.office_forms import opened, with_table
from tests.unit.reports.pcc_forms.test_filling import filled, in_table
from tests.unit.reports.pcc_forms.told import facts, project

pytestmark = pytest.mark.office


def test_totals_are_those_of_what_was_filled(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(filled(facts(*map(project, (1, 2, 3)))).content)
    saved = office.convert(form, "xlsx", tmp_path / "out").read_bytes()
    book = opened(saved, values=True)
    sheet = book["Projects"]
    assert [sheet[at].value for at in ("E13", "F13", "G13", "G8")] == [
        6000.15,
        2400,
        3600.15,
        600.05,
    ]
    assert book["Summary"]["B9"].value == 6000.15
    assert sheet.protection.sheet
    assert sheet["I10"].value == "It is open."
    assert book["Summary"]["B6"].is_date


def test_its_pages_show_what_was_filled_and_what_the_office_drew(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(filled(facts(project(1))).content)
    pages = PdfReader(office.convert(form, "pdf", tmp_path / "out")).pages
    words = " ".join(page.extract_text() for page in pages)
    for told in ("Partnership of Tŵr", "£40,000.50", "09/07/2019", "29/04/2019", "£1,000.05"):
        assert told in words
    assert sum(len(page.images) for page in pages) >= 1


def test_a_table_that_grew_opens(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(in_table(with_table(2), 1, 2, 3, 4))
    sheet = opened(office.convert(form, "xlsx", tmp_path / "out").read_bytes())["Projects"]
    assert sheet["A5"].value == "CSP19-004"
    assert sheet.tables["Projects"].ref == "A1:B5"
