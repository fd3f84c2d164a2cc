"""What leaves, opened in LibreOffice: another program than the one that wrote it."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.committee.content import build
from reports.committee.house_style import FIELDS
from reports.committee.report import write, write_report
from reports.word.examining import examine
from tests import office
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import PROGRESS, project, with_projects
from tests.unit.reports.test_house_style import template

pytestmark = pytest.mark.office


def test_the_committee_report_opens(example: Example, tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(example.report)
    pages = PdfReader(office.convert(report, "pdf", tmp_path / "out")).pages
    words = "\n".join(page.extract_text() for page in pages)
    for one in example.figures.projects:
        assert one.reference in words


def test_the_committee_report_in_a_councils_template_opens(
    example: Example, tmp_path: Path
) -> None:
    kept = examine("council.docx", template(), FIELDS)
    report = tmp_path / "house.docx"
    report.write_bytes(write_report(build(example.figures), style=kept))
    pages = PdfReader(office.convert(report, "pdf", tmp_path / "out")).pages
    words = "\n".join(page.extract_text() for page in pages)
    assert "Borough of Safer Maidstone Partnership" in words
    assert "{{" not in words
    for one in example.figures.projects:
        assert one.reference in words


def test_a_large_report_with_letters_of_every_kind_opens(example: Example, tmp_path: Path) -> None:
    odd = replace(PROGRESS, words="Tŷ \x00Gwyn 🎉 " * 2_000)
    many = [project(n, latest=odd if n == 7 else PROGRESS) for n in range(120)]
    report = tmp_path / "large.docx"
    report.write_bytes(write(with_projects(example.figures, *many)))
    pages = PdfReader(office.convert(report, "pdf", tmp_path / "out")).pages
    words = "\n".join(page.extract_text() for page in pages)
    for number in range(120):
        assert f"CSP19-{number:03d}" in words
