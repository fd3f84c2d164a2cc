"""The scores workbook: gates, interests, scores and agreed scores, all or nothing."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from base.verbs import happened, verb
from base.workbooks import Workbook
from bids.models import Bid
from bids.rules import applicant
from bids.states import State
from bids.workbook import fault_repeated
from people.models import User
from people.permissions import Permission, require
from people.roles import PANEL
from rounds.models import Criterion, Round
from rounds.models import locked as hold
from scoring.discussion import keep_earlier
from scoring.gates import Result, record
from scoring.models import AgreedScore, GateCheck
from scoring.panel import Pair, conflicts, declared
from scoring.sealing import sealed
from scoring.settling import settle
from scoring.workbook_file import GUIDE, SHEETS, ScoresFile, columns_of
from scoring.workbook_interests import bring_in_interests
from scoring.workbook_scores import bring_in_scores

OPTIONAL = ("Agreed", "Gates")
OF_A_MEMBER = (GUIDE, "Scores", "Interests")
"""The sheets of a member's own workbook: what the panel agreed and the gates are not for one member."""
ONCE = {
    "Scores": ("Reference", "Panel member", "Criterion"),
    "Interests": ("Reference", "Panel member"),
    "Agreed": ("Reference", "Criterion"),
    "Gates": ("Reference", "Gate"),
}


class BroughtIn(Counter[str]):
    """How many rows of each sheet were new, and what else there is to say of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[str] = []


def import_scores(
    *, round: Round, name: str, content: bytes, by: User, at: datetime | None = None
) -> BroughtIn:
    """Bring in what the panel sent, and give how many rows of each sheet were new.

    A member's own workbook (with the sheet ``How to score``, which is not read) may leave bids for
    later. Raises ``Faulty`` with every fault of the file, and then changes nothing.
    """
    require(by, Permission.RECORD_SCORES, round.partnership)
    book = Workbook(name, content)
    own = book.has(GUIDE)
    book.only(*(OF_A_MEMBER if own else SHEETS))
    rows = {
        title: []
        if title in OPTIONAL and (own or not book.has(title))
        else book.rows(title, columns_of(title, own=own))
        for title in SHEETS
    }
    for title, columns in ONCE.items():
        rows[title] = fault_repeated(book, title, rows[title], columns)
    return _bring_in(file=ScoresFile(book, rows, round, by, happened(at)))


@verb
def _bring_in(*, file: ScoresFile) -> BroughtIn:
    hold(file.round)
    file.remarks.clear()
    found = file.round.bids.select_related("organisation", "discussion", "recommendation")
    bids = {bid.reference: bid for bid in found}
    panel = {p.user.email: p.user for p in _people(file.round) if p.role == PANEL.name}
    criteria = {criterion.code: criterion for criterion in file.round.criteria.all()}
    new = BroughtIn()
    stands = declared(file.round)
    bring_in_interests(file, bids, panel, stands, new)
    bring_in_scores(file, bids, panel, criteria, stands, new)
    _agreed(file, bids, criteria, new)
    _gates(file, bids, new)
    file.book.refuse_if_faulty()
    settle(round=file.round)
    new.remarks = file.remarks
    return new


def _people(round: Round) -> Any:
    return round.people.select_related("user")


def _agreed(
    file: ScoresFile, bids: dict[str, Bid], criteria: dict[str, Criterion], new: Counter[str]
) -> None:
    """The latest agreed score stands until the bid is sifted."""
    there = {
        (a.bid_id, a.criterion_id): a for a in AgreedScore.objects.filter(bid__round=file.round)
    }
    closed = set(sealed(file.round.bids.all()).values_list("pk", flat=True))
    apart = conflicts(file.round)
    for row in file.rows["Agreed"]:
        bid = file.bid("Agreed", row, bids)
        criterion = file.find("Agreed", row, "Criterion", criteria, "a criterion of this round")
        if bid is None or criterion is None or row["Score"] is None or row["Reason"] is None:
            continue
        known = there.get((bid.pk, criterion.pk))
        if known and (known.points, known.reason) == (row["Score"], row["Reason"]):
            continue
        if wrong := _why_not_agreed(bid, file.by, closed, apart):
            file.book.fault("Agreed", row.number, "Reference", wrong)
        elif file.still_open("Agreed", row, bid):
            if known:
                keep_earlier(known, by=file.by)
            AgreedScore.objects.update_or_create(
                bid=bid,
                criterion=criterion,
                defaults={
                    "points": row["Score"],
                    "reason": row["Reason"],
                    "agreed_at": file.at,
                    "agreed_by": file.by,
                },
            )
            new["Agreed"] += 1


def _why_not_agreed(bid: Bid, by: User, closed: Collection[int], apart: Collection[Pair]) -> str:
    """Why who brings the file in may not write down what was agreed; nothing where they may.

    The same holds on the page (``scoring.discussion.agree``).
    """
    if bid.pk in closed:
        return f"the scores of {bid.reference} are sealed: they are revealed first, then the panel agrees"
    if (bid.pk, by.pk) in apart or applicant(by, bid):
        return f"you have an interest in {bid.reference}: another officer brings in what was agreed"
    return ""


def _gates(file: ScoresFile, bids: dict[str, Bid], new: Counter[str]) -> None:
    """The latest check stands until the bid is sifted; a gate that is not listed is passed.

    A member's own workbook says nothing of gates.
    """
    gates = {gate.code: gate for gate in file.round.gates.all()}
    officers = {
        membership.user.email: membership.user
        for membership in file.round.partnership.memberships.select_related("user")
        if membership.role == "officer"
    }
    there = {(c.bid_id, c.gate_id): c for c in GateCheck.objects.filter(bid__round=file.round)}
    for row in file.rows["Gates"]:
        bid = file.bid("Gates", row, bids)
        gate = file.find("Gates", row, "Gate", gates, "a gate of this round")
        officer = file.find("Gates", row, "Checked by", officers, "an officer")
        passed, words = row["Passed"], row["Note"]
        if passed is False and not words:
            file.book.fault("Gates", row.number, "Note", "a failed gate needs a reason", "a text")
        if bid is None or gate is None or officer is None or passed is None:
            continue
        known = there.get((bid.pk, gate.pk))
        same = known and (known.passed, known.checked_by_id, known.note) == (
            passed,
            officer.pk,
            words,
        )
        if not same and file.still_open("Gates", row, bid) and (passed or words):
            there[bid.pk, gate.pk] = record(
                bid=bid, gate=gate, result=Result(passed, words), by=officer, at=file.at
            )
            new["Gates"] += 1
    if file.own:
        return
    named = {row["Reference"] for rows in file.rows.values() for row in rows}
    for reference in sorted(named & set(bids)):
        bid = bids[reference]
        for gate in gates.values():
            if bid.state == State.SUBMITTED and (bid.pk, gate.pk) not in there:
                GateCheck.objects.create(
                    bid=bid,
                    gate=gate,
                    passed=True,
                    checked_by=file.by,
                    checked_at=file.at,
                    assumed_from=file.book.name[:200],
                )
                new["Gates taken as passed"] += 1
