"""The PCC's decisions as an officer takes them down from an email, a letter or a meeting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.decision_forms import BidForm, LetterForm
from awards.decision_presenters import decision_facts, ended_table
from awards.models import PendingDecision
from awards.pending import take_back, take_down
from awards.submissions import FILES_OF_SUBMISSION
from awards.undecided import Undecided, undecided
from base.forms import attempt
from people.permissions import Permission, may, require
from people.requests import SignedInRequest
from rounds.models import Round
from scoring.viewers import find_papers
from ui.forms import UNPROCESSABLE, page, posted

FORM = ["GET", "HEAD", "POST"]
MOST_ENDED = 100


@require_http_methods(FORM)
@login_required
def decisions_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The bids that await a decision of the PCC; an officer takes down what was decided."""
    round = find_papers(request.user, code)
    enters = may(request.user, Permission.RECORD_DECISIONS, round.partnership)
    if request.method == "POST":
        require(request.user, Permission.RECORD_DECISIONS, round.partnership)
    waiting = undecided(round)
    open_ = [one for one in waiting if one.sent and not one.pending]
    letter, forms = LetterForm(posted(request), request.FILES or None), _forms(request, open_)
    if request.method == "POST" and _take_down(request, round, letter, forms):
        return redirect("decisions", code)
    context = {
        "round": round,
        "enters": enters,
        "decides": may(request.user, Permission.DECIDE, round.partnership),
        "form": letter,
        "forms": forms,
        "pending": _pending(waiting, code),
        "unsent": [one for one in waiting if not one.sent],
        "ended": ended_table(_ended(round), code),
    }
    wrong = request.method == "POST"
    return page(request, "awards/decisions.html", context, status=UNPROCESSABLE if wrong else 200)


def _forms(request: SignedInRequest, waiting: list[Undecided]) -> list[BidForm]:
    return [BidForm(one, posted(request)) for one in waiting]


def _take_down(
    request: SignedInRequest, round: Round, letter: LetterForm, forms: list[BidForm]
) -> list[PendingDecision] | None:
    """Take down what was entered; nothing where something is wrong, which the forms say."""
    if not _all_there(request, forms):
        letter.add_error(
            None, _("A bid of this page awaits no decision any more. See what was taken down.")
        )
    valid = [form.is_valid() for form in (letter, *forms)]
    if not all(valid):
        letter.ask_for_the_letter_again()
        return None
    said = letter.cleaned_data
    done = attempt(
        letter,
        take_down,
        round=round,
        decisions=[form.taken_down() for form in forms if form.is_filled],
        decided_by=said["decided_by"],
        decided_on=said["decided_on"],
        letter=said["letter"],
        by=request.user,
    )
    if done is None:
        letter.ask_for_the_letter_again()
        return None
    words = ngettext(
        "%(count)s decision is taken down. A decision maker confirms it.",
        "%(count)s decisions are taken down. A decision maker confirms them.",
        len(done),
    )
    messages.success(request, words % {"count": len(done)})
    return done


def _all_there(request: SignedInRequest, forms: list[BidForm]) -> bool:
    """Whether every decision that was sent is of a bid that still awaits one."""
    here = {form.add_prefix("decision") for form in forms}
    sent = {key for key, value in request.POST.items() if key.endswith("-decision") and value}
    return sent <= here


def _pending(waiting: list[Undecided], code: str) -> list[dict[str, Any]]:
    found = [one.pending for one in waiting if one.pending]
    return [{"one": one, "facts": decision_facts(one, code)} for one in found]


def _ended(round: Round) -> list[PendingDecision]:
    rows = PendingDecision.objects.filter(bid__round=round).exclude(ended_at=None)
    related = ("bid__organisation", "submission", "ended_by")
    return list(rows.select_related(*related).defer(*FILES_OF_SUBMISSION).order_by("-pk"))[
        :MOST_ENDED
    ]


@require_POST
@login_required
def take_back_decision(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """An officer takes back what was taken down."""
    round = find_papers(request.user, code)
    require(request.user, Permission.RECORD_DECISIONS, round.partnership)
    pending = get_object_or_404(PendingDecision, pk=pk, bid__round=round)
    take_back(pending=pending, by=request.user)
    said = _("The decision on %(bid)s is taken back. Take it down anew if that is wanted.")
    messages.success(request, said % {"bid": pending.bid.reference})
    return redirect("decisions", code)


@require_safe
@login_required
def letter_file(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """The PCC's letter, for those who read the partnership's papers."""
    round = find_papers(request.user, code)
    pending = get_object_or_404(PendingDecision, pk=pk, bid__round=round)
    if not pending.letter:
        raise Http404
    name = pending.letter_name
    return FileResponse(  # type: ignore[return-value]  # it answers as a response does
        pending.letter.open(), as_attachment=True, filename=name
    )
