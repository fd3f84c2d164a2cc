"""Messages by how they stand."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from notices.models import Message  # noqa: F401  # the name in the quotes below

MOST_TRIES = 8
"""After so many a message waits for a person."""

STANDINGS = {
    "sent": Q(sent_at__isnull=False),
    "held": Q(sent_at=None, held=True),
    "failed": Q(sent_at=None, held=False, tries__gte=MOST_TRIES),
    "waiting": Q(sent_at=None, held=False, tries__lt=MOST_TRIES),
}
"""How a message can stand; exactly one holds."""


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, narrowed by how they stand."""

    def standing(self, name: str) -> "MessageQuerySet":
        """Those that stand so; all for an unknown name."""
        return self.filter(STANDINGS[name]) if name in STANDINGS else self.all()
