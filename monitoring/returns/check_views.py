"""What is done with a return that was sent: an officer's decisions, and the project's answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.errors import Refused
from base.forms import attempt
from base.kept import forget, keeps_typing, kept_for
from bids.rules import demand
from monitoring.models import Return
from monitoring.returns.check_forms import AcceptForm, AnswerForm, AskForm, BackForm
from monitoring.returns.checking import accept_sent, answer, ask, judge, send_back
from monitoring.returns.page import show_return
from monitoring.returns.paper import Paper, proposal, read_paper
from monitoring.returns.views import find_project
from people.requests import SignedInRequest

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@login_required
def check(request: SignedInRequest, reference: str, period: int) -> HttpResponse:
    """Accept a return, ask about it, or send it back."""
    bid = find_project(request, reference)
    judge(bid.award, request.user)
    paper = read_paper(bid, period)
    if request.method != "POST":
        return redirect("return", reference, period)
    sent = _that_was_sent(paper)
    deed = _send_back if "back_reason" in request.POST else _accept
    deed = _ask if "question" in request.POST else deed
    return deed(request, paper, sent) or redirect("return", reference, period)


def _accept(request: SignedInRequest, paper: Paper, sent: Return) -> HttpResponse | None:
    form = AcceptForm(proposal(paper, sent), request.POST)
    if form.is_valid():
        data = form.cleaned_data
        rag = Return.Rag(data["rag"])
        if attempt(form, accept_sent, sent=sent, rag=rag, reason=data["reason"], by=request.user):
            messages.success(request, _("The return is accepted."))
            return None
    return show_return(request, paper, accept=form)


def _ask(request: SignedInRequest, paper: Paper, sent: Return) -> HttpResponse | None:
    form = AskForm(request.POST)
    if form.is_valid():
        question = form.cleaned_data["question"]
        if attempt(form, ask, sent=sent, question=question, by=request.user):
            messages.success(request, _("Your question was sent."))
            return None
    return show_return(request, paper, ask=form)


def _send_back(request: SignedInRequest, paper: Paper, sent: Return) -> HttpResponse | None:
    form = BackForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["back_reason"]
        if attempt(form, send_back, sent=sent, reason=reason, by=request.user):
            messages.success(request, _("The return is sent back."))
            return None
    return show_return(request, paper, back=form)


@require_http_methods(GET_OR_POST)
@keeps_typing
def answer_page(request: SignedInRequest, reference: str, period: int) -> HttpResponse:
    """Answer what an officer asked about a return."""
    bid = find_project(request, reference)
    demand("bids.send_return", request.user, bid)
    paper = read_paper(bid, period)
    sent = _that_was_sent(paper)
    year = paper.period.ends.year
    if request.method != "POST":
        kept = kept_for(request)
        if kept is None:
            return redirect("return", reference, period)
        return show_return(request, paper, answer=AnswerForm(year, kept=kept.get("answer", "")))
    form = AnswerForm(year, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        confirmed = form.confirmed()
        if attempt(
            form, answer, sent=sent, text=data["answer"], confirmed=confirmed, by=request.user
        ):
            forget(request)
            messages.success(request, _("Your answer was sent."))
            return redirect("return", reference, period)
    return show_return(request, paper, answer=form)


def _that_was_sent(paper: Paper) -> Return:
    if paper.sent is None or paper.sent.state != Return.State.SENT:
        raise Refused(
            _("The return for “%(period)s” does not wait to be read now.")
            % {"period": paper.period.name}
        )
    return paper.sent
