"""What anybody may read about a round before signing in: no cookie is needed and nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rounds.eligibility import checks_of, why_not
from rounds.finding import find_public_round
from rounds.grants import grants, when
from rounds.public_forms import EligibilityForm
from rounds.public_presenters import (
    calendar,
    criteria_table,
    money,
    owned_priorities,
    sections,
    stage_badge,
    start_address,
    what_happens_next,
)
from rounds.questions import questions_of
from ui.forms import page


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """The home page of somebody who has not signed in: the grants that there are."""
    return render(request, "rounds/grants.html", {"groups": grants()})


@require_safe
def about_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the grant is for, its dates and money, who can apply, and how bids are judged."""
    round, now = find_public_round(request, code), timezone.now()
    criteria = list(round.criteria.all())
    context = {
        "round": round,
        "badge": stage_badge(round, now),
        "when": when(round, now),
        "start": start_address(round, now),
        "calendar": calendar(round),
        "money": money(round),
        "owned": owned_priorities(round),
        "gates": round.gates.all(),
        "criteria": criteria_table(criteria),
        "described": [row for row in criteria if row.descriptors or row.guidance],
        "documents": round.documents_asked.of_bids(),
        "evidence": round.documents_asked.before_payment(),
        "periods": round.periods.all(),
        "steps": what_happens_next(round),
    }
    return render(request, "rounds/about.html", context)


@require_safe
def questions_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every question of the form on one page that prints."""
    round = find_public_round(request, code)
    context = {
        "round": round,
        "sections": sections(questions_of(round)),
        "owned": owned_priorities(round),
        "documents": round.documents_asked.of_bids(),
        "evidence": round.documents_asked.before_payment(),
        "when": when(round, timezone.now()),
    }
    return render(request, "rounds/questions.html", context)


@csrf_exempt  # it changes nothing, whoever sends it
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility_page(request: HttpRequest, code: str) -> HttpResponse:
    """A few yes or no questions that say whether it is worth writing a bid, and why not."""
    round = find_public_round(request, code)
    checks = checks_of(round)
    given = request.POST if request.method == "POST" else request.GET
    form = EligibilityForm(given if given or request.method == "POST" else None, checks=checks)
    answered = form.is_valid()
    context = {
        "round": round,
        "form": form,
        "answered": answered,
        "failed": why_not(checks, form.cleaned_data) if answered else [],
        "start": start_address(round, timezone.now()),
    }
    return page(request, "rounds/eligibility.html", context)
