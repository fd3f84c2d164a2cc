"""The sheet Interests, and what a row of either sheet declares.

An interest in a bid is one in the organisation that makes it; a score says that there is none.
"""

from collections import Counter

from bids.models import Bid
from people.models import User
from scoring.interests import Answer, write
from scoring.models import Declaration, Interest
from scoring.panel import Pair
from scoring.workbook_file import ScoresFile
from ui.dates import format_date, in_london

Stands = dict[Pair, Declaration]
"""What was declared, by organisation and member."""
NONE = Answer(has_interest=False)


def bring_in_interests(
    file: ScoresFile,
    bids: dict[str, Bid],
    panel: dict[str, User],
    stands: Stands,
    new: Counter[str],
) -> None:
    """Note the sheet's faults and keep its new interests."""
    there = {(i.bid_id, i.member_id): i for i in Interest.objects.filter(bid__round=file.round)}
    for row in file.rows["Interests"]:
        bid = file.bid("Interests", row, bids)
        member = file.find("Interests", row, "Panel member", panel, "on this round's panel")
        if bid is None or member is None or row["Interest"] is None:
            continue
        known = there.get((bid.pk, member.pk))
        if known and known.words != row["Interest"]:
            wrong = "another interest is already recorded for this member and bid"
            file.book.fault("Interests", row.number, "Interest", wrong, known.words)
        elif not known and (wrong := _lifted(stands, bid, member)):
            file.book.fault("Interests", row.number, "Interest", wrong)
        elif not known and file.still_open("Interests", row, bid):
            words = row["Interest"]
            Interest.objects.create(bid=bid, member=member, words=words, at=file.at)
            stand_as_declared(file, bid, member, Answer(has_interest=True, words=words), stands)
            new["Interests"] += 1


def stand_as_declared(
    file: ScoresFile, bid: Bid, member: User, answer: Answer, stands: Stands
) -> None:
    """Let what a member sent stand as their declaration of who bids, unless the same does already."""
    standing = stands.get((bid.organisation_id, member.pk))
    if standing is None or standing.has_interest != answer.has_interest:
        stands[bid.organisation_id, member.pk] = write(
            file.round, member, bid.organisation, answer, by=member, at=file.at
        )


def _lifted(stands: Stands, bid: Bid, member: User) -> str:
    """That an officer said since that there is no interest; nothing where nobody did."""
    standing = stands.get((bid.organisation_id, member.pk))
    if standing is None or standing.has_interest or standing.by_id == member.pk:
        return ""
    day = format_date(in_london(standing.at).date())
    return f"{standing.by.email} recorded on {day} that this member has no interest"
