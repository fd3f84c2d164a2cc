"""What a person may see."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.models import Membership, User
from people.roles import PANEL, ROLES, Permission
from rounds.models import Person

if TYPE_CHECKING:
    from bids.models import Bid  # noqa: F401  # the name in the quotes below

LONG_TEXTS = ("need", "activities", "outcomes")
"""What no list shows."""
READERS = [role.name for role in ROLES.values() if Permission.READ in role.permissions]


class BidQuerySet(models.QuerySet["Bid"]):
    """Bids, narrowed to what somebody may see."""

    def visible_to(self, user: User) -> "BidQuerySet":
        """The bids of the person's organisations, those that they were let in to, and those of
        partnerships whose papers they read.

        A panel member sees what was sent by the routes that are theirs, once they declared to have no
        interest in who bids.
        """
        if not user.is_active:
            return self.none()
        roles = Membership.objects.filter(user=user, partnership=OuterRef("round__partnership"))
        return self.filter(
            Exists(roles.filter(role__in=READERS))
            | Q(pk__in=self.model.objects.for_panel_member(user).values("pk"))
            | Q(organisation__in=user.organisations.all())
            | Q(pk__in=user.bids_let_in_to.values("pk"))
        )

    def for_panel_member(self, user: User) -> "BidQuerySet":
        """What somebody sees as a panel member: what was sent by the routes that are theirs, by
        organisations in which they declared to have no interest.
        """
        clear = declared_by(user, interest=False) & ~declared_by(user, interest=True)
        return self.on_routes_of(user).filter(clear, ~Q(interests__member=user))

    def on_routes_of(self, user: User) -> "BidQuerySet":
        """What was sent by the routes for which somebody is on the panel, whatever they declared.

        A draft that was withdrawn was never the panel's to see.
        """
        held = Membership.objects.filter(
            user=user, partnership=OuterRef("round__partnership"), role=PANEL.name
        )
        parts = Person.objects.filter(
            Q(route="") | Q(route=OuterRef("route")),
            round=OuterRef("round"),
            user=user,
            role=PANEL.name,
        )
        withdrawn = apps.get_model("bids", "HistoryRow").objects.filter(
            bid=OuterRef("pk"), transition="withdraw", from_state="draft"
        )
        sent = ~Q(state="draft") & ~(Q(state="withdrawn") & Exists(withdrawn))
        return self.filter(sent, Exists(held), Exists(parts))


def declared_by(user: User, *, interest: bool | None = None) -> Q:
    """Whether what a person declared last of the organisation that bids is an interest, or is none; or
    whether they declared anything.

    About the bids of a query. What was declared of an organisation that was merged into it stands too,
    so that both may be true of one bid: then there is an interest.
    """
    declarations = apps.get_model("scoring", "Declaration").objects.filter(member=user)
    later = declarations.filter(
        round=OuterRef("round"), organisation=OuterRef("organisation"), pk__gt=OuterRef("pk")
    )
    theirs = Q(organisation=OuterRef("organisation"))
    merged = Q(organisation__merged_into=OuterRef("organisation"))
    here = declarations.filter(theirs | merged, round=OuterRef("round"))
    if interest is None:
        return Q(Exists(here))
    here = here.filter(has_interest=interest)
    return Q(Exists(here.filter(~Exists(later))))
