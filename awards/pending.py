"""The PCC's decisions that come by email, in parts or in a meeting: taken down, then confirmed.

An officer takes one down; a decision maker who did not score the bid, and is somebody else, confirms
it. Only then is anything decided, by the same path as an answer in the file (``awards.answering``).
"""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions import latest_submission
from awards.answering import Recorded, Said, answer, row_of, said_of
from awards.models import Answer, PendingDecision
from awards.undecided import Decider, decider
from base.errors import NotAllowed, Refused
from base.verbs import happened, verb
from bids.file_checks import Checked
from bids.history import in_order, locked
from bids.mail import tell_about
from bids.models import Bid
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round
from rounds.models import locked as hold
from ui.dates import format_date, midnight
from ui.money import format_pence


@dataclass(frozen=True)
class TakenDown:
    """What the PCC decided about one bid, as an officer took it down. Pence."""

    bid: Bid
    decision: str
    amount_pence: int | None = None
    comment: str = ""


@verb
def take_down(
    *,
    round: Round,
    decisions: list[TakenDown],
    decided_by: str,
    decided_on: date,
    by: User,
    letter: Checked | None = None,
) -> list[PendingDecision]:
    """Take down what the PCC decided about one or several bids, to be confirmed; all or nothing.

    Raises ``Refused`` where a bid was never in a submission or awaits no decision, and for an amount
    that the file would be refused for.
    """
    require(by, Permission.RECORD_DECISIONS, round.partnership)
    if not decided_by.strip():
        raise Refused(_("Say who decided."))
    if not decisions:
        raise Refused(_("Choose a decision for at least one bid."))
    happened(midnight(decided_on))
    hold(round)
    found = [_take_down(one, decided_by.strip(), decided_on, by) for one in decisions]
    if letter:
        first, *others = found
        first.letter_name = letter.name
        first.letter.save(f"letter.{letter.kind}", ContentFile(letter.content))
        for other in others:
            other.letter, other.letter_name = first.letter.name, letter.name
            other.save()
    return found


def _take_down(one: TakenDown, decided_by: str, decided_on: date, by: User) -> PendingDecision:
    bid = locked(one.bid)
    if bid.state != State.SIFTED:
        raise Refused(
            _("%(bid)s is %(state)s, so it awaits no decision.")
            % {"bid": bid.reference, "state": bid.get_state_display().lower()}
        )
    sent = latest_submission(bid)
    if sent is None:
        raise Refused(
            _(
                "%(bid)s was never sent to the %(funder)s in a submission, so there is no answer to "
                "take down. Send the submission first."
            )
            % {"bid": bid.reference, "funder": bid.round.funder.short_name}
        )
    if bid.pending_decisions.filter(ended_at=None).exists():
        raise Refused(
            _("A decision on %(bid)s was taken down already. Take that one back to change it.")
            % {"bid": bid.reference}
        )
    said = Said(row_of(sent, bid), one.decision, one.amount_pence, one.comment)
    refuse_unsound(said, bid)
    in_order(bid, midnight(decided_on))
    return PendingDecision.objects.create(
        bid=bid,
        submission=sent,
        decision=one.decision,
        amount_pence=one.amount_pence,
        comment=one.comment,
        decided_by=decided_by,
        decided_on=decided_on,
        entered_by=by,
    )


def refuse_unsound(said: Said, bid: Bid) -> None:
    """Raise ``Refused`` for a decision that makes no sense, before anybody is asked to confirm it."""
    if said.decision not in Answer.Decision.values:
        raise Refused(_("Choose a decision for %(bid)s.") % {"bid": bid.reference})
    if said.amount_pence is not None and said.decision != Answer.Decision.APPROVE:
        raise Refused(
            _("%(amount)s stands at %(bid)s without “Approve”.")
            % {"amount": format_pence(said.amount_pence), "bid": bid.reference}
        )
    most = bid.requested_pence or 0
    if (said.approved_pence() or 0) > most:
        raise Refused(
            _("%(bid)s requested %(most)s: no more can be approved.")
            % {"bid": bid.reference, "most": format_pence(most)}
        )


