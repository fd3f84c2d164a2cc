"""What was declared of organisations, brought to their submitted bids."""

from collections import defaultdict

from base.verbs import verb
from bids.states import State
from rounds.models import Round
from scoring.models import Declaration, Interest
from scoring.panel import declared


@verb
def settle(*, round: Round) -> None:
    """Make the interests in a round's submitted bids what was declared of those who bid.

    To be called before sums are made: a bid may have been submitted, reopened or moved to another
    organisation since. An interest goes only where none was declared after it; words that are there stay.
    """
    of: dict[int, list[Declaration]] = defaultdict(list)
    for (organisation, _member), row in declared(round).items():
        of[organisation].append(row)
    rows = Interest.objects.filter(bid__round=round, bid__state=State.SUBMITTED)
    there = {(row.bid_id, row.member_id): row for row in rows}
    missing, lifted = [], []
    bids = round.bids.filter(state=State.SUBMITTED).values_list("pk", "organisation")
    for bid, organisation in bids:
        for row in of[organisation]:
            held = there.get((bid, row.member_id))
            if row.has_interest and not held:
                words = row.note.text if row.note else ""
                missing.append(Interest(bid_id=bid, member=row.member, words=words, at=row.at))
            elif held and not row.has_interest and held.at <= row.at:
                lifted.append(held.pk)
    Interest.objects.bulk_create(missing, ignore_conflicts=True)
    Interest.objects.filter(pk__in=lifted).delete()
