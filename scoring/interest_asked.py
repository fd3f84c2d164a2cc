"""The organisations that a panel member is asked about, each with what stands and what may connect them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bids.states import State
from people.models import Organisation
from rounds.models import Person
from scoring.connections import Connection, connections
from scoring.models import Declaration
from scoring.panel import declared

UNSEEN = (State.DRAFT, State.WITHDRAWN)
"""A bid that the panel never comes to see says nothing of who bids."""


@dataclass(frozen=True)
class Asked:
    """An organisation, what the member declared of it last, and what the service found."""

    organisation: Organisation
    standing: Declaration | None
    found: Sequence[Connection]

    @property
    def is_settled(self) -> bool:
        """Whether an interest stands, which only an officer lifts."""
        return self.standing is not None and self.standing.has_interest

    @property
    def is_proposed(self) -> bool:
        """Whether the member is asked to look, because something connects them."""
        return bool(self.found)


def asked_of(person: Person) -> list[Asked]:
    """Who bids on the routes of a panel member, by name. At most six queries, whatever the number."""
    round, member = person.round, person.user
    bids = round.bids.exclude(state__in=UNSEEN)
    if person.route:
        bids = bids.filter(route=person.route)
    stands, found = declared(round), connections(round, member)
    organisations = Organisation.objects.filter(pk__in=bids.values("organisation"))
    return [
        Asked(one, stands.get((one.pk, member.pk)), found.get(one.pk, ()))
        for one in organisations.order_by("name", "pk")
    ]
