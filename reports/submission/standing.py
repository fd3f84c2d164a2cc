"""What is still proposed of a submission of which the PCC decided some bids already.

The content of a version holds every sifted bid, whatever became of it; these tell the two apart. Decisions
come as pence by reference: what was approved, or nothing where the bid was declined.
"""

from collections.abc import Mapping
from typing import Any

from awards.submissions import Content
from ui.money import format_pence

Decided = Mapping[str, int | None]


def in_words(decision: int | None) -> str:
    """``approved for £5,000.00``."""
    return "declined" if decision is None else f"approved for {format_pence(decision)}"


def waiting(content: Content, decided: Decided) -> Content:
    """The content with those bids alone that wait for an answer."""
    return {
        **content,
        **{
            sheet: [row for row in content[sheet] if row["Reference"] not in decided]
            for sheet in ("proposals", "not_proposed")
        },
    }


def borne(content: Content, decided: Decided) -> Content:
    """The content with what the pot has to bear: what was approved, at its amount, and what waits."""
    rows: list[dict[str, Any]] = []
    for row in (*content["proposals"], *content["not_proposed"]):
        asked = row.get("Recommended", 0)
        rows.append({**row, "Recommended": decided.get(row["Reference"], asked) or 0})
    return {**content, "proposals": rows}


def approved_pence(decided: Decided) -> int:
    """What was approved, in all."""
    return sum(pence or 0 for pence in decided.values())


def recommended_pence(content: Content) -> int:
    """What is recommended, in all."""
    return sum(row["Recommended"] for row in content["proposals"])
