"""Which bids may be one and the same, and what became of an organisation's bids before.

A likeness is a hint for an officer to look, and says why it was thought. It decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from base.cells import squeeze
from bids.models import Bid
from bids.presenters import bid_link, state_badge, title
from people.models import User
from ui.money import format_pence
from ui.parts import Column, Lines, Table

ALIKE = 0.6
"""The share of three-letter pieces that two projects' names have in common, from which they are alike."""
MOST = 10


@dataclass(frozen=True)
class Like:
    """A bid of the same round that may be the same, and why."""

    reference: str
    project: str
    organisation: str
    why: list[str]


def pieces(name: str) -> frozenset[str]:
    """Every three letters in a row of a name, case and spacing aside."""
    letters = f"  {squeeze(name)} "
    return frozenset(letters[place : place + 3] for place in range(len(letters) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of two names is the same, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0


def like(bid: Bid) -> list[Like]:
    """The bids of the same round that may be the same, ten at most (one query)."""
    rows = (
        bid.round.bids.exclude(pk=bid.pk)
        .order_by("reference")
        .values_list("reference", "project", "organisation", "organisation__name", "contact_email")
    )
    mine = pieces(bid.project)
    found = []
    for reference, project, organisation, name, email in rows:
        why = list(_reasons(bid, mine, project, organisation, email))
        if why:
            found.append(Like(reference, project, name, why))
            if len(found) == MOST:
                break
    return found


def _reasons(
    bid: Bid, mine: frozenset[str], project: str, organisation: int, email: str
) -> Iterator[str]:
    same = organisation == bid.organisation_id
    if same:
        yield _("the same organisation")
    if project and likeness(mine, pieces(project)) >= ALIKE:
        yield _("nearly the same name of the project")
    if email and not same and email == bid.contact_email:
        yield _("the same contact email, for another organisation")


def earlier_bids_table(bid: Bid, user: User) -> Table:
    """The organisation's bids of other rounds that the person may see, and how they went."""
    bids = (
        Bid.objects.visible_to(user)
        .filter(organisation=bid.organisation_id)
        .exclude(round=bid.round_id)
        .select_related("round", "award")
        .order_by("-round__opens", "reference")
    )
    return Table(
        caption=_("Bids of this organisation before"),
        columns=[
            Column(_("Bid")),
            Column(_("Round")),
            Column(_("How it went")),
            Column(_("Awarded"), numeric=True),
        ],
        rows=[
            [
                Lines([bid_link(one)], title(one)),
                one.round.title,
                state_badge(one.state),
                format_pence(one.award.amount_pence) if hasattr(one, "award") else "",
            ]
            for one in bids[:20]
        ],
    )
