"""How the service says no: in words that tell the person what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


class Refused(Exception):
    """What was asked cannot be done. The message is a sentence for the person who asked."""


class NotAllowed(Refused):
    """The person may not do this, whatever the facts are."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a file: where it stands, what is wrong, and what was expected."""

    sheet: str
    row: int
    column: str
    wrong: str
    expected: str = ""

    def __str__(self) -> str:
        place = self.sheet
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", {self.column}"
        expected = f" Expected: {self.expected}." if self.expected else ""
        return f"{place}: {self.wrong}.{expected}"


class Faulty(Refused):
    """A file has faults: all of them, so that one pass mends the file. Nothing was changed."""

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        count = len(self.faults)
        lines = [
            f"{name} was not read: {count} fault{'s' if count > 1 else ''}. Nothing was changed."
        ]
        super().__init__("\n".join(lines + [f"  {fault}" for fault in self.faults]))


def refuse_if_any(name: str, faults: Iterable[Fault]) -> None:
    """Raise ``Faulty`` when there is at least one fault."""
    found = list(faults)
    if found:
        raise Faulty(name, found)
