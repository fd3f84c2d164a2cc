"""What a later version of the proposals says that the one before did not: a pure function of the two."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from awards.submissions import Content
from reports.wording import count, listing, sentence
from ui.dates import format_date
from ui.money import format_pence


class Kind(StrEnum):
    """What became of it. The value is what reports call it."""

    ADDED = "Added"
    GONE = "Gone"
    CHANGED = "Changed"


@dataclass(frozen=True)
class Change:
    """One difference between two versions."""

    kind: Kind
    about: str
    """The bid by its project, or what of the round."""
    reference: str = ""
    """Of the bid; a fact of the round has none."""
    column: str = ""
    """What of it changed."""
    before: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        """What it is about: ``CSP19-001 Night café``."""
        return f"{self.reference} {self.about}".strip()

    @property
    def words(self) -> str:
        """The difference in words, long texts in full."""
        if self.kind != Kind.CHANGED:
            return sentence(self.after or self.before)
        now, then = sentence(self.after or "nothing"), sentence(self.before or "nothing")
        return f"{self.column}: {now} Before: {then}"


Row = dict[str, Any]


def changes(before: Content, after: Content) -> list[Change]:
    """What ``after`` says that ``before`` did not: the round's own facts, then bid by bid."""
    return [*_of_round(before, after), *_of_bids(before, after), *_of_others(before, after)]


def in_short(found: Sequence[Change]) -> str:
    """``1 bid added, 2 bids changed and the round's own facts``; nothing where nothing changed."""
    parts = []
    for kind in Kind:
        bids = {one.reference for one in found if one.kind == kind and one.reference}
        if bids:
            parts.append(f"{count(len(bids), 'bid')} {kind.lower()}")
    if any(not one.reference for one in found):
        parts.append("the round's own facts")
    return listing(parts)


def _of_round(before: Content, after: Content) -> Iterator[Change]:
    facts = {"title": "Grant", "funder": "Funder", "threshold": "Threshold"}
    for key, name in facts.items():
        if before[key] != after[key]:
            both = {"before": str(before[key]), "after": str(after[key])}
            yield Change(Kind.CHANGED, "The round", column=name, **both)
    old, new = before["allocation_pence"], after["allocation_pence"]
    if old != new:
        amounts = {"before": format_pence(old), "after": format_pence(new)}
        yield Change(Kind.CHANGED, "The pot", column="Allocation", **amounts)
    earlier, now = _priorities(before), _priorities(after)
    for code in sorted({*earlier, *now}):
        if code not in earlier:
            yield Change(Kind.ADDED, f"Priority {code}", after=now[code])
        elif code not in now:
            yield Change(Kind.GONE, f"Priority {code}", before=earlier[code])
        elif earlier[code] != now[code]:
            both = {"before": earlier[code], "after": now[code]}
            yield Change(Kind.CHANGED, f"Priority {code}", column="Title", **both)


def _priorities(content: Content) -> dict[str, str]:
    return {one["code"]: one["title"] for one in content["priorities"]}


def _of_bids(before: Content, after: Content) -> Iterator[Change]:
    old, new = _bids(before), _bids(after)
    for reference, row in new.items():
        if reference in old:
            yield from _of_bid(old[reference], row)
        else:
            yield Change(Kind.ADDED, row["Project"], reference, after=_standing(row))
    why = {
        **{row["Reference"]: "Withdrawn after the sift" for row in after["withdrawn"]},
        **{row["Reference"]: row["Reason"] for row in after["failed"]},
    }
    for reference, row in old.items():
        if reference not in new:
            reason = sentence(why.get(reference, "Not among the sifted bids any more"))
            words = f"{reason} It was: {_standing(row)}"
            yield Change(Kind.GONE, row["Project"], reference, before=words)


def _of_bid(old: Row, new: Row) -> Iterator[Change]:
    for column, told in COMPARED.items():
        before, after = told(old, column), told(new, column)
        if before != after:
            yield Change(Kind.CHANGED, new["Project"], new["Reference"], column, before, after)


def _of_others(before: Content, after: Content) -> Iterator[Change]:
    """Bids that failed a gate or were withdrawn since, and stood in no sheet before."""
    proposed = _bids(before)
    for key, words in (("failed", "Failed a gate"), ("withdrawn", "Withdrawn after the sift")):
        known = {row["Reference"] for row in before[key]}
        for row in after[key]:
            if row["Reference"] not in known and row["Reference"] not in proposed:
                about = row.get("Project") or row["Organisation"]
                yield Change(Kind.ADDED, about, row["Reference"], after=words)


def _bids(content: Content) -> dict[str, Row]:
    return {row["Reference"]: row for row in (*content["proposals"], *content["not_proposed"])}


def recommendation(row: Row) -> str:
    """What a row of the content recommends, in a word."""
    if "Recommended" not in row:
        return "decline"
    return "fund" if row["Recommended"] else "reserve"


def _standing(row: Row) -> str:
    match recommendation(row):
        case "fund":
            return f"fund, {format_pence(row['Recommended'])} of {format_pence(row['Requested'])}"
        case word:
            return f"{word}, {format_pence(row['Requested'])} requested"


def _text(row: Row, column: str) -> str:
    return str(row.get(column) or "")


def _money(row: Row, column: str) -> str:
    return format_pence(row[column]) if row.get(column) else ""


def _day(row: Row, column: str) -> str:
    found = row.get(column)
    return format_date(date.fromisoformat(found)) if found else ""


def _codes(row: Row, column: str) -> str:
    return ", ".join(_text(row, column).split(";"))


COMPARED: dict[str, Callable[[Row, str], str]] = {
    "Recommendation": lambda row, column: recommendation(row),
    "Recommended": _money,
    "Requested": _money,
    "Score": _text,
    "Organisation": _text,
    "Project": _text,
    "PCC priorities": _codes,
    "Partnership priorities": _codes,
    "Start date": _day,
    "End date": _day,
    "Outcomes": _text,
    "Reason": _text,
}
"""Columns that are told of, and how. Ranks and running totals follow from the others."""
