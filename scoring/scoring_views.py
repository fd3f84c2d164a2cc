"""What a round asks of a panel member: interests first, then the bids, with how far they are."""

from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bids.models import Bid
from bids.querysets import LONG_TEXTS
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.duties import expected_of, has_declared, open_to, to_be_declared_by, unscored_by
from scoring.models import Score, ScoreDraft
from scoring.score_presenters import (
    DRAFT,
    NOT_BEGUN,
    SENT,
    TOO_LATE,
    Line,
    bids_table,
    due_words,
)
from scoring.viewers import Viewer, find_round
from ui.dates import format_moment

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@require_safe
@login_required
def scoring_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The member's page of a round. Ten queries at most, whatever the number of bids."""
    round, viewer = find_round(request.user, code)
    require(request.user, Permission.SCORE, round.partnership)
    lines = lines_of(round, viewer)
    to_declare = to_be_declared_by(request.user).filter(round=round)
    context = {
        "round": round,
        "on_panel": round.people.filter(user=request.user, role="panel").exists(),
        "to_declare": to_declare.aggregate(count=Count("organisation", distinct=True))["count"],
        "bids": bids_table(lines),
        "done": sum(line.badge is SENT for line in lines),
        "all": len(lines),
        "left": sum(not line.is_done for line in lines),
        "due": due_words(round),
        "routes": sorted({line.bid.route for line in lines}),
    }
    return render(request, "scoring/scoring.html", context)


class _Extra(TypedDict):
    sent_at: object
    begun: bool
    is_open: bool
    is_short: bool


def lines_of(round: Round, viewer: Viewer) -> list[Line]:
    """The bids of a round that a member scores or has scored, each with how far it is (one query)."""
    member = viewer.user
    sent = Score.objects.filter(bid=OuterRef("pk"), member=member).order_by().values("bid")
    bids = (
        expected_of(member)
        .visible_to(member)
        .filter(has_declared(member), round=round)
        .select_related("organisation", "round", "recommendation")
        .defer(*LONG_TEXTS)
        .annotate(
            sent_at=Subquery(sent.annotate(at=Max("at")).values("at")),
            begun=Exists(ScoreDraft.objects.filter(bid=OuterRef("pk"), member=member)),
            is_open=Exists(open_to(member).filter(pk=OuterRef("pk"))),
            is_short=Exists(unscored_by(member)),
        )
        .order_by("route", "reference")
        .distinct()
    )
    found = (
        _line(bid, viewer.organisation_of(bid))
        for bid in cast("list[WithAnnotations[Bid, _Extra]]", bids)
    )
    return [line for line in found if line]


def _line(bid: "WithAnnotations[Bid, _Extra]", who: str) -> Line | None:
    if bid.sent_at and not bid.is_short:
        return Line(bid, who, SENT, format_moment(bid.sent_at))  # type: ignore[arg-type]
    if bid.is_open:
        return Line(bid, who, DRAFT if bid.begun else NOT_BEGUN)
    return Line(bid, who, TOO_LATE) if bid.begun else None
