"""The sheet Scores: what a panel member may send by workbook is what they may send on the page.

In a member's own workbook a bid without any score is left for later, and one that is scored in part is a
fault. What was noted on the page of a bid that the workbook scores in full is gone: the workbook stands.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from base.workbooks import Row
from bids.models import Bid
from bids.rules import applicant
from people.models import User
from rounds.models import Criterion
from scoring.models import Score, ScoreDraft
from scoring.panel import Pair, Panel, read_panel
from scoring.sealing import sealed
from scoring.workbook_file import GUIDE, OWNER, POINTS, ScoresFile
from scoring.workbook_interests import NONE, Stands, stand_as_declared

Given = dict[Pair, dict[str, int]]
"""The row of each criterion that a member has scored for a bid, by its code."""


@dataclass(frozen=True)
class _Round:
    """What the rows of the sheet are looked up in."""

    bids: Mapping[str, Bid]
    members: Mapping[str, User]
    criteria: Mapping[str, Criterion]
    panel: Panel
    there: Mapping[tuple[int, int, int], Score]
    closed: frozenset[int]
    """The bids whose scores are sealed."""
    refused: dict[Pair, str]
    """Why a bid takes no score from a member, as far as it was asked."""


def bring_in_scores(
    file: ScoresFile,
    bids: dict[str, Bid],
    members: dict[str, User],
    criteria: dict[str, Criterion],
    stands: Stands,
    new: Counter[str],
) -> None:
    """Note the sheet's faults and keep its new scores."""
    there = {
        (score.bid_id, score.member_id, score.criterion_id): score
        for score in Score.objects.filter(bid__round=file.round)
    }
    closed = frozenset(sealed(file.round.bids.all()).values_list("pk", flat=True))
    round = _Round(bids, members, criteria, read_panel(file.round), there, closed, {})
    fresh: list[Score] = []
    given: Given = defaultdict(dict)
    first: dict[Pair, Row] = {}
    for row in file.rows["Scores"]:
        bid = file.bid("Scores", row, bids)
        member = file.find("Scores", row, "Panel member", members, "on this round's panel")
        criterion = file.find("Scores", row, "Criterion", criteria, "a criterion of this round")
        if bid is None or member is None or criterion is None:
            continue
        pair = (bid.pk, member.pk)
        first.setdefault(pair, row)
        if row["Score"] is None and not row["Comment"]:
            continue
        given[pair][criterion.code] = row.number
        if row["Score"] is None:
            if not file.faulted("Scores", row, "Score"):
                file.book.fault("Scores", row.number, "Score", "this is blank", POINTS.expected)
            continue
        if score := _score(file, round, row, bid, member, criterion):
            fresh.append(score)
    if file.own:
        _check_owner(file)
        _check_whole(file, round, first, given)
    for bid, member in dict.fromkeys((score.bid, score.member) for score in fresh):
        stand_as_declared(file, bid, member, NONE, stands)
    Score.objects.bulk_create(fresh)
    new["Scores"] = len(fresh)
    _drop_drafts(file, round, fresh)


def _score(
    file: ScoresFile, round: _Round, row: Row, bid: Bid, member: User, criterion: Criterion
) -> Score | None:
    """A score that is new; nothing for one that is there already, or that is a fault.

    A sealed one is neither told nor confirmed: a file that guesses it right is refused like the one
    that does not.
    """
    known = round.there.get((bid.pk, member.pk, criterion.pk))
    if known:
        if not known.from_workbook and bid.pk in round.closed:
            wrong = f"{member.email} sent scores for {bid.reference}, and they are sealed"
            file.book.fault("Scores", row.number, "Panel member", wrong, "no row for them")
        elif (known.points, known.comment) != (row["Score"], row["Comment"]):
            wrong = f"{member.email} already sent another score or comment for {criterion.code}"
            expected = "the score as it was sent; a change goes through an agreed score"
            file.book.fault("Scores", row.number, "Score", wrong, expected)
        return None
    if not file.still_open("Scores", row, bid):
        return None
    if (pair := (bid.pk, member.pk)) not in round.refused:
        round.refused[pair] = _why_not(round.panel, bid, member)
    if wrong := round.refused[pair]:
        file.book.fault("Scores", row.number, "Panel member", wrong)
        return None
    return Score(
        bid=bid,
        member=member,
        criterion=criterion,
        points=row["Score"],
        comment=row["Comment"],
        at=file.at,
        from_workbook=True,
    )


