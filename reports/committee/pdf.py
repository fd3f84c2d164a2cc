"""The committee report as a PDF that is tagged for screen readers (PDF/UA-1).

What anybody wrote reaches the page as data, never as the page's own markup: the template
(``report.typ``) is given one JSON text.
"""

import json
from pathlib import Path

import typst

from reports.charts import fonts
from reports.committee.content import Report, front_grid, opening
from reports.committee.plain import Data, grid_data, section_data
from reports.committee.projects import MOST_ON_A_PAGE
from reports.letters import printable
from reports.word.table import MOST_TOGETHER

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: Report) -> bytes:
    """The report as a PDF. The same report always gives the same bytes."""
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(data(report), ensure_ascii=False)},
    )
    return bytes(made)


def data(report: Report) -> Data:
    """What the template sets, in the order of its pages."""
    return {
        "title": printable(report.title),
        "subject": printable(report.subject),
        "author": printable(report.author),
        "committee": printable(report.committee),
        "day": printable(report.day),
        "front": grid_data(front_grid(report), printable),
        "opening": [section_data(one, printable) for one in opening(report)],
        "sections": [section_data(one, printable) for one in report.sections],
        "appendices": [section_data(one, printable) for one in report.appendices],
        "together": {"rows": MOST_TOGETHER, "letters": MOST_ON_A_PAGE},
    }
