"""The panel of a round: who is to score which bid, who has an interest, and who has sent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from bids.models import Bid
from people.models import Membership, User
from people.roles import PANEL
from rounds.models import Person, Round
from scoring.models import Assignment, Declaration, Interest, Score

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


def panel_people(round: Round) -> list[Person]:
    """The panel members of a round who still hold the role and may sign in, in order."""
    held = Membership.objects.filter(
        user=OuterRef("user"), partnership=round.partnership_id, role=PANEL.name
    )
    rows = round.people.filter(Exists(held), role=PANEL.name, user__is_active=True)
    return list(rows.select_related("user"))


def read_panel(round: Round) -> Panel:
    """The panel of a round, in seven queries whatever its size."""
    assigned: dict[int, set[int]] = defaultdict(set)
    late = set()
    rows = Assignment.objects.filter(bid__round=round).values_list("bid", "member", "late")
    for bid, member, is_late in rows:
        if is_late:
            late.add((bid, member))
        else:
            assigned[bid].add(member)
    given = Score.objects.filter(bid__round=round).values("bid", "member").order_by()
    return Panel(
        people=tuple(panel_people(round)),
        criteria=round.criteria.count(),
        conflicted=frozenset(conflicts(round)),
        assigned={bid: frozenset(members) for bid, members in assigned.items()},
        late=frozenset(late),
        given={
            (row["bid"], row["member"]): row["count"] for row in given.annotate(count=Count("pk"))
        },
    )


def declared(round: Round) -> dict[Pair, Declaration]:
    """What stands of what was declared, by organisation and member. The latest declaration stands."""
    rows = round.declarations.select_related("note").order_by("pk")
    return {(row.organisation_id, row.member_id): row for row in rows}


def conflicts(round: Round) -> set[Pair]:
    """Each bid and member where the member has an interest in the bid or in who bids."""
    found = set(Interest.objects.filter(bid__round=round).values_list("bid", "member"))
    apart: dict[int, set[int]] = defaultdict(set)
    rows = round.declarations.order_by("pk").values_list(
        "organisation", "organisation__merged_into", "member", "has_interest"
    )
    stands = {(organisation, into, member): yes for organisation, into, member, yes in rows}
    for (organisation, into, member), has_interest in stands.items():
        if has_interest:
            apart[into or organisation].add(member)
    for bid, organisation in round.bids.values_list("pk", "organisation"):
        found.update((bid, member) for member in apart.get(organisation, ()))
    return found
