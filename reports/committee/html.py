"""The committee report as data for its page: numbers beside paragraphs, ratings as tags, charts as SVG."""

from typing import Any

from django.utils.safestring import mark_safe

from monitoring.models import Return
from reports.committee.content import MARK, Report, Section, front_grid, opening
from reports.committee.plain import Data, grid_data, section_data
from reports.committee.sentences import RAG_LOOK
from reports.wording import clean

TAGS = {
    Return.Rag.GREEN.value: "green",
    Return.Rag.AMBER.value: "orange",
    Return.Rag.RED.value: "red",
}
TAG_OF = {RAG_LOOK[rag][0]: tag for rag, tag in TAGS.items()}
"""The design system's tag for the fill of a rating."""

SHARES = ((0.6, "two-thirds"), (0.4, "one-half"), (0.28, "one-third"), (0.2, "one-quarter"))


def page_data(report: Report) -> dict[str, Any]:
    """What the page shows, in its order."""
    return {
        "report": report,
        "front": _grid(grid_data(front_grid(report), clean)),
        "opening": [_section(one) for one in opening(report)],
        "sections": [_section(one) for one in report.sections],
        "appendices": [_section(one) for one in report.appendices],
    }


def _section(section: Section) -> Data:
    data, number = section_data(section, clean), 0
    for block in data["blocks"]:
        match block["kind"]:
            case "paragraph":
                number += block["numbered"]
                block["number"] = number if block["numbered"] else 0
                _look(block["words"])
            case "points":
                for words in block["points"]:
                    _look(words)
            case "grid":
                _grid(block)
            case "picture":
                block["svg"] = mark_safe(block["svg"])  # noqa: S308  # texts come through an XML tree
    return data


def _grid(block: Data) -> Data:
    whole = sum(column["width"] for column in block["columns"])
    for column in block["columns"]:
        column["share"] = _share(column["width"] / whole)
    for row in block["rows"]:
        for cell in row["cells"]:
            for words in cell:
                _look(words)
        row["placed"] = [
            {
                "column": column,
                "words": cell,
                "blank": not any(run["text"] for w in cell for run in w),
            }
            for column, cell in zip(block["columns"], row["cells"], strict=False)
        ]
    return block


def _share(part: float) -> str:
    """The design system's name for a column's share of the page; nothing for a narrow one."""
    found = [name for least, name in SHARES if part >= least]
    return found[0] if found else ""


def _look(words: list[Data]) -> None:
    """Give each run the tag of its rating, or the mark of what is still to be entered."""
    for run in words:
        run["tag"] = TAG_OF.get(run["fill"], "")
        run["text"] = run["text"].strip() if run["tag"] else run["text"]
        run["mark"] = run["fill"] == MARK
