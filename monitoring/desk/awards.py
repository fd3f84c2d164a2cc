"""On the desk: what the PCC asked, evidence that came before payment, and tactical bids that were
delegated to the person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import Answer, EvidenceCheck, Submission
from bids.attachments import AWARDED, Purpose, Scan
from bids.models import Attachment, Bid, HistoryRow
from bids.states import Arrow, State
from monitoring.desk.counting import how_many
from people.models import User
from people.roles import Permission
from rounds.models import Pot
from scoring.models import Recommendation


def evidence_waiting() -> QuerySet[Attachment]:
    """The evidence of the outer round that may be good and that nobody has looked at yet."""
    looked = EvidenceCheck.objects.filter(
        award__bid=OuterRef("bid"), asked=OuterRef("asked"), recorded_at__gte=OuterRef("at")
    )
    files = Attachment.objects.filter(
        bid__round=OuterRef("pk"), purpose=Purpose.EVIDENCE, removed_at=None, bid__state__in=AWARDED
    )
    return files.exclude(scan=Scan.INFECTED).filter(~Exists(looked))


def delegated_to(user: User) -> QuerySet[Recommendation]:
    """The tactical bids of the outer round that the person may decide under delegation, as recommended."""
    return Recommendation.objects.filter(
        bid__round=OuterRef("pk"),
        bid__route=Pot.TACTICAL,
        bid__state=State.SIFTED,
        bid__round__delegate=user,
        stands=True,
        amount_pence__gt=0,
        amount_pence__lte=F("bid__round__delegated_limit_pence"),
    )


def queried() -> QuerySet[Bid]:
    """The bids of the outer round with a question of the PCC that no later version has answered.

    The same as ``awards.actions.has_open_query``, within a query.
    """
    last = Answer.objects.filter(bid=OuterRef("pk")).order_by("-pk")
    later = Submission.objects.filter(
        round=OuterRef("bid__round"),
        route=OuterRef("bid__route"),
        recorded_at__gt=OuterRef("recorded_at"),
    )
    answered = HistoryRow.objects.filter(
        Exists(later),
        bid=OuterRef("pk"),
        transition=Arrow.SIFT,
        recorded_at__gt=OuterRef("answered_at"),
    )
    return (
        Bid.objects.filter(round=OuterRef("pk"), state=State.SIFTED)
        .alias(
            answer=Subquery(last.values("decision")[:1]),
            answered_at=Subquery(last.values("recorded_at")[:1]),
        )
        .filter(~Exists(answered), answer=Answer.Decision.QUERY)
    )


def awards_counted(user: User) -> dict[str, Combinable]:
    """What of these waits for whom in the outer round, as columns."""
    first = evidence_waiting().order_by("pk").values("bid__reference")[:1]
    return {
        "queried": how_many(queried(), "round"),
        "to_look": how_many(evidence_waiting(), "bid__round", of="bid"),
        "first_to_look": Subquery(first),
        "to_delegate": how_many(delegated_to(user), "bid__round", of="bid"),
    }


def of_awards(round: Any, may: frozenset[Permission]) -> Iterator[tuple[str, str, str]]:
    """What was counted beside a round: what, where, and why."""
    if Permission.SEND_SUBMISSION in may and round.queried:
        words = ngettext("%(count)s bid", "%(count)s bids", round.queried)
        why = _("The %(funder)s asked about it: answer in the next version of the proposals")
        page = reverse("decisions", args=[round.code])
        yield words % {"count": round.queried}, page, why % {"funder": round.funder.short_name}
    if Permission.CHECK_BIDS in may and round.to_look:
        words = ngettext("%(count)s project", "%(count)s projects", round.to_look)
        page = reverse("bid-evidence", args=[round.first_to_look])
        yield words % {"count": round.to_look}, page, _("Evidence before payment to look at")
    if round.to_delegate:
        words = ngettext("%(count)s bid", "%(count)s bids", round.to_delegate)
        page = reverse("tactical", args=[round.code])
        yield words % {"count": round.to_delegate}, page, _("Delegated to you: decide")
