"""Questions that officers ask about a bid while it is with them, and the applicant's answers."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from bids.mail import tell_about, tell_officers
from bids.models import Bid, Query
from bids.rules import demand
from bids.states import State
from people.models import User
from ui.dates import format_moment


@verb
def ask(*, bid: Bid, question: str, due: datetime, by: User) -> Query:
    """Ask the applicant about a submitted bid, to be answered by a moment. Its contact is told."""
    bid = locked(bid)
    demand("bids.query", by, bid)
    _refuse_unless_submitted(bid)
    if not question.strip():
        raise Refused(_("Enter the question."))
    if due <= timezone.now():
        raise Refused(_("Give the applicant a time that is still to come."))
    query = Query.objects.create(bid=bid, question=question.strip(), due=due, asked_by=by)
    tell_about(bid, "bid-query", {"question": query.question, "due": format_moment(due)})
    return query


@verb
def answer(*, query: Query, answer: str, by: User) -> Query:
    """Answer a question, once; a late answer is taken while the bid is still being checked."""
    bid = locked(query.bid)
    demand("bids.answer_query", by, bid)
    query = Query.objects.select_for_update(of=("self",)).get(pk=query.pk)
    if query.answered_at:
        raise Refused(
            _("This question was answered at %(when)s.")
            % {"when": format_moment(query.answered_at)}
        )
    _refuse_unless_submitted(bid)
    if not answer.strip():
        raise Refused(_("Enter your answer."))
    query.answer, query.answered_by, query.answered_at = answer.strip(), by, timezone.now()
    query.save(update_fields=["answer", "answered_by", "answered_at"])
    fields = {"question": query.question, "answer": query.answer}
    tell_officers(bid, "bid-query-answered", fields)
    return query


def open_queries(bid: Bid) -> QuerySet[Query]:
    """The questions that can still be answered."""
    waiting = bid.queries.filter(answered_at=None)
    return waiting if bid.state == State.SUBMITTED else waiting.none()


def _refuse_unless_submitted(bid: Bid) -> None:
    if bid.state != State.SUBMITTED:
        raise Refused(
            _("%(bid)s is not being checked now, so there is nothing to ask or answer.")
            % {"bid": bid.reference}
        )
