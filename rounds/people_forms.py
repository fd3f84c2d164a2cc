"""The form of a round's people: who takes part in which role, and which bids the panel scores."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Membership
from people.roles import AUDITOR, DECISION_MAKER, FINANCE, OFFICER, PANEL, Role
from rounds.models import Person, Pot
from rounds.part_forms import SeenForm
from rounds.people import Part
from ui.fields import ManyField


class Box(NamedTuple):
    """People of one role to tick; the panel has one for each route."""

    label: Promise
    role: Role
    route: str = ""


BOXES = {
    "officer": Box(_("Officers"), OFFICER),
    "panel": Box(_("Panel members for the main round"), PANEL, Pot.MAIN),
    "panel-tactical": Box(_("Panel members for tactical bids"), PANEL, Pot.TACTICAL),
    "decision-maker": Box(_("Decision makers"), DECISION_MAKER),
    "finance": Box(_("Finance"), FINANCE),
    "auditor": Box(_("Auditors"), AUDITOR),
}
"""By the name of the field. A panel member who is ticked in both scores the bids of both routes."""


def ticked(people: Iterable[Person]) -> dict[str, list[str]]:
    """What is ticked of those who take part now."""
    rows = list(people)
    return {
        name: [
            str(person.user_id)
            for person in rows
            if person.role == box.role.name and person.route in ("", box.route)
        ]
        for name, box in BOXES.items()
    }


class BoxField(ManyField):
    """Those who have a part. Nobody is an answer too: what a round lacks is said by its verbs."""

    def validate(self, value: Any) -> None:
        """Only people to choose among."""
        if value:
            super().validate(value)


class PeopleForm(SeenForm):
    """Who has which part in the round, among those who hold the role in the partnership."""

    def __init__(self, *args: Any, members: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for name, box in BOXES.items():
            held = [m for m in members if m.role == box.role.name]
            if held:
                self.fields[name] = BoxField(
                    label=box.label,
                    help_text=box.role.purpose,
                    choices=[(str(m.user_id), f"{m.user} ({m.user.email})") for m in held],
                )

    def chosen(self, now: Iterable[Person]) -> list[Part]:
        """Who was chosen: first those who are there, in their order, and then those who are new."""
        order = {(person.user_id, person.role): place for place, person in enumerate(now)}
        members = sorted(self.members, key=lambda m: order.get((m.user_id, m.role), len(order)))
        return [
            (m.user, m.role, routes[0] if len(routes) == 1 else "")
            for m in members
            if (routes := self._routes(m))
        ]

    def _routes(self, member: Membership) -> list[str]:
        """The routes for which somebody is ticked; one that is empty for all but the panel."""
        return [
            box.route
            for name, box in BOXES.items()
            if box.role.name == member.role
            and str(member.user_id) in self.cleaned_data.get(name, [])
        ]
