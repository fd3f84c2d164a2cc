"""The underspend radar: what a round's projects are likely not to spend, and what became of asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from awards.models import Award, Terms
from awards.undecided import staked_by
from bids.states import State
from funds.statement import statement
from monitoring.claims.claimable import OPEN as OPEN_CLAIMS
from monitoring.models import Claim, Return, Variation
from monitoring.underspend.sums import Position, PotPosition, pot_position, tactical_after
from monitoring.variations.varying import OPEN
from people.models import User
from rounds.models import Pot, Round

PROJECTS = (State.APPROVED, State.MONITORED, State.CLOSED, State.TERMINATED)


@dataclass(frozen=True)
class Project:
    """One award, where it is likely to stand, and the change to it that is open now."""

    award: Award
    pot: Pot
    position: Position
    open: Variation | None
    staked: bool
    """Whether the person who looks has a stake in it, and so asks it for nothing."""

    @property
    def asked_pence(self) -> int | None:
        """How much less it is asked to be, where such a change is open."""
        amount = self.open.amount_pence if self.open else None
        if amount is None or amount >= self.award.amount_pence:
            return None
        return self.award.amount_pence - amount

    @property
    def may_be_asked(self) -> bool:
        """Whether it could release something, and nothing is open that is settled first."""
        runs = self.award.bid.state in (State.APPROVED, State.MONITORED)
        agreed = hasattr(self.award, "agreement")
        return bool(runs and agreed and self.position.releasable and not self.open)


@dataclass(frozen=True)
class Radar:
    """A round's likely position at its year's end."""

    projects: list[Project]
    pots: dict[Pot, PotPosition]
    changes: list[Variation]
    """Asked for and not yet settled."""
    freed: list[Any]
    """In force and meant for the tactical pot, each with ``freed_pence``; not yet on its way there."""
    moving_pence: int
    """Asked to move from the main pot to the tactical one, and not yet agreed by the second person."""

    @property
    def tactical_after(self) -> int:
        """What the tactical pot would hold once everything is released to it."""
        return tactical_after(
            self.pots[Pot.TACTICAL].available,
            [(one.position, one.asked_pence) for one in self.projects],
            self.moving_pence + sum(one.freed_pence for one in self.freed),
        )


def radar(round: Round, user: User) -> Radar:
    """The radar of a round as somebody sees it (five queries)."""
    now = statement(round)
    variations = list(_variations(round))
    changes = [one for one in variations if one.state in OPEN]
    projects = _projects(round, user, now.awards, changes)
    pots = {
        pot: pot_position(
            line.allocation,
            line.available,
            [one.position for one in projects if one.pot == pot],
        )
        for pot, line in now.pots.items()
    }
    moving = round.virement_requests.filter(ended_at=None, source=Pot.MAIN, target=Pot.TACTICAL)
    return Radar(
        projects=projects,
        pots=pots,
        changes=changes,
        freed=[one for one in variations if one.state not in OPEN],
        moving_pence=moving.aggregate(total=Sum("amount_pence"))["total"] or 0,
    )


TO_SEND_ON = Q(state=Variation.State.IN_FORCE, to_tactical=True) & (
    Q(released_at=None) | Q(release__ended_at__isnull=False, release__movement=None)
)
"""What was freed for the tactical pot and is not on its way: never asked for, or somebody said no."""


def with_freed(variations: QuerySet[Variation]) -> QuerySet[Any]:
    """Variations in force, each with ``freed_pence``: by how much it lowered the award."""
    before = Terms.objects.filter(award=OuterRef("award"), version=OuterRef("terms__version") - 1)
    was = Subquery(before.values("amount_pence")[:1])
    return variations.annotate(freed_pence=was - F("terms__amount_pence"))


def _variations(round: Round) -> QuerySet[Any]:
    """What is open, and what is in force and was not sent on to the tactical pot (one query)."""
    rows = Variation.objects.filter(Q(state__in=OPEN) | TO_SEND_ON, award__bid__round=round)
    related = ("award__bid__organisation", "asked_by", "terms")
    return with_freed(rows).select_related(*related).order_by("asked_at", "pk")


def _projects(round: Round, user: User, lines: Any, changes: Sequence[Variation]) -> list[Project]:
    """The round's projects in the order of their references (two queries)."""
    accepted = Return.objects.accepted().filter(award=OuterRef("pk")).order_by("-period__ends")
    claims = Claim.objects.filter(award=OuterRef("pk"), state__in=OPEN_CLAIMS).order_by()
    claimed = claims.values("award").annotate(total=Sum("amount_pence")).values("total")
    awards: Any = (
        Award.objects.filter(bid__round=round, bid__state__in=PROJECTS)
        .select_related("bid__organisation", "agreement")
        .annotate(
            forecast=Subquery(accepted.values("forecast_pence")[:1]), claimed=Subquery(claimed)
        )
        .order_by("bid__reference")
    )
    staked = set(round.bids.filter(staked_by(user)).values_list("pk", flat=True))
    open_of = {one.award_id: one for one in changes}
    return [
        Project(
            award=award,
            pot=Pot(award.bid.route),
            position=Position(
                committed=lines[award.bid.reference].committed,
                paid=lines[award.bid.reference].paid,
                forecast=award.forecast,
                claimed=award.claimed or 0,
            ),
            open=open_of.get(award.pk),
            staked=award.bid_id in staked,
        )
        for award in awards
        if award.bid.reference in lines
    ]
