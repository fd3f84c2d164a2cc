"""The sheets of a scores workbook, and one as it was read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from base.cells import email, text, whole, yes_no
from base.workbooks import Column, Row, Workbook
from bids.models import Bid
from bids.states import State
from bids.workbook import REFERENCE
from people.models import User
from rounds.models import Criterion, Round

CRITERION = Column("Criterion", text(50), "a criterion's code")
POINTS = Column("Score", whole(0, Criterion.MOST_POINTS), "a whole number from 0 to 5")
MEMBER = Column("Panel member", email, "a panel member's email")

SHEETS = {
    "Scores": [REFERENCE, MEMBER, CRITERION, POINTS, Column("Comment", text(), "a text", blank="")],
    "Interests": [REFERENCE, MEMBER, Column("Interest", text(300), "what the interest is")],
    "Agreed": [
        REFERENCE,
        CRITERION,
        POINTS,
        Column("Reason", text(), "why the panel agreed on it"),
    ],
    "Gates": [
        REFERENCE,
        Column("Gate", text(50), "a gate's code"),
        Column("Passed", yes_no, "yes or no"),
        Column("Checked by", email, "an officer's email"),
        Column("Note", text(), "the evidence, or the reason for a no", blank=""),
    ],
}
GUIDE = "How to score"
"""The sheet that makes a workbook one member's own: it says whose, and is for reading."""
OWNER = "Workbook of"
"""What stands in the guide beside the member's email."""


def columns_of(title: str, *, own: bool) -> list[Column]:
    """The columns of a sheet; in a member's own workbook a score may be blank."""
    if not own or title != "Scores":
        return SHEETS[title]
    blank = Column(POINTS.name, POINTS.read, POINTS.expected, blank=None)
    return [blank if column is POINTS else column for column in SHEETS[title]]


@dataclass
class ScoresFile:
    """A scores workbook as read, and what its words mean in this round."""

    book: Workbook
    rows: dict[str, list[Row]]
    round: Round
    by: User
    at: datetime
    remarks: list[str] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether it is one member's own workbook, with the guide in it."""
        return self.book.has(GUIDE)

    def owner(self) -> str:
        """Whose workbook it is, as its guide says; nothing where it does not say."""
        for _number, cells in self.book.cells(GUIDE):
            words = [str(cell).strip() for cell in cells[:2] if cell is not None]
            if words[:1] == [OWNER] and len(words) > 1:
                return words[1].lower()
        return ""

    def faulted(self, title: str, row: Row, column: str) -> bool:
        """Whether something is wrong in a cell already."""
        place = (title, row.number, column)
        return any((one.sheet, one.row, one.column) == place for one in self.book.faults)

    def find(self, title: str, row: Row, column: str, known: dict[str, Any], what: str) -> Any:
        """What a cell names; a name that nobody knows is a fault."""
        name = row[column]
        if name is not None and name not in known:
            self.book.fault(title, row.number, column, f"{name} is not {what}", ", ".join(known))
        return known.get(name)

    def bid(self, title: str, row: Row, bids: dict[str, Bid]) -> Bid | None:
        """The bid that a row names."""
        found: Bid | None = self.find(title, row, "Reference", bids, f"a bid of {self.round.code}")
        return found

    def still_open(self, title: str, row: Row, bid: Bid) -> bool:
        """Whether the bid may still be given something new; a fault where it may not."""
        if bid.state != State.SUBMITTED:
            wrong = f"{bid.reference} is {bid.state}, so nothing new is taken for it"
            self.book.fault(title, row.number, "Reference", wrong, "a submitted bid")
        return bool(bid.state == State.SUBMITTED)
