"""The register of interests: what stands, what stood before, and what an officer should look at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bids.models import Bid
from bids.states import State
from people.models import Organisation
from rounds.models import Person, Round
from scoring.interest_asked import UNSEEN
from scoring.models import Declaration, Interest, Score
from scoring.panel import Pair, declarations, panel_people, standing_of


@dataclass(frozen=True)
class Line:
    """A declaration with what bears on it."""

    row: Declaration
    stands: bool
    before: Declaration | None = None
    """What the member had declared of the organisation before."""
    left_out: tuple[Bid, ...] = ()
    """Of an interest: bids that they had scored; the scores are not counted."""
    counting: tuple[Bid, ...] = ()
    """Of an interest: bids that were sifted with their scores, which count until a bid is reopened."""

    @property
    def is_lifted(self) -> bool:
        """Whether it takes an interest back."""
        return bool(self.before and self.before.has_interest and not self.row.has_interest)

    @property
    def is_doubted(self) -> bool:
        """Whether the member said no although the service had found a connection."""
        return not self.row.has_interest and self.row.note is not None and not self.is_lifted


@dataclass(frozen=True)
class Register:
    """A round's register."""

    people: list[Person]
    organisations: list[Organisation]
    """Those that bid, by name."""
    lines: list[Line]
    """All that was ever declared, the latest first."""
    stands: dict[Pair, Line]
    """By organisation and member."""
    waiting: dict[int, list[Organisation]] = field(default_factory=dict)
    """What a member has still to declare on, by their key."""
    routes: dict[int, set[str]] = field(default_factory=dict)
    """The routes by which an organisation bids, by its key."""

    def asks(self, person: Person, organisation: Organisation) -> bool:
        """Whether a member is to declare on an organisation: it bids on a route that is theirs."""
        return not person.route or person.route in self.routes[organisation.pk]

    def interests(self) -> Iterator[Line]:
        """The interests that stand."""
        return (line for line in self.lines if line.stands and line.row.has_interest)

    def to_look_at(self) -> Iterator[Line]:
        """What stands as no interest, although the service had found one or one was lifted."""
        return (line for line in self.lines if line.stands and (line.is_doubted or line.is_lifted))

    def earlier(self) -> Iterator[Line]:
        """What does not stand any more."""
        return (line for line in self.lines if not line.stands)


def read_register(round: Round) -> Register:
    """The register as it stands, in five queries whatever its size."""
    people, rows = panel_people(round), list(declarations(round))
    bids = list(round.bids.exclude(state__in=UNSEEN).select_related("organisation").only(*FIELDS))
    scored: dict[Pair, list[Bid]] = defaultdict(list)
    by_key = {bid.pk: bid for bid in bids}
    given = Score.objects.filter(bid__round=round).order_by("bid", "member")
    for bid, member in given.values_list("bid", "member").distinct():
        if bid in by_key:
            scored[by_key[bid].organisation_id, member].append(by_key[bid])
    apart = set(Interest.objects.filter(bid__round=round).values_list("bid", "member"))
    stands = standing_of(rows)
    before: dict[Pair, Declaration] = {}
    lines = []
    for row in rows:
        pair = row.organisation_id, row.member_id
        here = stands[row.organisation.merged_into_id or row.organisation_id, row.member_id]
        theirs = scored[here.organisation.merged_into_id or here.organisation_id, row.member_id]
        late = theirs if row.has_interest and here.pk == row.pk else []
        lines.append(
            Line(
                row,
                stands=here.pk == row.pk,
                before=before.get(pair),
                left_out=tuple(bid for bid in late if (bid.pk, row.member_id) in apart),
                counting=tuple(bid for bid in late if (bid.pk, row.member_id) not in apart),
            )
        )
        before[pair] = row
    by_pk = {line.row.pk: line for line in lines}
    organisations = sorted({bid.organisation for bid in bids}, key=lambda one: (one.name, one.pk))
    return Register(
        people=people,
        organisations=organisations,
        lines=lines[::-1],
        stands={pair: by_pk[row.pk] for pair, row in stands.items()},
        waiting=_waiting(people, bids, stands),
        routes=_routes(bids),
    )


FIELDS = ("reference", "route", "state", "round", "organisation__name")


def _routes(bids: list[Bid]) -> dict[int, set[str]]:
    routes: dict[int, set[str]] = defaultdict(set)
    for bid in bids:
        routes[bid.organisation_id].add(bid.route)
    return routes


def _waiting(
    people: list[Person], bids: list[Bid], stands: dict[Pair, Declaration]
) -> dict[int, list[Organisation]]:
    """What each has still to declare on: who has a submitted bid on a route that is theirs, by name."""
    here = [bid for bid in bids if bid.state == State.SUBMITTED]
    found = {}
    for person in people:
        theirs = {bid.organisation for bid in here if person.route in ("", bid.route)}
        left = [one for one in theirs if (one.pk, person.user_id) not in stands]
        found[person.user_id] = sorted(left, key=lambda one: (one.name, one.pk))
    return found
