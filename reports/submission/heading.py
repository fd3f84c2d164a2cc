"""What the first sheet of the submission says, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from awards.submissions import Content
from base.writing import Value
from funds.balances import Balances
from people.models import User
from reports.submission.changes import Change, in_short
from reports.submission.standing import (
    Decided,
    approved_pence,
    in_words,
    recommended_pence,
    waiting,
)
from rounds.models import Pot
from ui.dates import format_moment
from ui.money import to_pounds

HOW_TO_ANSWER = (
    "Please fill in the three yellow columns of “Proposals” and send this file back. PCC decision: "
    "approve, decline or query. PCC amount: only with approve, and only where it is not the amount "
    "recommended (a bid on reserve needs one). PCC comment: the reason or the question. A row left "
    "empty stays open. A bid under “Not proposed” that is left empty is declined."
)


@dataclass(frozen=True)
class Edition:
    """A version of the submission: what stands in it beside its content, for the reader.

    None of this is part of what the checksum is of.
    """

    version: int | str
    """A number, or ``DRAFT``."""
    checksum: str
    at: datetime
    by: User | None
    money: Balances
    """The balances at the time."""
    decided: Decided = field(default_factory=dict)
    """What was decided already: pence by reference, nothing where the bid was declined."""
    agreed: str = ""
    """Who of the partnership agreed to it, and when."""
    before: int | None = None
    """The version that was sent before it."""
    changes: Sequence[Change] = ()
    """What it says that the one before did not."""

    @property
    def mark(self) -> str:
        """``version 2``, or that it is a draft."""
        return f"version {self.version}" if self.by else "DRAFT, not sent"


def heading(content: Content, edition: Edition) -> list[tuple[str, Value]]:
    """Labels, and what is said of each. Amounts are in pounds."""
    proposals, by, decided = content["proposals"], edition.by, edition.decided
    lines: list[tuple[str, Value]] = [
        ("Grant", content["title"]),
        ("Partnership", content["partnership"]),
        ("Funder", content["funder"]),
        ("Financial year", content["financial_year"]),
        ("Round", content["round"]),
        ("Route", content["route"]),
        ("Version", edition.version),
        ("Checksum", edition.checksum),
        ("Made", format_moment(edition.at)),
        ("Sent by", by.name or by.email if by else "not sent: this is a draft"),
        ("Allocation of this pot", to_pounds(content["allocation_pence"])),
        ("Bids proposed", sum(row["Recommended"] > 0 for row in proposals)),
        ("Bids on reserve", sum(row["Recommended"] == 0 for row in proposals)),
        ("Bids not proposed", len(content["not_proposed"])),
        ("Total requested", to_pounds(sum(row["Requested"] for row in proposals))),
        ("Total recommended", to_pounds(recommended_pence(content))),
    ]
    if decided:
        open = recommended_pence(waiting(content, decided))
        lines.append(("Total approved already", to_pounds(approved_pence(decided))))
        lines.append(("Total still open", to_pounds(open)))
    lines.append(("Left in the pot", to_pounds(left_pence(content, edition))))
    if edition.before:
        said = in_short(list(edition.changes))
        words = f"{said}. Each is listed on “Notes”." if said else "Nothing of the proposals."
        lines.append((f"Changed since version {edition.before}", words))
    if decided:
        words = "; ".join(f"{one} {in_words(pence)}" for one, pence in sorted(decided.items()))
        lines.append(("Decided already", f"{words}. Leave these rows empty."))
    return [*lines, ("How to answer", HOW_TO_ANSWER)]


def left_pence(content: Content, edition: Edition) -> int:
    """What the pot has left once all that is recommended and undecided is approved."""
    open = recommended_pence(waiting(content, edition.decided))
    return available_pence(content, edition) - open


def available_pence(content: Content, edition: Edition) -> int:
    """What the pot has now."""
    return edition.money.pots[Pot(content["route"])]["available_pence"]
