"""What leaves, opened in LibreOffice: another program than the one that wrote it."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import office
from tests.unit.reports.conftest import Example

pytestmark = pytest.mark.office


def test_the_committee_report_opens(example: Example, tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(example.report)
    pages = PdfReader(office.convert(report, "pdf", tmp_path / "out")).pages
    words = "\n".join(page.extract_text() for page in pages)
    for project in example.figures.projects:
        assert project.reference in words
