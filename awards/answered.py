"""The submission that came back, in the browser: what its answers will do is shown, then done.

What is shown is found out by doing it and undoing it again. The file is kept meanwhile, so that the one
that is confirmed is the one that was seen.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.answering import Recorded
from awards.answers import Answers, read_answers, record
from awards.effects import PotState, pots
from awards.models import Answer, AnsweredFile
from base.errors import Refused
from base.stale import digest
from base.verbs import verb
from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from notices.rehearsal import messages_written
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from rounds.models import locked as hold
from ui.dates import midnight


@dataclass(frozen=True)
class Line:
    """What happens to a bid: its answer's words, and an amount in pence where it is approved."""

    bid: Bid
    words: str = ""
    pence: int = 0


@dataclass(frozen=True)
class Foreseen:
    """What a file of answers does."""

    route: Pot
    before: PotState
    after: PotState
    approved: list[Line] = field(default_factory=list)
    declined: list[Line] = field(default_factory=list)
    queried: list[Line] = field(default_factory=list)
    open: list[Line] = field(default_factory=list)
    """Bids of the route that await a decision afterwards, those that were queried apart."""
    unchanged: int = 0
    reported: list[str] = field(default_factory=list)
    emails: int = 0

    @property
    def does_something(self) -> bool:
        """Whether anything changes."""
        return bool(self.approved or self.declined or self.queried)

    def plain(self) -> dict[str, Any]:
        """The same as plain values, as they are kept and compared."""
        return {
            "approved": [[line.bid.reference, line.pence, line.words] for line in self.approved],
            "declined": [[line.bid.reference, line.words] for line in self.declined],
            "queried": [[line.bid.reference, line.words] for line in self.queried],
            "open": [line.bid.reference for line in self.open],
            "unchanged": self.unchanged,
            "reported": self.reported,
            "left_pence": self.after.left_pence,
        }

    @property
    def seen(self) -> str:
        """A sign of all that, as the page carries it to the confirmation."""
        return digest(self.plain())


class _Undone(Exception):
    """Takes what was found out of a transaction that is rolled back."""

    def __init__(self, found: Foreseen) -> None:
        super().__init__()
        self.found = found


def foresee(answered: AnsweredFile, by: User) -> Foreseen:
    """What confirming a file would do, by whom. Nothing is changed.

    Raises ``Faulty`` or ``Refused`` where it cannot be done.
    """
    return _rehearse(answered, _read(answered), by)


def bring_in(
    *, round: Round, name: str, content: bytes, decided_on: date | None, by: User
) -> AnsweredFile:
    """Keep a file of answers that could be confirmed. It replaces what the person left unconfirmed.

    Raises ``Faulty`` or ``Refused`` where it could not; then nothing is kept.
    """
    require(by, Permission.DECIDE, round.partnership)
    answers = read_answers(round=round, name=name, content=content)
    answered = AnsweredFile(
        submission=answers.sent,
        name=name[:200],
        file=content,
        checksum=hashlib.sha256(content).hexdigest(),
        decided_on=decided_on,
        by=by,
    )
    _rehearse(answered, answers, by)
    return _keep(answered)


@verb
def _keep(answered: AnsweredFile) -> AnsweredFile:
    round, by = answered.submission.round, answered.by
    AnsweredFile.objects.filter(submission__round=round, by=by, confirmed_at=None).delete()
    answered.save()
    return answered


def confirm(*, answered: AnsweredFile, seen: str, by: User) -> AnsweredFile:
    """Do what a file of answers says, as it was seen.

    Raises ``Refused`` where it was confirmed before, or would do something else by now.
    """
    return _confirm(answered, _read(answered), seen, by)


@verb
def _confirm(answered: AnsweredFile, answers: Answers, seen: str, by: User) -> AnsweredFile:
    hold(answered.submission.round)
    answered.refresh_from_db(fields=["confirmed_at"])
    if answered.confirmed_at:
        raise Refused(_("These answers were confirmed already."))
    found = _do(answered, answers, by)
    if found.seen != seen:
        raise Refused(_("What the file would do has changed since you looked. Look at it again."))
    answered.confirmed_by, answered.confirmed_at = by, timezone.now()
    answered.did = found.plain()
    answered.save()
    return answered


def _read(answered: AnsweredFile) -> Answers:
    """Read a kept file, before anything is held for it."""
    content, round = bytes(answered.file), answered.submission.round
    return read_answers(round=round, name=answered.name, content=content)


def _rehearse(answered: AnsweredFile, answers: Answers, by: User) -> Foreseen:
    try:
        _do_and_undo(answered, answers, by)
    except _Undone as undone:
        return undone.found
    raise AssertionError("a rehearsal is always undone")


@verb
def _do_and_undo(answered: AnsweredFile, answers: Answers, by: User) -> None:
    raise _Undone(_do(answered, answers, by))


def _do(answered: AnsweredFile, answers: Answers, by: User) -> Foreseen:
    sent = answers.sent
    round, route = sent.round, Pot(sent.route)
    before = pots(round)[route]
    newest = Answer.objects.aggregate(newest=Max("pk"))["newest"] or 0
    with messages_written() as emails:
        on = midnight(answered.decided_on) if answered.decided_on else None
        done = record(answers=answers, by=by, at=on)
    said = {
        one.bid_id: one.comment for one in sent.answers.filter(pk__gt=newest).select_related("note")
    }
    queried = {bid.pk for bid in done.queried}
    touched = [*(award.bid for award in done.approved), *done.declined, *done.queried]
    prefetch_related_objects(touched, "organisation")
    waiting = round.bids.filter(route=route, state=State.SIFTED).exclude(pk__in=queried)
    reasons = _reasons(done)
    return Foreseen(
        route=route,
        before=before,
        after=pots(round)[route],
        approved=[
            Line(award.bid, said.get(award.bid_id, ""), award.amount_pence)
            for award in done.approved
        ],
        declined=[Line(bid, reasons.get(bid.pk, "")) for bid in done.declined],
        queried=[Line(bid, said.get(bid.pk, "")) for bid in done.queried],
        open=[Line(bid) for bid in waiting.select_related("organisation").order_by("reference")],
        unchanged=done.unchanged,
        reported=done.reported,
        emails=len(emails),
    )


def _reasons(done: Recorded) -> dict[int, str]:
    """Why bids were declined, as the applicant reads it."""
    rows = HistoryRow.objects.filter(bid__in=done.declined, transition=Arrow.DECLINE)
    source = f" ({done.source})"
    return {
        row.bid_id: row.reason.removesuffix(source)
        for row in rows.select_related("note").order_by("pk")
    }
