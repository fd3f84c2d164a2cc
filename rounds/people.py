"""Who takes part in a round: officers, panel, decision makers, finance and auditors."""

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from people.models import Membership, User
from people.roles import OFFICER, PANEL, ROLES
from rounds.models import Round
from rounds.reading import complete, held

Part = tuple[User, str, str]
"""Somebody, their role in a round, and the route that a panel member scores (both where empty)."""


def officers_of(round: Round) -> list[User]:
    """The round's officers, the usual one first."""
    people = round.people.filter(role=OFFICER.name, user__is_active=True).order_by("position")
    return [person.user for person in people.select_related("user")]


def officer_emails(round: Round) -> list[str]:
    """Whom somebody outside may write to about the round: its officers, the usual one first."""
    return [officer.email for officer in officers_of(round)]


@verb
def save_people(*, round: Round, people: list[Part], by: User, seen: str | None = None) -> Round:
    """Say who has which part in the round, in order; the first officer is its usual one.

    A person takes part in a role that they hold in the partnership, and only the panel has routes.
    Raises ``Refused`` else. Taking somebody off a round does not end their role, and leaves what they
    scored.
    """
    round = held(round, "people", by, seen)
    members = Membership.objects.filter(partnership=round.partnership)
    roles = set(members.values_list("user_id", "role"))
    named = set()
    for position, (user, role, route) in enumerate(people):
        if (user.pk, role) not in roles:
            words = {"person": user, "role": ROLES[role].label, "partnership": round.partnership}
            raise Refused(_("%(person)s is not %(role)s of %(partnership)s.") % words)
        if route and role != PANEL.name:
            raise Refused(_("Only panel members score one route of the two."))
        person, _made = round.people.update_or_create(
            user=user, role=role, defaults={"position": position, "route": route}
        )
        named.add(person.pk)
    round.people.exclude(pk__in=named).delete()
    return complete(round, "people")
