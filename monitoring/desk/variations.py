"""Variations on the desk: those to decide, and what they freed for the tactical pot."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.models import Bid
from monitoring.models import Variation
from monitoring.underspend.radar import TO_SEND_ON
from people.models import User
from people.roles import Permission


def variations_waiting(user: User) -> dict[str, QuerySet[Variation]]:
    """The variations of the outer round that wait for whom. Nobody decides more for whom they scored."""
    here = Variation.objects.filter(award__bid__round=OuterRef("pk"))
    asked = here.filter(state=Variation.State.ASKED)
    more = Q(amount_pence__gt=F("award__amount_pence"))
    scored = Bid.objects.filter(scores__member=user)
    raising = asked.filter(more).exclude(asked_by=user).exclude(award__bid__in=scored)
    freed = here.filter(TO_SEND_ON)
    lowering = asked.filter(Q(amount_pence=None) | Q(amount_pence__lte=F("award__amount_pence")))
    return {"to_vary": lowering, "to_raise": raising, "to_release": freed}


def of_variations(round: Any, may: frozenset[Permission]) -> Iterator[tuple[str, str, str]]:
    """What was counted beside a round: what, where, and why."""
    page = reverse("underspend", args=[round.code])
    if round.closed_at:
        return
    if Permission.CHECK_BIDS in may and round.to_vary:
        yield _variations(round.to_vary), f"{page}#changes", _("A project asks: agree, or refuse")
    if Permission.DECIDE in may and round.to_raise:
        yield _variations(round.to_raise), f"{page}#changes", _("A project asks for more: decide")
    if Permission.PAY in may and round.to_release:
        yield _variations(round.to_release), page, _("Release to the tactical pot")


def _variations(count: int) -> str:
    return ngettext("%(count)s variation", "%(count)s variations", count) % {"count": f"{count:,}"}