def _why_not(panel: Panel, bid: Bid, member: User) -> str:
    """Why a submitted bid takes no score from a member; nothing where it does.

    One that was sifted on the office's workbooks and reopened takes more of them; after panel day none.
    """
    who, what = member.email, bid.reference
    if (bid.pk, member.pk) in panel.conflicted:
        return f"{who} has an interest in {what} and does not score it"
    if applicant(member, bid):
        return f"{who} belongs to who bids in {what}, or writes it with them, and does not score it"
    if member not in [person.user for person in panel.people]:
        return f"{who} is no longer on the panel, so nothing new is taken from them"
    if member not in panel.of_route(bid.route):
        return f"{who} is not on the panel of the {bid.route} route, which is that of {what}"
    if member not in panel.expected(bid):
        return f"{what} was given to other members of the panel to score, not to {who}"
    if hasattr(bid, "discussion") and (bid.pk, member.pk) not in panel.late:
        return f"the scores of {what} were revealed, so no more are taken unless somebody is asked"
    return ""


def _check_owner(file: ScoresFile) -> None:
    """A member's own workbook holds their own rows, and nobody else's."""
    owner = file.owner()
    if not owner:
        wrong = f"it does not say whose workbook this is (“{OWNER}” and an email)"
        file.book.fault(GUIDE, 0, "", wrong, "the guide as it was downloaded")
        return
    for title, rows in file.rows.items():
        for row in rows:
            who = row.values.get("Panel member")
            if who is not None and who != owner:
                wrong = f"this is the workbook of {owner}, and the row is of {who}"
                file.book.fault(title, row.number, "Panel member", wrong, owner)


def _check_whole(file: ScoresFile, round: _Round, first: Mapping[Pair, Row], given: Given) -> None:
    """Fault what is scored in part; say what is not scored yet."""
    by_key = {bid.pk: bid for bid in round.bids.values()}
    waiting = []
    for pair, row in first.items():
        bid = by_key[pair[0]]
        sent = {
            code
            for code, criterion in round.criteria.items()
            if (*pair, criterion.pk) in round.there
        }
        missing = [code for code in round.criteria if code not in given[pair] and code not in sent]
        if missing and given[pair]:
            wrong = f"{bid.reference} is scored in part: {', '.join(missing)} is missing"
            number = min(given[pair].values())
            file.book.fault(
                "Scores", number, "Score", wrong, "a score for every criterion, or none"
            )
        elif missing and pair not in round.panel.conflicted:
            waiting.append(row["Reference"])
    if waiting:
        file.remarks.append(_("Not scored yet: %(bids)s.") % {"bids": ", ".join(waiting)})


def _drop_drafts(file: ScoresFile, round: _Round, fresh: list[Score]) -> None:
    """Take away what a member noted of a bid that is now scored in full, and say so."""
    count = Counter((score.bid_id, score.member_id) for score in fresh)
    members = {member.pk: member for member in round.members.values()}
    drafts = ScoreDraft.objects.filter(bid__round=file.round, bid__in=[pair[0] for pair in count])
    for draft in drafts.select_related("bid"):
        pair = (draft.bid_id, draft.member_id)
        if count[pair] + round.panel.given.get(pair, 0) < len(round.criteria) or not count[pair]:
            continue
        draft.delete()
        file.remarks.append(
            _(
                "%(member)s had noted something on the page of %(bid)s and not sent it. The workbook "
                "stands, and the note is gone."
            )
            % {"member": members[draft.member_id], "bid": draft.bid.reference}
        )
