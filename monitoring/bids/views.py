"""The bid's page. It stands here because it shows a bid from its answers to its last payment."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from awards.agreement_presenters import payee_facts
from awards.decision_presenters import letters
from awards.presenters import answers_table, award_facts
from bids.announcements import announced, kept_back, shown_state
from bids.attachments import files_of
from bids.blind import file_names, shown_organisation
from bids.early import early_words
from bids.file_presenters import files_table
from bids.history_presenters import (
    history_table,
    history_table_for_applicants,
    history_table_for_the_blind,
)
from bids.models import Bid
from bids.presenters import answers, budget_table, meaning, measures_table, state_badge, title
from bids.query_presenters import queries_table
from bids.states import State
from monitoring.bids.likeness import like
from monitoring.bids.panel import see_also, steps
from monitoring.bids.presenters import held_facts, movements_of, movements_table, returns_table
from monitoring.bids.steps import decision_steps
from monitoring.bids.whereabouts import where
from monitoring.navigation import part_of
from people.requests import SignedInRequest
from scoring.duties import awaited_from
from scoring.feedback import ANNOUNCED
from scoring.models import Feedback
from scoring.scoresheets import gates_table, outcome, own_table, scoresheet, sent_sheet
from scoring.sealing import is_revealed
from scoring.sight import Scores, Sight
from scoring.viewers import Viewer, find_bid

TO_DO = (State.DRAFT, State.APPROVED)
"""States in which it is the applicant's turn."""


@require_safe
@login_required
def bid_page(request: SignedInRequest, reference: str) -> HttpResponse:
    """A bid, as far as the person may see it."""
    bid, viewer = find_bid(request.user, reference)
    sight = viewer.sight_of(bid)
    blind = viewer.is_blind(bid)
    kept = set() if sight.names else kept_back([bid])
    state = shown_state(bid, kept)
    scores = _scores(bid, viewer, sight)
    context: dict[str, Any] = {
        "bid": bid,
        "organisation": shown_organisation(bid, blind=blind),
        "title": title(bid),
        "state": state_badge(state),
        "meaning": meaning(bid, state),
        "answers": answers(bid, contact=sight.spending, blind=blind),
        "budget": budget_table(bid),
        "measures": measures_table(bid),
        **_papers(bid, sight, blind=blind),
        "gates": gates_table(bid, notes=not blind) if sight.names else None,
        **_panel(request, bid, viewer),
        **scores,
        **({} if kept else _decision(bid, viewer, sight)),
        "feedback": _feedback(bid, sight, kept),
        "history": _history(bid, sight, scores, blind=blind),
    }
    if sight.names:
        return render(request, "monitoring/bid.html", context)
    return _for_applicant(request, bid, state, context)


def _for_applicant(
    request: SignedInRequest, bid: Bid, state: str, context: dict[str, Any]
) -> HttpResponse:
    """The same for those whose bid it is: where it is, what comes next, what they can do now."""
    told = {"where": where(bid, state), "emphasis": state in TO_DO}
    return render(request, "monitoring/applicant.html", {**context, **told})


def _papers(bid: Bid, sight: Sight, *, blind: bool) -> dict[str, Any]:
    """The files, the questions that were asked, and whether it was sent more than once."""
    versions = bid.versions.count()
    queries = bid.queries.select_related("asked_by", "answered_by")
    return {
        "files": files_table(
            bid,
            files_of(bid).select_related("asked"),
            file_names(bid, blind=True) if blind else None,
        ),
        "queries": queries_table(
            queries, names=sight.names and not blind, is_open=bid.state == State.SUBMITTED
        ),
        "was_changed": versions > 1 and bid.state != State.DRAFT,
        "copies": versions and sight.names,
    }


def _panel(request: SignedInRequest, bid: Bid, viewer: Viewer) -> dict[str, Any]:
    """What an officer may do now, and what is for those who read the papers."""
    if not viewer.reads:
        return {}
    return {
        "steps": [*steps(bid, part_of(request)), *decision_steps(viewer.permissions, bid)],
        "notes_href": reverse("bid-notes", args=[bid.reference]),
        "notes_count": bid.officer_notes.count(),
        "see_also": see_also(bid, part_of(request)),
        "like": like(bid),
        "early": early_words(bid),
    }


def _scores(bid: Bid, viewer: Viewer, sight: Sight) -> dict[str, Any]:
    """The panel's scores, or the person's own; while they are sealed, for the office who has sent."""
    if sight.scores is Scores.NONE:
        return {}
    if sight.scores is not Scores.ALL:
        own = sight.scores is Scores.OWN
        return {
            "own_scores": own_table(bid, viewer.user) if own else None,
            "owes": own and is_revealed(bid),
            "score_href": _score_href(bid, viewer),
            "sent": sent_sheet(bid, viewer.panel) if viewer.reads else None,
        }
    sifted = hasattr(bid, "recommendation") and bid.recommendation.stands
    may_ask_why = sight.names and (viewer.reads or sifted)
    ranked = not viewer.has_stake_in_route(bid.route)
    return {
        "outcome": outcome(bid, ranked=ranked) if sifted else [],
        "scoresheet": scoresheet(bid),
        "why_href": reverse("bid-why", args=[bid.reference]) if may_ask_why else "",
    }


def _score_href(bid: Bid, viewer: Viewer) -> str:
    """Where a panel member scores the bid, as long as their scores are awaited."""
    if not awaited_from(viewer.user).filter(pk=bid.pk).exists():
        return ""
    return reverse("bid-score", args=[bid.reference])


def _feedback(bid: Bid, sight: Sight, kept: set[int]) -> Feedback | None:
    """What was written for the applicant; they read it once the decision is announced."""
    found = bid.feedback if hasattr(bid, "feedback") else None
    if sight.names:
        return found if sight.scores is Scores.ALL else None
    return found if bid.state in ANNOUNCED and not kept else None


def _decision(bid: Bid, viewer: Viewer, sight: Sight) -> dict[str, Any]:
    """What the PCC answered, the award, and what followed."""
    found: dict[str, Any] = {}
    if viewer.reads:
        rows = bid.answers.select_related("submission", "note")
        found["pcc_answers"] = answers_table(rows, bid.round.funder.short_name)
        found["letters"] = letters(bid)
    if hasattr(bid, "award"):
        found["award"] = award_facts(bid.award, names=sight.names)
        if viewer.reads:
            found["award"] += payee_facts(bid.award)
        if sight.spending:
            returns = bid.award.returns.accepted().select_related("period")
            found["award"] += held_facts(bid)
            found["returns"] = returns_table(returns.prefetch_related("actuals__measure"))
            found["money"] = movements_table(movements_of(bid), names=sight.names)
    return found


def _history(bid: Bid, sight: Sight, scores: dict[str, Any], *, blind: bool) -> Any:
    if blind:
        return history_table_for_the_blind(bid.history.all())
    if sight.names:
        sheet = scores.get("scoresheet") or scores.get("sent")
        late = sheet.late if sheet else []
        return history_table(bid.history.select_related("by", "note"), late)
    return history_table_for_applicants(bid, announced(bid).select_related("by", "note"))
