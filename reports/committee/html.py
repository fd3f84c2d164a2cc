"""The committee report as data for its page: numbers beside paragraphs, ratings as tags, charts as SVG."""

from collections.abc import Sequence
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

SHARES = (
    (0.6, "two-thirds", 2 / 3),
    (0.4, "one-half", 1 / 2),
    (0.28, "one-third", 1 / 3),
    (0.2, "one-quarter", 1 / 4),
)
"""From what part of the page's width a column has which of the design system's shares."""


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
    shares = shares_of([column["width"] for column in block["columns"]])
    for column, share in zip(block["columns"], shares, strict=True):
        column["share"] = share
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


def shares_of(widths: Sequence[float]) -> list[str]:
    """The design system's names for the columns' shares of the page; nothing for a narrow one.

    Where these would leave nothing for the other columns, no column has any.
    """
    whole, narrow = sum(widths), ("", 0.0)
    found = [
        next(((name, part) for least, name, part in SHARES if width / whole >= least), narrow)
        for width in widths
    ]
    fits = sum(part for _name, part in found) < 1
    return [name if fits else "" for name, _part in found]


def _look(words: list[Data]) -> None:
    """Give each run the tag of its rating, or the mark of what is still to be entered."""
    for run in words:
        run["tag"] = TAG_OF.get(run["fill"], "")
        run["text"] = run["text"].strip() if run["tag"] else run["text"]
        run["mark"] = run["fill"] == MARK
