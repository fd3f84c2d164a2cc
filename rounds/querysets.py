"""What a person may see."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.models import Membership, User
from people.roles import ROLES, Permission

if TYPE_CHECKING:
    from rounds.models import DocumentAsked, Round  # noqa: F401  # the names in the quotes below

TAKING_PART = [
    role.name for role in ROLES.values() if role.permissions & {Permission.READ, Permission.SCORE}
]
"""The roles that have to do with rounds; an administrator's has not."""


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds, narrowed to what somebody may see."""

    def visible_to(self, user: User) -> "RoundQuerySet":
        """The rounds of the person's partnerships, and those that they bid in.

        They bid in those of their organisations' bids, and of bids that they were let in to.
        """
        if not user.is_active:
            return self.none()
        roles = Membership.objects.filter(user=user, partnership=OuterRef("partnership"))
        return self.filter(
            Exists(roles.filter(role__in=TAKING_PART))
            | Q(pk__in=self.model.objects.filter(bids__organisation__members=user).values("pk"))
            | Q(pk__in=user.bids_let_in_to.values("round"))
        )

    def open_to_read(self, user: User | None) -> "RoundQuerySet":
        """The rounds whose public pages somebody may read: published ones, and those they see anyhow."""
        published = self.filter(published=True)
        if user is None:
            return published
        seen = self.visible_to(user).values("pk")
        return self.filter(Q(published=True) | Q(pk__in=seen))


class DocumentQuerySet(models.QuerySet["DocumentAsked"]):
    """The files that a round asks for, by whom it asks."""

    def of_bids(self) -> "DocumentQuerySet":
        """Those that every bid is asked for."""
        return self.filter(before_payment=False)

    def before_payment(self) -> "DocumentQuerySet":
        """Due diligence evidence: asked of an awarded project before money moves."""
        return self.filter(before_payment=True)
