"""Reads a written Word file back, and makes figures to write one of."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from reports.figures import Figures, Progress, Project
from tests.cast import at

PROJECT = Project(
    reference="CSP19-001",
    organisation="Youth Works",
    name="Night café",
    route="main",
    area="High Street",
    state="monitored",
    awarded_pence=500_000,
    committed_pence=500_000,
    paid_pence=250_000,
    kind="charity",
    summary="A café that is open at night.",
    outcomes="Fewer calls to the police.",
    accepted=True,
    target=120,
    priorities=(("pcc", "PCC1"), ("partnership", "CSP1")),
)
PROGRESS = Progress(
    period="September report",
    ends=date(2019, 7, 31),
    rag="green",
    words="It is open.",
    spent_pence=164_000,
    forecast_pence=500_000,
    accepted_at=at("2019-08-16"),
    reached=30,
)


def project(number: int = 1, **changes: Any) -> Project:
    """A project with a reference of its own."""
    return replace(PROJECT, **{"reference": f"CSP19-{number:03d}", **changes})


def with_projects(figures: Figures, *projects: Project) -> Figures:
    """The same round with these projects commissioned."""
    return replace(figures, projects=projects)


def opened(content: bytes) -> Any:
    """The Word file, read by python-docx."""
    return Document(io.BytesIO(content))


def headings(content: bytes) -> list[tuple[str, str]]:
    """The style and words of every title and heading, in their order."""
    found = [(p.style.name, p.text) for p in opened(content).paragraphs]
    return [(style, words) for style, words in found if style.startswith(("Title", "Heading"))]


def words(content: bytes) -> str:
    """Everything that the file says: paragraphs, tables and the words that stand for pictures."""
    document = opened(content)
    body = document.element.body
    texts = [
        "".join(run.text or "" for run in paragraph.iter(qn("w:t"), qn("w:br")))
        for paragraph in body.iter(qn("w:p"))
    ]
    return "\n".join([*texts, *alternative_texts(content)])


def alternative_texts(content: bytes) -> list[str]:
    """The words that stand for each picture."""
    return [
        picture.get("descr", "") for picture in opened(content).element.body.iter(qn("wp:docPr"))
    ]


def rows(table: Any) -> list[list[str]]:
    """A table's rows as texts; a cell that spans several columns once."""
    return [
        [
            "\n".join(
                "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell.iter(qn("w:p"))
            )
            for cell in row.tc_lst
        ]
        for row in table._tbl.tr_lst
    ]


def table(content: bytes, *header: str) -> list[list[str]]:
    """The rows under the first table whose header begins with these columns."""
    for candidate in opened(content).tables:
        found = rows(candidate)
        if found[0][: len(header)] == list(header):
            return found[1:]
    raise AssertionError(f"no table has the columns {header}")
