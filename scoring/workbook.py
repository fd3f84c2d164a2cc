"""The scores workbook: gates, interests, scores and agreed scores, all or nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from base.cells import email, text, whole, yes_no
from base.verbs import happened, verb
from base.workbooks import Column, Row, Workbook
from bids.models import Bid
from bids.states import State
from bids.workbook import REFERENCE, fault_repeated
from people.models import User
from people.permissions import Permission, require
from people.roles import PANEL
from rounds.models import Criterion, Round
from rounds.models import locked as hold
from scoring.gates import Result, record
from scoring.models import AgreedScore, GateCheck, Interest, Score

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
OPTIONAL = ("Agreed", "Gates")
ONCE = {
    "Scores": ("Reference", "Panel member", "Criterion"),
    "Interests": ("Reference", "Panel member"),
    "Agreed": ("Reference", "Criterion"),
    "Gates": ("Reference", "Gate"),
}


@dataclass
class _File:
    """A scores workbook as read, and what its words mean in this round."""

    book: Workbook
    rows: dict[str, list[Row]]
    round: Round
    by: User
    at: datetime

    def find(self, title: str, row: Row, column: str, known: dict[str, Any], what: str) -> Any:
        """What a cell names; a name that nobody knows is a fault."""
        name = row[column]
        if name is not None and name not in known:
            self.book.fault(title, row.number, column, f"{name} is not {what}", ", ".join(known))
        return known.get(name)


def import_scores(
    *, round: Round, name: str, content: bytes, by: User, at: datetime | None = None
) -> Counter[str]:
    """Bring in what the panel sent, and give how many rows of each sheet were new.

    Raises ``Faulty`` with every fault of the file, and then changes nothing.
    """
    require(by, Permission.RECORD_SCORES, round.partnership)
    book = Workbook(name, content)
    book.only(*SHEETS)
    rows = {
        title: [] if title in OPTIONAL and not book.has(title) else book.rows(title, columns)
        for title, columns in SHEETS.items()
    }
    for title, columns in ONCE.items():
        rows[title] = fault_repeated(book, title, rows[title], columns)
    return _bring_in(file=_File(book, rows, round, by, happened(at)))


@verb
def _bring_in(*, file: _File) -> Counter[str]:
    hold(file.round)
    bids = {bid.reference: bid for bid in file.round.bids.all()}
    panel = {p.user.email: p.user for p in _people(file.round) if p.role == PANEL.name}
    criteria = {criterion.code: criterion for criterion in file.round.criteria.all()}
    new: Counter[str] = Counter()
    _interests(file, bids, panel, new)
    _scores(file, bids, panel, criteria, new)
    _agreed(file, bids, criteria, new)
    _gates(file, bids, new)
    file.book.refuse_if_faulty()
    return new


def _people(round: Round) -> Any:
    return round.people.select_related("user")


def _bid(file: _File, title: str, row: Row, bids: dict[str, Bid]) -> Bid | None:
    bid: Bid | None = file.find(title, row, "Reference", bids, f"a bid of {file.round.code}")
    return bid


def _still_open(file: _File, title: str, row: Row, bid: Bid) -> bool:
    """Whether the bid may still be given something new; a fault where it may not."""
    if bid.state != State.SUBMITTED:
        wrong = f"{bid.reference} is {bid.state}, so nothing new is taken for it"
        file.book.fault(title, row.number, "Reference", wrong, "a submitted bid")
    return bool(bid.state == State.SUBMITTED)


def _interests(
    file: _File, bids: dict[str, Bid], panel: dict[str, User], new: Counter[str]
) -> None:
    there = {(i.bid_id, i.member_id): i for i in Interest.objects.filter(bid__round=file.round)}
    for row in file.rows["Interests"]:
        bid = _bid(file, "Interests", row, bids)
        member = file.find("Interests", row, "Panel member", panel, "on this round's panel")
        if bid is None or member is None or row["Interest"] is None:
            continue
        known = there.get((bid.pk, member.pk))
        if known and known.words != row["Interest"]:
            wrong = "another interest is already recorded for this member and bid"
            file.book.fault("Interests", row.number, "Interest", wrong, known.words)
        elif not known and _still_open(file, "Interests", row, bid):
            Interest.objects.create(bid=bid, member=member, words=row["Interest"])
            new["Interests"] += 1


def _scores(
    file: _File,
    bids: dict[str, Bid],
    panel: dict[str, User],
    criteria: dict[str, Criterion],
    new: Counter[str],
) -> None:
    conflicted = set(Interest.objects.filter(bid__round=file.round).values_list("bid", "member"))
    there = {
        (score.bid_id, score.member_id, score.criterion_id): score
        for score in Score.objects.filter(bid__round=file.round)
    }
    fresh = []
    for row in file.rows["Scores"]:
        bid = _bid(file, "Scores", row, bids)
        member = file.find("Scores", row, "Panel member", panel, "on this round's panel")
        criterion = file.find("Scores", row, "Criterion", criteria, "a criterion of this round")
        if bid is None or member is None or criterion is None or row["Score"] is None:
            continue
        known = there.get((bid.pk, member.pk, criterion.pk))
        if known and (known.points, known.comment) != (row["Score"], row["Comment"]):
            wrong = f"{member.email} already sent {known.points} for {criterion.code}"
            expected = "the score as it was sent; a change goes through an agreed score"
            file.book.fault("Scores", row.number, "Score", wrong, expected)
        elif not known and (bid.pk, member.pk) in conflicted:
            wrong = f"{member.email} has an interest in {bid.reference} and does not score it"
            file.book.fault("Scores", row.number, "Panel member", wrong)
        elif not known and _still_open(file, "Scores", row, bid):
            fresh.append(
                Score(
                    bid=bid,
                    member=member,
                    criterion=criterion,
                    points=row["Score"],
                    comment=row["Comment"],
                    at=file.at,
                    from_workbook=True,
                )
            )
    Score.objects.bulk_create(fresh)
    new["Scores"] = len(fresh)


def _agreed(
    file: _File, bids: dict[str, Bid], criteria: dict[str, Criterion], new: Counter[str]
) -> None:
    """The latest agreed score stands until the bid is sifted."""
    there = {
        (a.bid_id, a.criterion_id): a for a in AgreedScore.objects.filter(bid__round=file.round)
    }
    for row in file.rows["Agreed"]:
        bid = _bid(file, "Agreed", row, bids)
        criterion = file.find("Agreed", row, "Criterion", criteria, "a criterion of this round")
        if bid is None or criterion is None or row["Score"] is None or row["Reason"] is None:
            continue
        known = there.get((bid.pk, criterion.pk))
        if known and (known.points, known.reason) == (row["Score"], row["Reason"]):
            continue
        if _still_open(file, "Agreed", row, bid):
            AgreedScore.objects.update_or_create(
                bid=bid,
                criterion=criterion,
                defaults={"points": row["Score"], "reason": row["Reason"]},
            )
            new["Agreed"] += 1


def _gates(file: _File, bids: dict[str, Bid], new: Counter[str]) -> None:
    """The latest check stands until the bid is sifted; a gate that is not listed is passed."""
    gates = {gate.code: gate for gate in file.round.gates.all()}
    officers = {
        membership.user.email: membership.user
        for membership in file.round.partnership.memberships.select_related("user")
        if membership.role == "officer"
    }
    there = {(c.bid_id, c.gate_id): c for c in GateCheck.objects.filter(bid__round=file.round)}
    for row in file.rows["Gates"]:
        bid = _bid(file, "Gates", row, bids)
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
        if not same and _still_open(file, "Gates", row, bid) and (passed or words):
            there[bid.pk, gate.pk] = record(
                bid=bid, gate=gate, result=Result(passed, words), by=officer, at=file.at
            )
            new["Gates"] += 1
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
