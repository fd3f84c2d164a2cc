"""Sheets that another version of a form calls otherwise, as “Proposals 2020-21”: the map goes with them."""

from dataclasses import replace

from reports.pcc_forms.mapping import Map
from reports.pcc_forms.reading import Book, Sheet

ENOUGH = 0.5
"""The share of a sheet's words that stand where they stood, from which on it is the same sheet."""


def renamed(old: Book, new: Book) -> dict[str, str]:
    """What the sheets that are missing in another version are called there, by their titles in the old one."""
    found: dict[str, str] = {}
    free = [one for one in new.sheets if old.sheet(one.title) is None]
    for sheet in old.sheets:
        if new.sheet(sheet.title) is None and free:
            likest = max(free, key=lambda one: _share(sheet, one))
            if _share(sheet, likest) >= ENOUGH:
                found[sheet.title] = likest.title
                free.remove(likest)
    return found


def _share(old: Sheet, new: Sheet) -> float:
    words = [(where, seen.text) for where, seen in old.cells.items() if seen.text.strip()]
    return sum(new.at(where).text == text for where, text in words) / len(words) if words else 0.0


def follow(mapped: Map, names: dict[str, str]) -> Map:
    """The map with the sheets called what they are called now."""
    now = {old.casefold(): new for old, new in names.items()}

    def title(old: str) -> str:
        return now.get(old.casefold(), old)

    return Map(
        tuple(replace(one, sheet=title(one.sheet)) for one in mapped.cells),
        tuple(replace(one, sheet=title(one.sheet)) for one in mapped.tables),
    )
