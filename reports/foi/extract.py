"""What a round's bids said and what became of them, for a request under the Freedom of Information Act 2000.

Nobody is named: what points at a person says ``[removed]``, contacts are never read, and scores stand by
criterion without who gave them. A bid that is not decided, or whose decision a publicity hold keeps back, has
no scores and no outcome here; one that was never sent is not here at all. Amounts in pence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from django.db.models import Max, Q

from bids.announcements import ends_kept_back, kept_back
from bids.models import Bid, HistoryRow
from bids.querysets import LONG_TEXTS, BidQuerySet
from bids.states import State
from people.models import User
from reports.open_data.naming import (
    A_PERSON,
    RELATED,
    cleaned_rounds,
    cleaners_of,
    reference_of,
)
from reports.open_data.personal_data import Cleaner, Names
from reports.open_data.recipients import is_person
from rounds.models import Round

BATCH = 200
"""Bids read at once."""
DECIDED = (State.APPROVED, State.MONITORED, State.CLOSED, State.TERMINATED, State.DECLINED)
ANSWERS = ("priorities", "budget_lines", "measures", "extra_answers")


@dataclass
class Told:
    """A bid, whether its outcome may be told, and what takes the names out of its texts."""

    bid: Bid
    decided: bool
    cleaner: Cleaner

    @property
    def reference(self) -> str:
        """By which it is known."""
        return reference_of(self.bid, self.cleaner)

    @property
    def organisation(self) -> str:
        """Who made it; a person is not named."""
        organisation = self.bid.organisation
        return A_PERSON if is_person(organisation.kind) else self.cleaner.line(organisation.name)


@dataclass
class Extract:
    """A round as an extract tells of it."""

    round: Round
    """A copy of the round that names nobody."""
    total: int
    """How many bids were sent."""
    at: datetime
    """When something about them was last recorded."""
    names: Names
    source: Round
    """The round itself."""

    def bids(self) -> Iterator[Told]:
        """The bids that were sent, by reference, with their answers."""
        rows = Bid.objects.prefetch_related(*ANSWERS)
        return chain.from_iterable(self._batches(sent(self.source), rows))

    def decided(self) -> Iterator[list[Told]]:
        """Those whose outcome may be told, without their long answers, some hundred at a time."""
        bids = sent(self.source).filter(state__in=DECIDED)
        for some in self._batches(bids, Bid.objects.defer("summary", *LONG_TEXTS)):
            yield [told for told in some if told.decided]

    def _batches(self, bids: BidQuerySet, rows: BidQuerySet) -> Iterator[list[Told]]:
        """Some bids by reference, each batch read as ``rows`` has it with what is read beside."""
        keys = iter(bids.order_by("reference").values_list("pk", flat=True))
        while some := list(islice(keys, BATCH)):
            read = rows.filter(pk__in=some).select_related(*RELATED, "award", "recommendation")
            found = list(read.order_by("reference"))
            kept = kept_back(found) | ends_kept_back(found)
            cleaners = cleaners_of(Bid.objects.filter(pk__in=some), self.names)
            yield [
                Told(bid, bid.state in DECIDED and bid.pk not in kept, cleaners[bid.pk])
                for bid in found
            ]

    @property
    def cleaner(self) -> Cleaner:
        """What takes names out of the round's own texts."""
        return Cleaner([self.names])


def sent(round: Round) -> BidQuerySet:
    """The bids that were sent. A bid sent back to be changed is its applicant's for the time."""
    return round.bids.exclude(state=State.DRAFT)


def extract(round: Round) -> Extract:
    """What an extract of a round tells (five queries, and some for each hundred bids)."""
    names = names_of(round)
    rows = HistoryRow.objects.filter(bid__round=round)
    last = rows.aggregate(last=Max("recorded_at"))["last"]
    return Extract(
        round=cleaned_rounds([round], names)[round.pk],
        total=sent(round).count(),
        at=last or round.opens,
        names=names,
        source=round,
    )


def names_of(round: Round) -> Names:
    """Everybody of the partnership, of the round, and of all who bid in it (one query).

    Of those who bid no single word is looked for in others' bids: it may be any.
    """
    ours = User.objects.filter(
        Q(rounds__round=round) | Q(memberships__partnership=round.partnership_id)
    )
    theirs = User.objects.filter(
        Q(organisations__bids__round=round) | Q(bids_let_in_to__round=round), name__contains=" "
    )
    contacts = round.bids.filter(contact_name__contains=" ").order_by()
    rows = ours.values_list("name").union(
        theirs.values_list("name"), contacts.values_list("contact_name")
    )
    return Names(name for (name,) in rows)
