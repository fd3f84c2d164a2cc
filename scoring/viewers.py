"""Somebody who looks at a round: what the database knows of them that bears on what they see."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, When
from django.http import Http404

from base.errors import NotAllowed
from bids.blind import shown_organisation, was_sifted
from bids.models import Bid
from bids.querysets import declared_by
from bids.states import State
from people.models import Membership, User
from people.permissions import refusal
from people.roles import PANEL, ROLES, Permission
from rounds.models import Round
from scoring.models import Interest
from scoring.panel import Panel, read_panel
from scoring.sealing import seal_of
from scoring.sight import Seal, Sight, sight


@dataclass(frozen=True)
class Stake:
    """A bid in which somebody declared an interest, or that is their own.

    Their own are those of organisations that they belong to, and those that they were let in to.
    """

    route: str
    interest: bool
    belongs: bool


@dataclass(frozen=True)
class Viewer:
    """A person, and their part in a round."""

    user: User
    round: Round
    reads: bool
    on_panel: bool
    permissions: frozenset[Permission] = frozenset()
    """What their roles in the round's partnership carry."""
    has_stakes: bool = False
    """Whether there is any bid of the round in which they have a stake."""

    @cached_property
    def stakes(self) -> dict[int, Stake]:
        """The stakes of somebody on the panel or who reads the papers, by bid."""
        bears = self.has_stakes and not self.is_applicant
        return _stakes(self.user, self.round) if bears else {}

    @property
    def is_applicant(self) -> bool:
        """Whether all that they see, they see because the bid is their own."""
        return not self.reads and not self.on_panel

    def require(self, permission: Permission) -> None:
        """Raise ``NotAllowed``, saying whose job it is, unless one of their roles carries it."""
        if permission not in self.permissions:
            raise NotAllowed(refusal(self.user, permission, self.round.partnership))

    def has_stake_in_route(self, route: str) -> bool:
        """Whether there is a bid on the route whose scores are kept from them."""
        return any(stake.route == route for stake in self.stakes.values())

    @property
    def judges_blind(self) -> bool:
        """Whether they do not see whose the round's bids are until those are sifted."""
        return self.round.blind and self.on_panel and not self.reads

    def is_blind(self, bid: Bid) -> bool:
        """Whether they do not see whose a bid is: the rule of ``bids.blind``.

        It asks the database nothing where the bid was read with its recommendation.
        """
        stake = self.stakes.get(bid.pk)
        own = stake is not None and stake.belongs
        return self.judges_blind and not own and not was_sifted(bid)

    def organisation_of(self, bid: Bid) -> str:
        """Who bids, or what stands for them."""
        return shown_organisation(bid, blind=self.is_blind(bid))

    @cached_property
    def panel(self) -> Panel:
        """The round's panel, read where it bears on what they see."""
        return read_panel(self.round)

    def owes(self, bid: Bid) -> bool:
        """Whether they are to score a bid and have not sent their scores."""
        return self.user in self.panel.waiting(bid)

    def sight_of(self, bid: Bid) -> Sight:
        """What they see of a bid that is visible to them."""
        stake, seal = self.stakes.get(bid.pk), seal_of(bid)
        return sight(
            reads=self.reads,
            on_panel=self.on_panel,
            interest=stake is not None and stake.interest,
            belongs=self.is_applicant or (stake is not None and stake.belongs),
            draft=bid.state == State.DRAFT,
            seal=seal,
            owes=self.on_panel and seal is Seal.REVEALED and self.owes(bid),
        )


def find_round(user: User, code: str) -> tuple[Round, Viewer]:
    """A round that the person may see, and their part in it; else the page is not there."""
    rounds = Round.objects.visible_to(user).select_related("partnership", "funder")
    marks = {**_roles(user, "partnership"), **_has_stakes(user, "pk")}
    round = rounds.annotate(**marks).filter(code=code).first()
    if round is None:
        raise Http404
    return round, _viewer(user, round, round)


def _roles(user: User, partnership: str) -> dict[str, Exists]:
    """For an annotation: whether the person holds each role in a partnership."""
    held = Membership.objects.filter(user=user, partnership=OuterRef(partnership))
    return {_mark(name): Exists(held.filter(role=name)) for name in ROLES}


def _has_stakes(user: User, round: str) -> dict[str, Exists]:
    """For an annotation: whether the person has a stake in any bid of a round."""
    return {HAS_STAKES: Exists(_staked(user, Bid.objects.filter(round=OuterRef(round))))}


HAS_STAKES = "has_stakes"


def _viewer(user: User, round: Round, marked: Model) -> Viewer:
    """A person's part in a round, by the roles that are marked on what was read."""
    held = [role for name, role in ROLES.items() if getattr(marked, _mark(name))]
    permissions = frozenset(one for role in held for one in role.permissions)
    return Viewer(
        user,
        round,
        reads=Permission.READ in permissions,
        on_panel=PANEL in held,
        permissions=permissions,
        has_stakes=getattr(marked, HAS_STAKES),
    )


def _mark(role: str) -> str:
    """The name of the annotation that says whether the person holds a role."""
    return f"holds_{role.replace('-', '_')}"


def find_papers(user: User, code: str) -> Round:
    """A round whose papers the person reads; else the page is not there."""
    round, viewer = find_round(user, code)
    if not viewer.reads:
        raise Http404
    return round


def find_bid(user: User, reference: str) -> tuple[Bid, Viewer]:
    """A bid that the person may see, and their part in its round; else the page is not there."""
    related = (
        "organisation",
        "round__partnership",
        "round__funder",
        "recommendation__changed_by",
        "discussion",
        "award__agreement",
        "award__approved_by",
        "feedback__written_by",
        "discussion__revealed_by",
    )
    bids = Bid.objects.visible_to(user).filter(round__in=Round.objects.visible_to(user))
    marks = {**_roles(user, "round__partnership"), **_has_stakes(user, "round")}
    marked = bids.select_related(*related).annotate(**marks)
    bid = marked.filter(reference=reference).first()
    if bid is None:
        raise Http404
    return bid, _viewer(user, bid.round, bid)


def _staked(user: User, bids: QuerySet[Bid]) -> Any:
    """Those of some bids in which somebody has a stake, and which it is."""
    interests = Interest.objects.filter(bid=OuterRef("pk"), member=user)
    return bids.annotate(
        interest=Case(
            When(Q(Exists(interests)) | declared_by(user, interest=True), then=True),
            default=False,
        ),
        belongs=Exists(user.organisations.filter(pk=OuterRef("organisation")))
        | Exists(user.bids_let_in_to.filter(pk=OuterRef("pk"))),
    ).filter(Q(interest=True) | Q(belongs=True))


def _stakes(user: User, round: Round) -> dict[int, Stake]:
    rows = _staked(user, round.bids.all()).values_list("pk", "route", "interest", "belongs")
    return {pk: Stake(route, interest, belongs) for pk, route, interest, belongs in rows}
