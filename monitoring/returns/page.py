"""A return as it was sent: what everybody reads of it, and the forms of those who judge or answer."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone

from bids.models import Bid
from bids.presenters import title
from bids.rules import allows
from monitoring.models import Return
from monitoring.returns.check_forms import AcceptForm, AnswerForm, AskForm, BackForm
from monitoring.returns.checking import has_stake, open_questions
from monitoring.returns.paper import Paper, proposal
from monitoring.returns.presenters import (
    actuals_table,
    badges,
    confirmed_facts,
    proposed,
    rag_facts,
    remark_lines,
    return_files,
    said_facts,
    spending_table,
)
from people.models import User
from people.permissions import Permission, may
from people.requests import SignedInRequest
from ui.dates import in_london
from ui.forms import page

SENT = Return.State.SENT


def may_read(user: User, bid: Bid) -> bool:
    """Whether somebody reads a project's returns for the partnership."""
    return may(user, Permission.READ, bid.round.partnership)


def may_judge(user: User, bid: Bid) -> bool:
    """Whether somebody may accept a project's returns, or send them back."""
    return may(user, Permission.RECORD_RETURNS, bid.round.partnership) and not has_stake(user, bid)


def show_return(request: SignedInRequest, paper: Paper, **forms: Any) -> HttpResponse:
    """The page; ``forms`` are those that were filled in and are not good yet."""
    bid, sent = paper.award.bid, paper.sent
    today = in_london(timezone.now()).date()
    context: dict[str, Any] = {
        "bid": bid,
        "title": title(bid),
        "period": paper.period,
        "badges": badges(paper.slot, today),
        "begins": paper.slot.begins if paper.slot.begins > today else None,
    }
    if sent and (sent.sent_at or sent.accepted_at):
        prefetch_related_objects([sent], "actuals", "headings", "remarks__by")
        context.update(_content(request.user, paper, sent), **_forms(request.user, paper, sent))
    return page(request, "monitoring/return.html", {**context, **forms})


def _content(user: User, paper: Paper, sent: Return) -> dict[str, Any]:
    bid = paper.award.bid
    reads = may_read(user, bid)
    accepted = sent.state == Return.State.ACCEPTED
    return {
        "sent": sent,
        "said": said_facts(sent),
        "actuals": actuals_table(paper, sent),
        "spending": spending_table(paper, sent),
        "files": return_files(bid, sent),
        "remarks": remark_lines(sent.remarks.all()),
        "rag": rag_facts(sent) if accepted else [],
        "confirmed": confirmed_facts(sent) if reads else [],
    }


def _forms(user: User, paper: Paper, sent: Return) -> dict[str, Any]:
    if sent.state != SENT:
        return {}
    bid, found = paper.award.bid, {}
    if may_judge(user, bid):
        figures = proposal(paper, sent)
        found = {
            "proposed": [proposed(figures)],
            "accept": AcceptForm(figures),
            "ask": AskForm(),
            "back": BackForm(),
        }
    elif may(user, Permission.RECORD_RETURNS, bid.round.partnership):
        found = {"staked": True}
    asked = open_questions(sent.remarks.all())
    if asked and allows("bids.send_return", user, bid):
        found["answer"] = AnswerForm(paper.period.ends.year)
    return found
