"""One answer of the PCC about one bid, whether it stands in the file or was taken down on a page.

Both come here, so that they follow the same rules and can never contradict each other.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from awards.actions import approve, decline, has_open_query
from awards.models import Answer, Award, PendingDecision, Submission
from base.errors import Refused
from base.models import note
from bids.mail import tell_about
from bids.models import Bid
from bids.states import State
from people.models import User
from people.roles import OFFICER
from ui.money import format_pence


@dataclass
class Recorded:
    """What the PCC's answers came to, and what an officer should know."""

    source: str
    approved: list[Award] = field(default_factory=list)
    declined: list[Bid] = field(default_factory=list)
    queried: list[Bid] = field(default_factory=list)
    unchanged: int = 0
    reported: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """What the PCC said about one bid of a submission. Pence; no amount means the recommended one."""

    row: dict[str, Any]
    """The bid's row in the frozen copy."""
    decision: str = ""
    """What was said; nothing where the PCC left it open."""
    amount_pence: int | None = None
    comment: str = ""

    @property
    def reference(self) -> str:
        """Which bid."""
        return str(self.row["Reference"])

    @property
    def is_proposed(self) -> bool:
        """Whether the bid was proposed, be it on reserve."""
        return "Recommended" in self.row

    @property
    def means(self) -> str:
        """The decision that follows; a bid not proposed and left open is declined."""
        return self.decision or ("" if self.is_proposed else Answer.Decision.DECLINE.value)

    @property
    def reason(self) -> str:
        """What the applicant can read where the answer is no."""
        own = "" if self.is_proposed else self.row["Reason"]
        words = " ".join(part for part in (own, self.comment) if part)
        return words or "The PCC decided not to fund it."

    def approved_pence(self) -> int | None:
        """What is approved: the PCC's amount or else the one recommended; nothing where it is not."""
        if self.means != Answer.Decision.APPROVE:
            return None
        found = self.amount_pence or int(self.row.get("Recommended") or 0)
        if not found:
            raise Refused(
                gettext("Nothing is recommended for %(reference)s: give the PCC amount.")
                % {"reference": self.reference}
            )
        return found


def answer(said: Said, bid: Bid, sent: Submission, by: User, at: datetime, done: Recorded) -> None:
    """Do what the PCC said about a bid, which is held, and keep it. ``done`` is told what came of it.

    Raises ``Refused`` where the bid was decided otherwise, or an officer took down another answer that
    still awaits confirmation; what ``approve`` and ``decline`` refuse is refused here too.
    """
    if bid.state == State.WITHDRAWN:
        done.reported.append(f"{bid.reference} was withdrawn since, and is left as it is.")
        return
    if not said.means or _stays_open(said, bid, sent):
        done.unchanged += 1
        if said.comment and not said.decision and bid.state == State.SIFTED:
            done.reported.append(_undecided(said))
        return
    amount = said.approved_pence()
    if _is_recorded(said, bid, sent, amount) or _is_what_stands(said, bid, amount):
        done.unchanged += 1
        return
    if bid.state != State.SIFTED:
        raise Refused(
            gettext("%(reference)s is already %(bid)s, and this answer is another one.")
            % {"reference": bid.reference, "bid": _standing(bid)}
        )
    _end_pending(said, bid, amount, by)
    if said.means == Answer.Decision.QUERY:
        done.queried.append(_query(said, bid))
    elif amount is not None:
        why = f"{said.comment or 'Approved by the PCC.'} ({done.source})"
        done.approved.append(approve(bid=bid, amount_pence=amount, by=by, at=at, reason=why))
    else:
        done.declined.append(decline(bid=bid, by=by, at=at, reason=said.reason, source=done.source))
    Answer.objects.create(
        submission=sent,
        bid=bid,
        decision=said.means,
        amount_pence=amount,
        note=note(said.comment),
        at=at,
        by=by,
    )


def said_of(pending: PendingDecision) -> Said:
    """What an officer took down, as the PCC said it. Raises ``Refused`` where it was never asked."""
    return Said(
        row=row_of(pending.submission, pending.bid),
        decision=pending.decision,
        amount_pence=pending.amount_pence,
        comment=pending.comment,
    )


def row_of(sent: Submission, bid: Bid) -> dict[str, Any]:
    """A bid's row in a submission. Raises ``Refused`` where it does not stand in it."""
    for row in (*sent.content["proposals"], *sent.content["not_proposed"]):
        if row["Reference"] == bid.reference:
            found: dict[str, Any] = row
            return found
    raise Refused(
        gettext(
            "%(bid)s is not in version %(version)s of the submission, so there is no answer about it."
        )
        % {"bid": bid.reference, "version": sent.version}
    )


def _undecided(said: Said) -> str:
    """What is told of a comment without a decision: it must not be lost unseen."""
    words = gettext("%(reference)s has a comment and no decision, so it stays open: %(comment)s")
    return words % {"reference": said.reference, "comment": said.comment}


def _is_recorded(said: Said, bid: Bid, sent: Submission, amount: int | None) -> bool:
    """Whether the same answer is the last one recorded for the bid: it was recorded before."""
    last = sent.answers.filter(bid=bid).last()
    same = (said.means, amount, said.comment)
    return last is not None and (last.decision, last.amount_pence, last.comment) == same


def _stays_open(said: Said, bid: Bid, sent: Submission) -> bool:
    """Whether a bid not proposed, about which nothing was said, is left as it is all the same.

    It is declined only where it awaits a decision, and the PCC never answered otherwise: not by a query
    that is still open, nor by a decision on this version (which may have been undone since).
    """
    if said.decision:
        return False
    decided = sent.answers.filter(bid=bid).exclude(decision=Answer.Decision.QUERY).exists()
    return bid.state != State.SIFTED or decided or has_open_query(bid)


def _is_what_stands(said: Said, bid: Bid, amount: int | None) -> bool:
    """Whether a decided bid already is where this answer would put it."""
    if hasattr(bid, "award"):
        return amount == bid.award.amount_pence
    return bid.state == State.DECLINED and said.means == Answer.Decision.DECLINE


def _standing(bid: Bid) -> str:
    if hasattr(bid, "award"):
        return f"{bid.state} for {format_pence(bid.award.amount_pence)}"
    return "reopened" if bid.state in (State.SUBMITTED, State.DRAFT) else str(bid.state)


def _end_pending(said: Said, bid: Bid, amount: int | None, by: User) -> None:
    """What an officer took down is confirmed by the same answer, and stands against another one."""
    pending = bid.pending_decisions.filter(ended_at=None).select_related("submission").first()
    if pending is None:
        return
    earlier = said_of(pending)
    if (earlier.means, earlier.approved_pence()) != (said.means, amount):
        raise Refused(
            gettext(
                "Another answer about %(bid)s (%(answer)s) was taken down and awaits confirmation. "
                "Send it back or take it back first."
            )
            % {"bid": bid.reference, "answer": pending.get_decision_display().lower()}
        )
    pending.ended_by, pending.ended_at, pending.confirmed = by, timezone.now(), True
    pending.save()


def _query(said: Said, bid: Bid) -> Bid:
    """Tell the officers what the PCC asks."""
    question = said.comment or gettext("No question was written.")
    fields = {"funder": bid.round.funder.short_name, "question": question}
    for person in bid.round.people.filter(role=OFFICER.name).select_related("user"):
        tell_about(bid, "pcc-query", fields, to=person.user.email)
    return bid
