"""The meeting of the panel: its bids in order, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from people.models import User
from rounds.models import Round
from scoring.discussion import with_scores
from scoring.models import AgreedScore, Discussion, GateCheck
from scoring.panel import Panel

LEFT = (Arrow.WITHDRAW, Arrow.SEND_BACK, Arrow.REJECT)
"""The arrows by which a bid drops out of the meeting."""


class Stage(Enum):
    """Where a bid stands in the meeting."""

    WAITING = "waiting"
    READY = "ready"
    REVEALED = "revealed"
    AGREED = "agreed"
    DISCUSSED = "discussed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    SENT_BACK = "sent back"
    OVER = "over"
    """Sifted, or further on."""

    @property
    def is_to_do(self) -> bool:
        """Whether the panel has still to finish with it."""
        return self in (Stage.WAITING, Stage.READY, Stage.REVEALED, Stage.AGREED)


@dataclass(frozen=True)
class Turn:
    """A bid's turn in the meeting."""

    bid: Bid
    stage: Stage
    waiting: Sequence[User] = field(default_factory=list)
    """Who is expected to score it and has not sent."""
    failed: GateCheck | None = None
    left: HistoryRow | None = None
    """When and why it dropped out."""

    @property
    def discussion(self) -> Discussion | None:
        """The bid on panel day, once its scores were revealed."""
        return discussion_of(self.bid)


def discussion_of(bid: Bid) -> Discussion | None:
    """The bid on panel day, once its scores were revealed."""
    return bid.discussion if hasattr(bid, "discussion") else None


def in_meeting(bids: QuerySet[Bid], round: Round, route: str) -> QuerySet[Bid]:
    """Those of some bids that were ever submitted on a route of a round, in the meeting's order."""
    sent = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SUBMIT)
    return bids.filter(Exists(sent), round=round, route=route).order_by("reference")


def turns(found: QuerySet[Bid], panel: Panel) -> list[Turn]:
    """Where each of some bids stands (three queries beside the panel)."""
    related = found.select_related("organisation", "discussion", "recommendation")
    agreed = AgreedScore.objects.filter(bid=OuterRef("pk"))
    bids = list(related.annotate(has_agreed=Exists(agreed)))
    failed = {
        check.bid_id: check
        for check in GateCheck.objects.filter(bid__in=bids, passed=False).select_related("gate")
    }
    rows = HistoryRow.objects.filter(bid__in=bids, transition__in=LEFT).select_related("note")
    left = {row.bid_id: row for row in rows.order_by("pk")}
    scored = with_scores(panel)
    waiting = {bid.pk: panel.waiting(bid) for bid in bids}
    return [
        Turn(
            bid=bid,
            stage=_stage(
                bid,
                has_failed=bid.pk in failed,
                is_ready=bid.pk in scored and not waiting[bid.pk],
                has_agreed=bid.has_agreed,
            ),
            waiting=waiting[bid.pk],
            failed=failed.get(bid.pk),
            left=left.get(bid.pk),
        )
        for bid in bids
    ]


def _stage(bid: Bid, *, has_failed: bool, is_ready: bool, has_agreed: bool) -> Stage:
    gone = {State.DRAFT: Stage.SENT_BACK, State.WITHDRAWN: Stage.WITHDRAWN}
    if bid.state in gone:
        return gone[State(bid.state)]
    if has_failed:
        return Stage.FAILED
    if bid.state != State.SUBMITTED:
        return Stage.OVER
    discussion = discussion_of(bid)
    if discussion is None:
        return Stage.READY if is_ready else Stage.WAITING
    if discussion.done_at:
        return Stage.DISCUSSED
    return Stage.AGREED if has_agreed else Stage.REVEALED


def next_bid(user: User, bid: Bid) -> str | None:
    """The reference of the bid to discuss after this one; after the last, the first that was passed over."""
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    to_do = (
        Bid.objects.visible_to(user)
        .filter(
            ~Exists(failed),
            Q(discussion=None) | Q(discussion__done_at=None),
            round=bid.round_id,
            route=bid.route,
            state=State.SUBMITTED,
        )
        .exclude(pk=bid.pk)
        .order_by("reference")
        .values_list("reference", flat=True)
        .distinct()
    )
    found = list(to_do)
    return next((one for one in found if one > bid.reference), next(iter(found), None))


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one moment to another."""
    return max(int((end - start).total_seconds()) // 60, 0)
