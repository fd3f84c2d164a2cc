"""Declaring interests: a panel member for themselves, an officer for somebody who told them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from base.errors import NotAllowed
from base.forms import attempt
from base.kept import forget, keeps_typing, kept_for
from bids.states import State
from people.permissions import Permission, require
from people.requests import SignedInRequest
from rounds.models import Person, Round
from rounds.people import officer_emails
from scoring.interest_asked import asked_of
from scoring.interest_forms import InterestsForm, LiftForm
from scoring.interest_presenters import settled_table
from scoring.interests import declare, lift
from scoring.models import Declaration
from scoring.panel import declarations, panel_people, standing_of
from scoring.viewers import find_papers, find_round
from ui.forms import page, posted


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typing
def interests_page(request: SignedInRequest, code: str) -> HttpResponse:
    """A panel member declares on each organisation that bids on their route."""
    round, viewer = find_round(request.user, code)
    if not viewer.on_panel:
        raise NotAllowed(_("The panel of a round declares its interests."))
    person = next((one for one in _panel(round) if one.user == request.user), None)
    if person is None:
        return page(request, "scoring/interests_of_others.html", {"round": round})
    return _answer(request, person, vague=round.blind and not viewer.reads)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """An officer records what a panel member told them, by telephone or in a letter."""
    round = find_papers(request.user, code)
    require(request.user, Permission.RECORD_SCORES, round.partnership)
    person = next((one for one in _panel(round) if one.pk == pk), None)
    if person is None:
        raise Http404
    return _answer(request, person, vague=False)


def _panel(round: Round) -> list[Person]:
    people = panel_people(round)
    for person in people:
        person.round = round
    return people


def _answer(request: SignedInRequest, person: Person, *, vague: bool) -> HttpResponse:
    """Show the organisations, and record what was answered; what is wrong is said beside its row."""
    round, own = person.round, person.user == request.user
    asked = asked_of(person)
    kept = kept_for(request) if request.method == "GET" else None
    form = InterestsForm(kept or posted(request), asked=asked, vague=vague)
    if kept:
        form.be_quiet()
    elif form.is_valid():
        answers = form.answers()
        given: dict[str, Any] = {"round": round, "member": person.user, "answers": answers}
        if (done := attempt(form, declare, **given, by=request.user)) is not None:
            forget(request)
            left = sum(one.standing is None and one.organisation not in answers for one in asked)
            _say(request, changed=bool(done), left=left)
            _say_what_is_left_out(request, person, done)
            return redirect(request.path if left or own else _register(round))
    context = {
        "round": round,
        "member": person.user,
        "own": own,
        "form": form,
        "kept": kept,
        "left": sum(one.standing is None for one in asked),
        "settled": settled_table(asked),
        "officers": officer_emails(round),
    }
    return page(request, "scoring/interests.html", context)


def _register(round: Round) -> str:
    return reverse("interests-register", args=[round.code])


def _say(request: SignedInRequest, *, changed: bool, left: int) -> None:
    """What was saved, and how many organisations wait for an answer."""
    if not changed:
        messages.info(request, _("Nothing was changed: choose yes or no for an organisation."))
    elif left:
        words = ngettext(
            "Saved. %(left)s organisation is still to be answered.",
            "Saved. %(left)s organisations are still to be answered.",
            left,
        )
        messages.success(request, words % {"left": left})
    else:
        messages.success(request, _("Saved. Every organisation is answered."))


def _say_what_is_left_out(
    request: SignedInRequest, person: Person, done: Iterable[Declaration]
) -> None:
    """An interest that is declared after sending takes what was sent out of the sums."""
    late = [row.organisation_id for row in done if row.has_interest]
    bids = person.round.bids.filter(organisation__in=late, state=State.SUBMITTED)
    scored = bids.filter(scores__member=person.user).distinct().order_by("reference")
    if references := ", ".join(scored.values_list("reference", flat=True)):
        words = _("The scores that were sent for %(bids)s are not counted any more.")
        messages.info(request, words % {"bids": references})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lift_page(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """An officer lifts an interest, with a reason."""
    round = find_papers(request.user, code)
    require(request.user, Permission.RECORD_SCORES, round.partnership)
    row = _standing(round, pk)
    form = LiftForm(posted(request))
    if form.is_valid():
        given: dict[str, Any] = {"member": row.member, "organisation": row.organisation}
        if attempt(form, lift, round=round, by=request.user, **given, **form.cleaned_data):
            messages.success(request, _("The interest is lifted."))
            return redirect(_register(round))
    context = {"round": round, "row": row, "form": form}
    return page(request, "scoring/interest_lift.html", context)


def _standing(round: Round, pk: int) -> Declaration:
    """An interest that stands; else the page is not there."""
    standing = standing_of(declarations(round)).values()
    row = next((one for one in standing if one.pk == pk and one.has_interest), None)
    if row is None:
        raise Http404
    return row
