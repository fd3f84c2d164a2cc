"""The panel of a round: who is to score which bid, who has an interest, and who has sent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from bids.models import Bid
from people.models import Membership, User
from people.roles import PANEL
from rounds.models import Criterion, Person, Round
from scoring.models import Assignment, Declaration, Interest, Score, ScoreDraft

Pair = tuple[int, int]
"""The keys of a bid and of a panel member."""


@dataclass(frozen=True)
class Panel:
    """A round's panel as it stands."""

    people: tuple[Person, ...]
    """In the order of the round; each with its user and its route."""
    criteria: int
    conflicted: frozenset[Pair]
    assigned: Mapping[int, frozenset[int]]
    late: frozenset[Pair]
    """Members who may score a bid although its scores were revealed."""
    given: Mapping[Pair, int]
    """How many criteria a member has sent points for."""
    begun: frozenset[Pair] = frozenset()
    """Where a member noted something and has not sent. What, only they know."""
    declared: frozenset[Pair] = frozenset()
    """Where a member said of who bids whether they have an interest."""

    def of_route(self, route: str) -> list[User]:
        """The members whose route it is."""
        return [person.user for person in self.people if person.route in ("", route)]

    def expected(self, bid: Bid) -> list[User]:
        """Who is to score a bid: those it is assigned to, else the panel of its route; without an
        interest in it.
        """
        assigned = self.assigned.get(bid.pk)
        return [
            user
            for user in self.of_route(bid.route)
            if (bid.pk, user.pk) not in self.conflicted
            and (assigned is None or user.pk in assigned or (bid.pk, user.pk) in self.late)
        ]

    def has_sent(self, bid: Bid, member: User) -> bool:
        """Whether the member has sent points for every criterion."""
        return 0 < self.criteria <= self.given.get((bid.pk, member.pk), 0)

    def waiting(self, bid: Bid) -> list[User]:
        """Who is to score a bid and has not sent."""
        return [member for member in self.expected(bid) if not self.has_sent(bid, member)]


def panel_people(round: Round, **counted: Combinable) -> list[Person]:
    """The panel members of a round who still hold the role and may sign in, in order.

    ``counted`` is put beside each of them.
    """
    held = Membership.objects.filter(
        user=OuterRef("user"), partnership=round.partnership_id, role=PANEL.name
    )
    rows = round.people.filter(Exists(held), role=PANEL.name, user__is_active=True)
    return list(rows.select_related("user").annotate(**counted))


def read_panel(round: Round) -> Panel:
    """The panel of a round, in two queries whatever its size."""
    marks = _marks(
        round, "interest", "assigned", "late", "begun", "given", "bids", "declared", "apart"
    )
    assigned: dict[int, set[int]] = defaultdict(set)
    for bid, member in marks["assigned"]:
        assigned[bid].add(member)
    criteria = Criterion.objects.filter(round=OuterRef("round")).order_by().values("round")
    counted = Subquery(criteria.annotate(count=Count("pk")).values("count"))
    people = panel_people(round, criteria=Coalesce(counted, 0))
    return Panel(
        people=tuple(people),
        criteria=getattr(people[0], "criteria", 0) if people else 0,
        conflicted=frozenset(marks["interest"].keys() | _by_bid(marks, "apart")),
        assigned={bid: frozenset(members) for bid, members in assigned.items()},
        late=frozenset(marks["late"]),
        given=marks["given"],
        begun=frozenset(marks["begun"]),
        declared=frozenset(_by_bid(marks, "declared")),
    )


def _marks(round: Round, *kinds: str) -> dict[str, dict[Pair, int]]:
    """What joins members to bids, or to who bids, by kind, each with a number (one query).

    ``declared`` and ``apart`` join who bids to members, by the declarations that stand; ``bids`` joins
    each bid to who made it.
    """
    later = Declaration.objects.filter(
        round=OuterRef("round"),
        organisation=OuterRef("organisation"),
        member=OuterRef("member"),
        pk__gt=OuterRef("pk"),
    )
    standing = round.declarations.filter(~Exists(later))
    who = Coalesce("organisation__merged_into", "organisation")

    def rows(kind: str, found: Any, left: object = "bid", right: str = "member") -> Any:
        pairs = found.order_by().values_list(left, right, Value(kind))
        return pairs.annotate(number=Count("pk"))

    def of_bids(model: type[Model], **like: object) -> Any:
        return model._default_manager.filter(bid__round=round, **like)

    every = {
        "interest": rows("interest", of_bids(Interest)),
        "assigned": rows("assigned", of_bids(Assignment, late=False)),
        "late": rows("late", of_bids(Assignment, late=True)),
        "begun": rows("begun", of_bids(ScoreDraft)),
        "given": rows("given", of_bids(Score)),
        "bids": rows("bids", round.bids.all(), "pk", "organisation"),
        "declared": rows("declared", standing, who),
        "apart": rows("apart", standing.filter(has_interest=True), who),
    }
    first, *others = (every[kind] for kind in kinds)
    marks: dict[str, dict[Pair, int]] = defaultdict(dict)
    for left, right, kind, number in first.union(*others):
        marks[kind][left, right] = number
    return marks


def _by_bid(marks: Mapping[str, Mapping[Pair, int]], kind: str) -> set[Pair]:
    """Each bid and member that a mark joins through the organisation that made the bid."""
    members: dict[int, set[int]] = defaultdict(set)
    for organisation, member in marks[kind]:
        members[organisation].add(member)
    return {(bid, member) for bid, who in marks["bids"] for member in members[who]}


def declared(round: Round) -> dict[Pair, Declaration]:
    """What stands of what was declared, by organisation and member (one query)."""
    return standing_of(declarations(round))


def standing_of(rows: Iterable[Declaration]) -> dict[Pair, Declaration]:
    """Which of some declarations stand, by organisation and member.

    The latest declaration of an organisation stands. What was declared of one that was merged into
    another stands of that one, and an interest in either is an interest.
    """
    latest = {(row.organisation_id, row.member_id): row for row in sorted(rows, key=_pk)}
    stands: dict[Pair, Declaration] = {}
    for row in sorted(latest.values(), key=lambda row: (row.has_interest, row.pk)):
        stands[row.organisation.merged_into_id or row.organisation_id, row.member_id] = row
    return stands


def _pk(row: Declaration) -> int:
    return row.pk


def declarations(round: Round) -> QuerySet[Declaration]:
    """All that was declared in a round, in the order in which it was."""
    related = ("organisation", "member", "by", "note")
    return round.declarations.select_related(*related).order_by("pk")


def conflicts(round: Round) -> set[Pair]:
    """Each bid and member where the member has an interest in the bid or in who bids (one query)."""
    marks = _marks(round, "interest", "bids", "apart")
    return marks["interest"].keys() | _by_bid(marks, "apart")
