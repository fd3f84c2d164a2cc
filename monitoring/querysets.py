"""What stands of a project's returns."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from monitoring.models.returns import Return  # noqa: F401  # the name in the quotes below


class ReturnQuerySet(QuerySet["Return"]):
    """The returns of projects."""

    def accepted(self) -> "ReturnQuerySet":
        """Those that an officer accepted: what reports and sums rest on."""
        return self.filter(state="accepted")

    def given(self) -> "ReturnQuerySet":
        """Those that the project sent and that were not sent back: what a payment waits for."""
        return self.filter(state__in=("sent", "accepted"))
