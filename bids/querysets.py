"""What a person may see."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.models import Membership, User
from people.roles import PANEL, ROLES, Permission

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

        A panel member sees what has been submitted, except where they declared an interest. A draft
        that was withdrawn was never theirs to see.
        """
        if not user.is_active:
            return self.none()
        roles = Membership.objects.filter(user=user, partnership=OuterRef("round__partnership"))
        withdrawn = apps.get_model("bids", "HistoryRow").objects.filter(
            bid=OuterRef("pk"), transition="withdraw", from_state="draft"
        )
        sent = ~Q(state="draft") & ~(Q(state="withdrawn") & Exists(withdrawn))
        on_panel = Exists(roles.filter(role=PANEL.name)) & sent
        return self.filter(
            Exists(roles.filter(role__in=READERS))
            | (on_panel & ~Q(interests__member=user))
            | Q(organisation__in=user.organisations.all())
            | Q(pk__in=user.bids_let_in_to.values("pk"))
        )
