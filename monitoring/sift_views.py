"""The sift in the browser: what is lacking, what will happen, then the ranking."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed
from base.forms import attempt
from bids.models import Bid
from bids.presenters import bid_link, title
from bids.states import State
from people.permissions import Permission
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.actions import lacking, sift
from scoring.models import GateCheck
from scoring.panel import read_panel
from scoring.sealing import is_revealed
from scoring.viewers import find_round
from ui.forms import Form, page, posted
from ui.parts import Column, Lines, Table

MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sift_page(request: SignedInRequest, code: str) -> HttpResponse:
    """Sift the bids that are ready; those that are not are shown with what they lack, and left."""
    round, viewer = find_round(request.user, code)
    if viewer.is_applicant:
        raise NotAllowed(_("The sift is for the partnership."))
    viewer.require(Permission.SIFT)
    form = Form(posted(request))
    ready, failed, short = _sorted(round)
    if form.is_valid():
        only = [bid.reference for bid in [*ready, *failed]]
        if not only:
            form.add_error(None, _("No bid is ready to be sifted."))
        elif moved := attempt(form, sift, round=round, by=request.user, only=only):
            messages.success(request, _said(moved))
            return redirect("round", code=code)
    context: dict[str, Any] = {
        "round": round,
        "form": form,
        "ready": ready,
        "failed": [(bid_link(bid), title(bid)) for bid in failed],
        "awaited": _awaited_table(round, ready),
        "lacking": _lacking_table(short),
        "short": len(short),
        "more": max(len(short) - MOST_SHOWN, 0),
    }
    return page(request, "monitoring/sift.html", context)


def _sorted(round: Round) -> tuple[list[Bid], list[Bid], list[tuple[Bid, list[str]]]]:
    """The submitted bids: those that are ready, that failed a gate, and that lack something."""
    checks = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    submitted: QuerySet[Bid] = round.bids.filter(state=State.SUBMITTED)
    related = ("organisation", "discussion", "recommendation")
    bids = submitted.select_related(*related).annotate(at_gate=Exists(checks))
    failed: list[Bid] = [bid for bid in bids if bid.at_gate]
    passing: list[Bid] = [bid for bid in bids if not bid.at_gate]
    missing = lacking(round, passing)
    ready = [bid for bid in passing if bid.reference not in missing]
    short = [(bid, missing[bid.reference]) for bid in passing if bid.reference in missing]
    return ready, failed, short


def _awaited_table(round: Round, ready: list[Bid]) -> Table:
    """The bids that are ready although members who may still send their scores have not."""
    panel = read_panel(round)
    awaited = [
        (bid, members)
        for bid in ready
        if (
            members := [
                member
                for member in panel.waiting(bid)
                if not is_revealed(bid) or (bid.pk, member.pk) in panel.late
            ]
        )
    ]
    return Table(
        caption=_("Scores that are still awaited"),
        columns=[Column(_("Bid")), Column(_("Who has not sent"))],
        rows=[
            [Lines([bid_link(bid)], title(bid)), ", ".join(map(str, members))]
            for bid, members in awaited[:MOST_SHOWN]
        ],
    )


def _lacking_table(short: list[tuple[Bid, list[str]]]) -> Table:
    return Table(
        caption=_("Not ready"),
        columns=[Column(_("Bid")), Column(_("What is lacking"))],
        rows=[
            [Lines([bid_link(bid)], title(bid)), "\n".join(what)]
            for bid, what in short[:MOST_SHOWN]
        ],
    )


def _said(moved: list[Bid]) -> str:
    rejected = sum(bid.state == State.DECLINED for bid in moved)
    count = len(moved) - rejected
    words = ngettext("%(count)s bid was sifted.", "%(count)s bids were sifted.", count) % {
        "count": count
    }
    if rejected:
        words += " " + ngettext(
            "%(count)s failed a gate and was declined.",
            "%(count)s failed a gate and were declined.",
            rejected,
        ) % {"count": rejected}
    return words
