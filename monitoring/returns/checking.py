"""What an officer does with a return that was sent: accept it, ask about it, send it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Award
from awards.undecided import staked_by
from base.errors import NotAllowed, Refused
from base.verbs import verb
from bids.history import locked
from bids.mail import tell_officers
from bids.models import Bid
from bids.rules import demand
from monitoring.models import Return, ReturnRemark
from monitoring.returns.mail import return_fields, tell_project
from monitoring.returns.paper import proposal, read_paper
from people.models import User
from people.permissions import Permission, require

Kind = ReturnRemark.Kind


def has_stake(user: User, bid: Bid) -> bool:
    """Whether somebody has a stake in a bid, so that they judge nothing of it."""
    return Bid.objects.filter(staked_by(user), pk=bid.pk).exists()


@verb
def accept_sent(*, sent: Return, rag: Return.Rag, by: User, reason: str = "") -> Return:
    """Accept a return as it was sent, with the officer's RAG; afterwards nothing of it changes.

    Raises ``Refused`` where another RAG than proposed is set without a reason.
    """
    sent = _sent(sent, by)
    found = proposal(read_paper(sent.award.bid, sent.period_id), sent)
    if rag != found.rag and not reason.strip():
        raise Refused(_("Say why you set another RAG than the figures speak for."))
    sent.rag, sent.rag_proposed = rag, found.rag
    sent.rag_reason = reason.strip() or " ".join(found.reasons)
    sent.state, sent.typed = Return.State.ACCEPTED, {}
    sent.accepted_by, sent.accepted_at = by, timezone.now()
    sent.save()
    tell_project(sent, "return-accepted", {})
    return sent


@verb
def ask(*, sent: Return, question: str, by: User) -> ReturnRemark:
    """Ask the project about a return, which stays sent. Its contact is told."""
    sent = _sent(sent, by)
    if not question.strip():
        raise Refused(_("Enter the question."))
    remark = sent.remarks.create(kind=Kind.QUERY, text=question.strip(), by=by)
    tell_project(sent, "return-query", {"question": remark.text})
    return remark


@verb
def answer(
    *, sent: Return, text: str, by: User, confirmed: Sequence[Mapping[str, Any]] = ()
) -> ReturnRemark:
    """Answer what an officer asked about a return. Officers are told."""
    locked(sent.award.bid)
    demand("bids.send_return", by, sent.award.bid)
    sent = _again(sent)
    if sent.state != Return.State.SENT or not open_questions(sent.remarks.all()):
        raise Refused(_("There is no question about this return to answer now."))
    if not text.strip():
        raise Refused(_("Enter your answer."))
    remark = sent.remarks.create(kind=Kind.ANSWER, text=text.strip(), by=by)
    if confirmed:
        sent.confirmed = [*sent.confirmed, *confirmed]
        sent.save(update_fields=["confirmed"])
    tell_officers(sent.award.bid, "return-answered", {**return_fields(sent), "answer": remark.text})
    return remark


@verb
def send_back(*, sent: Return, reason: str, by: User) -> Return:
    """Send a return back to be changed, with the reason. Its contact is told."""
    sent = _sent(sent, by)
    if not reason.strip():
        raise Refused(_("Say what has to be changed."))
    sent.state = Return.State.BACK
    sent.save(update_fields=["state"])
    remark = sent.remarks.create(kind=Kind.BACK, text=reason.strip(), by=by)
    tell_project(sent, "return-back", {"reason": remark.text})
    return sent


def open_questions(remarks: "Sequence[ReturnRemark] | Any") -> list[ReturnRemark]:
    """The questions asked since the last answer or sending back."""
    found: list[ReturnRemark] = []
    for remark in remarks:
        found = [*found, remark] if remark.kind == Kind.QUERY else []
    return found


def judge(award: Award, by: User) -> None:
    """Raise ``NotAllowed`` unless the person may judge the returns of an award."""
    require(by, Permission.RECORD_RETURNS, award.bid.round.partnership)
    if has_stake(by, award.bid):
        raise NotAllowed(
            _("You have a stake in %(bid)s, so another officer reads its returns.")
            % {"bid": award.bid.reference}
        )


def _sent(sent: Return, by: User) -> Return:
    """The return as it stands, held, which waits for an officer. Raises ``Refused`` otherwise."""
    locked(sent.award.bid)
    judge(sent.award, by)
    sent = _again(sent)
    if sent.state != Return.State.SENT:
        raise Refused(
            _("The return for “%(period)s” does not wait to be read now.")
            % {"period": sent.period.name}
        )
    return sent


def _again(sent: Return) -> Return:
    related = ("award__bid__round__partnership", "award__bid__organisation", "period", "sent_by")
    return Return.objects.select_related(*related).select_for_update(of=("self",)).get(pk=sent.pk)
