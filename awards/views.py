"""The round's page: the pots, the ranking with the line where the money runs out, and the bids."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.hold import is_held
from awards.models import PartnershipAgreement, PendingDecision, Submission
from awards.presenters import Line, Sent, downloads, failed_table, routes
from awards.steps import next_steps
from bids.models import Bid
from bids.presenters import by_state, own_bids_table
from bids.querysets import LONG_TEXTS
from funds.balances import balances
from funds.presenters import pots_table
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.models import Round
from rounds.presenters import dates, dates_for_applicants
from scoring.models import GateCheck
from scoring.money import held_by_bid
from scoring.ranking_tables import Entry
from scoring.viewers import Viewer, find_round

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@require_safe
@login_required
def round_page(request: SignedInRequest, code: str) -> HttpResponse:
    """A round, as far as the person may see it. Ten queries at most, whatever the number of bids."""
    round, viewer = find_round(request.user, code)
    if viewer.is_applicant:
        return _for_applicant(request, round)
    lines = _lines(round, viewer)
    hidden = {line.bid.pk for line in lines if viewer.is_blind(line.bid)}
    now = balances(round)
    context = {
        "round": round,
        "dates": dates(round),
        "pots": pots_table(now, round.funder.short_name),
        "cash_pence": now.cash_pence,
        "routes": routes(round, lines, viewer, now),
        "failed": failed_table(lines, hidden=hidden),
        "by_state": by_state((line.bid for line in lines), code, hidden=hidden),
        "viewer": viewer,
        "hold": round.partnership if is_held(round.partnership) else None,
        "steps": next_steps(round, lines, viewer.permissions) if viewer.reads else [],
        "may_edit": Permission.OPEN_ROUND in viewer.permissions,
        "may_receive": Permission.RECORD_INCOME in viewer.permissions and round.published,
        "downloads": downloads(round, lines, _sent(round)) if viewer.reads else [],
    }
    return render(request, "awards/round.html", context)


def _for_applicant(request: SignedInRequest, round: Round) -> HttpResponse:
    bids = Bid.objects.visible_to(request.user).filter(round=round)
    table = own_bids_table(
        bids.select_related("organisation", "round__partnership"), of_one_round=True
    )
    context = {"round": round, "dates": dates_for_applicants(round), "bids": table}
    return render(request, "awards/round_for_applicants.html", context)


class _Extra(TypedDict):
    held_pence: int | None
    failed_gate: str | None
    failed_note: str | None
    pending: bool


def _lines(round: Round, viewer: Viewer) -> list[Line]:
    """The bids that the person may look through, each with what it holds and the gate it failed.

    A panel member's own are not among them: this page knows what a hold keeps from applicants. One query.
    """
    own = [] if viewer.reads else list(viewer.stakes)
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False).order_by("gate__position")
    pending = PendingDecision.objects.filter(bid=OuterRef("pk"), ended_at=None)
    bids = (
        Bid.objects.visible_to(viewer.user)
        .filter(round=round)
        .exclude(pk__in=own)
        .select_related("organisation", "recommendation", "award")
        .defer(*LONG_TEXTS)
        .annotate(
            held_pence=held_by_bid(),
            failed_gate=Subquery(failed.values("gate__title")[:1]),
            failed_note=Subquery(failed.values("note")[:1]),
            pending=Exists(pending),
        )
    )
    return [
        Line(
            Entry(
                bid,
                held_pence=bid.held_pence or 0,
                awarded_pence=bid.award.amount_pence if hasattr(bid, "award") else None,
            ),
            failed=f"{bid.failed_gate}\n{bid.failed_note}" if bid.failed_gate else "",
            pending=bid.pending,
        )
        for bid in cast("Iterable[WithAnnotations[Bid, _Extra]]", bids)
    ]


class _Agreed(TypedDict):
    agreed_by: str | None
    agreed_on: date | None


def _sent(round: Round) -> dict[str, Sent]:
    """The latest version of each route's submission, when it was sent, and who agreed it (one query)."""
    agreed = PartnershipAgreement.objects.filter(
        round=OuterRef("round"), route=OuterRef("route"), checksum=OuterRef("checksum")
    ).order_by("-pk")
    rows = (
        Submission.objects.filter(round=round)
        .order_by("version")
        .only("route", "version", "at")
        .annotate(
            agreed_by=Subquery(agreed.values("agreed_by")[:1]),
            agreed_on=Subquery(agreed.values("agreed_on")[:1]),
        )
    )
    return {
        row.route: Sent(row.version, row.at, row.agreed_by or "", row.agreed_on)
        for row in cast("Iterable[WithAnnotations[Submission, _Agreed]]", rows)
    }