@verb
def confirm(*, pending: PendingDecision, by: User) -> Recorded:
    """Do what was taken down: commits money, declines or queries, and keeps the PCC's answer.

    Raises ``NotAllowed`` for whoever took it down or scored the bid, ``Refused`` where something changed
    since, or the pot cannot bear it; then nothing is changed.
    """
    pending = _held(pending)
    bid = locked(pending.bid)
    require(by, Permission.DECIDE, bid.round.partnership)
    if why := why_not_confirm(pending, decider(by, bid.round)):
        raise NotAllowed(why)
    if latest_submission(bid) != pending.submission:
        raise Refused(
            _(
                "The proposals were sent anew since the decision on %(bid)s was taken down. "
                "Send it back, so that it is held against the new version."
            )
            % {"bid": bid.reference}
        )
    done = Recorded(source=source(pending))
    answer(said_of(pending), bid, pending.submission, by, midnight(pending.decided_on), done)
    still = PendingDecision.objects.filter(pk=pending.pk, ended_at=None)
    still.update(ended_by=by, ended_at=timezone.now(), confirmed=not done.reported)
    return done


def why_not_confirm(pending: PendingDecision, by: Decider) -> str:
    """Why this decision maker may not confirm it; nothing where they may."""
    if pending.entered_by_id == by.user.pk:
        return _("You took down the decision on %(bid)s, so somebody else must confirm it.") % {
            "bid": pending.bid.reference
        }
    return why_not_decide(pending.bid, by)


def why_not_decide(bid: Bid, by: Decider) -> str:
    """Why this decision maker may not decide a bid; nothing where they may."""
    said = {"bid": bid.reference}
    if bid.pk in by.scored:
        return _("You scored %(bid)s, so somebody else must decide it.") % said
    if bid.pk in by.stakes:
        return _("You have an interest in %(bid)s, so somebody else must decide it.") % said
    return ""


def source(pending: PendingDecision) -> str:
    """Where a decision comes from, as the history keeps it: without names, since applicants read it."""
    return _("Answer of the %(funder)s of %(day)s") % {
        "funder": pending.bid.round.funder.short_name,
        "day": format_date(pending.decided_on),
    }


@verb
def take_back(*, pending: PendingDecision, by: User) -> PendingDecision:
    """An officer takes back what was taken down, before it is confirmed."""
    pending = _held(pending)
    require(by, Permission.RECORD_DECISIONS, pending.bid.round.partnership)
    return _end(pending, by, "")


@verb
def send_back(*, pending: PendingDecision, by: User, reason: str) -> PendingDecision:
    """A decision maker sends back what was taken down, with the reason."""
    pending = _held(pending)
    require(by, Permission.DECIDE, pending.bid.round.partnership)
    if not reason.strip():
        raise Refused(_("Say why it goes back to the officer."))
    fields = {"reason": reason.strip()}
    tell_about(pending.bid, "decision-sent-back", fields, to=pending.entered_by.email)
    return _end(pending, by, reason.strip())


def _end(pending: PendingDecision, by: User, why: str) -> PendingDecision:
    pending.ended_by, pending.ended_at, pending.ended_why = by, timezone.now(), why
    pending.save()
    return pending


def _held(pending: PendingDecision) -> PendingDecision:
    """The row as it stands now, held. The round is held first, as when a file is brought in."""
    hold(pending.bid.round)
    now = (
        PendingDecision.objects.select_for_update(of=("self",))
        .select_related("bid__round__partnership", "submission", "entered_by")
        .get(pk=pending.pk)
    )
    if now.ended_at:
        words = _("confirmed") if now.confirmed else _("taken or sent back")
        raise Refused(
            _("The decision on %(bid)s was %(ended)s already.")
            % {"bid": now.bid.reference, "ended": words}
        )
    return now
