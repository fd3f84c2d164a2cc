"""The report as a PDF, read back by another library, and as a page."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from reports.committee.content import build
from reports.committee.html import page_data
from reports.committee.pdf import pdf
from reports.committee.report import write_report
from reports.figures import Figures
from tests.unit.reports.conftest import Example
from tests.unit.reports.papers import PROGRESS, headings, project, with_projects
from tests.unit.reports.test_committee_report import HEADINGS, IN_THE_APPENDIX, ISSUES, TITLE


def read(figures: Figures) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(build(figures))))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def page_of(figures: Figures) -> str:
    data = {"round": figures.round, **page_data(build(figures))}
    return render_to_string("reports/committee_html.html", data)


def root_of(reader: PdfReader) -> Any:
    """The catalogue of a PDF."""
    return reader.trailer["/Root"].get_object()


def kinds(node: object, found: list[str]) -> list[str]:
    """The kinds of tags in the tree of a PDF, from top to bottom."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            kinds(one, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]))
        kinds(node.get("/K", []), found)
    return found


def test_the_pdf_is_tagged_in_british_english_and_has_its_title(example: Example) -> None:
    reader = read(example.figures)
    root = root_of(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.author) == (TITLE, "Olive Turner")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_its_tags_have_headings_in_order_headers_of_tables_and_words_for_charts(
    example: Example,
) -> None:
    root = root_of(read(example.figures))
    found = kinds(root["/StructTreeRoot"]["/K"], [])
    levels = [int(tag[2:]) for tag in found if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert max(levels) == 2
    assert found.count("/Table") == found.count("/THead")
    assert found.count("/TH") > 20
    assert found.count("/Figure") == 4


def test_all_three_say_the_same_headings(example: Example) -> None:
    said, page = text_of(read(example.figures)), page_of(example.figures)
    for _style, words in headings(write_report(build(example.figures))):
        assert " ".join(words.split()) in said
        assert f"{words}</h" in page
    assert len(HEADINGS) + len(IN_THE_APPENDIX) > 15
    for issue in ISSUES:
        assert issue in page


def test_the_page_numbers_its_paragraphs_and_holds_charts_tables_and_ratings(
    example: Example,
) -> None:
    page = page_of(example.figures)
    assert "<span>2.1</span>" in page
    assert page.count("<svg") == 4
    assert page.count('role="img"') == 4
    assert 'govuk-tag--orange">Amber<' in page
    assert "<mark>To be entered by the report author</mark>" in page
    assert "style=" not in page.partition("<article")[2].partition("</article")[0]
    assert 'scope="row"' in page


def test_the_same_report_gives_the_same_pdf(example: Example) -> None:
    assert pdf(build(example.figures)) == pdf(build(example.figures))


NASTY = '<script>alert(1)</script> #show "x" $a$ \\ *b* _c_ @d </svg> {{ report }}'


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        "Tŷ Gwyn, Ŵyl a’r ŷd",
        "👍🏽 🎉",
        "\x00\x1b\ud800odd\x0b",
        "مرحبا",
        "w" * 30_000,
        "Words. " * 4_200,
    ],
    ids=["markup", "Welsh", "emoji", "control", "Arabic", "one word", "long"],
)  # fmt: skip
def test_what_people_write_is_set_as_it_stands(example: Example, text: str) -> None:
    latest = replace(PROGRESS, words=text, why=text, outcomes=text, rag="red")
    odd = project(1, organisation=text[:200], name=text[:200], summary=text, latest=latest)
    figures = with_projects(example.figures, odd)
    said = text_of(read(figures))
    page = page_of(figures)
    assert "<script" not in page.partition("<article")[2]
    if text == NASTY:
        assert "<script>alert(1)</script>" in said
        assert "{{ report }}" in page
    if text.startswith("Tŷ"):
        assert text in said
        assert text in page
    if text.startswith("👍"):
        assert "☐" in said
        assert "🎉" in page


@pytest.mark.parametrize("number", [0, 500])
def test_none_and_five_hundred_projects(example: Example, number: int) -> None:
    many = [project(n, latest=PROGRESS if n % 3 else None) for n in range(number)]
    figures = with_projects(example.figures, *many)
    reader = read(figures)
    assert len(reader.pages) >= (60 if number else 4)
    assert page_of(figures).count("CSP19-") >= number
    if not number:
        assert "No project has been commissioned yet" in text_of(reader)
