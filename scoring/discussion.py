"""Panel day: a bid's scores are revealed at once, the panel agrees, and what it said is minuted.

Each verb holds the round and then the bid, as the sift does. ``seen`` is the digest of what stood when
the officer's page was opened: where another officer changed it since, ``Stale`` is raised.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.models import note
from base.stale import Stale, digest
from base.verbs import verb
from bids.history import in_order, locked
from bids.models import Bid
from bids.rules import applicant
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from rounds.models import Criterion
from rounds.models import locked as hold
from scoring.models import AgreedScore, Discussion, EarlierAgreedScore, GateCheck
from scoring.panel import Panel, conflicts, read_panel
from scoring.sealing import is_revealed, sealed
from scoring.settling import settle


@dataclass(frozen=True)
class Agreed:
    """What the panel agreed for a criterion, and the digest of what stood there before."""

    criterion: Criterion
    points: int | None
    """Nothing where what was agreed is taken back."""
    reason: str = ""
    seen: str | None = None


def sign_of(held: AgreedScore | None) -> str:
    """The digest of what is agreed for a criterion, or of nothing being agreed."""
    return digest([held.points, held.reason] if held else None)


def sign_of_minutes(discussion: Discussion) -> str:
    """The digest of a bid's minutes."""
    return digest(discussion.minutes)


@verb
def reveal(*, bid: Bid, by: User, reason: str = "", at: datetime | None = None) -> Discussion:
    """Show all scores of a submitted bid to its panel at once; no more are sent from here on.

    Revealed already, it is left as it is. Raises ``Refused`` for a bid that failed a gate or that
    nobody scored, and where somebody is still expected to send unless a ``reason`` is given.
    """
    bid = _held(bid, by)
    if found := Discussion.objects.filter(bid=bid).first():
        return found
    if failed := GateCheck.objects.filter(bid=bid, passed=False).select_related("gate").first():
        raise Refused(
            _("%(bid)s failed the gate “%(gate)s”, so it is not discussed.")
            % {"bid": bid.reference, "gate": failed.gate.title}
        )
    settle(round=bid.round)
    panel = read_panel(bid.round)
    if bid.pk not in with_scores(panel):
        raise Refused(
            _("Nobody has sent scores for %(bid)s yet: there is nothing to reveal.")
            % {"bid": bid.reference}
        )
    waiting = panel.waiting(bid)
    if waiting and not reason.strip():
        raise Refused(
            _(
                "%(names)s: no scores were sent for %(bid)s. Say why the others are revealed all "
                "the same."
            )
            % {"names": ", ".join(map(str, waiting)), "bid": bid.reference}
        )
    return Discussion.objects.create(
        bid=bid,
        revealed_at=in_order(bid, at),
        revealed_by=by,
        reason=reason.strip() if waiting else "",
    )


def with_scores(panel: Panel) -> set[int]:
    """The keys of the bids that somebody without an interest in them has sent points for."""
    return {bid for bid, member in panel.given if (bid, member) not in panel.conflicted}


@verb
def agree(
    *,
    bid: Bid,
    criterion: Criterion,
    points: int,
    reason: str,
    by: User,
    seen: str | None = None,
    at: datetime | None = None,
) -> AgreedScore:
    """Put an agreed score in the place of the panel's mean of a criterion; what stood there is kept.

    Raises ``Refused`` before the scores are revealed, ``Stale`` where another officer wrote another
    score there meanwhile. The same score again is left as it is.
    """
    bid = _held(bid, by)
    _refuse_sealed(bid)
    if criterion.round_id != bid.round_id:
        raise Refused(
            _("“%(criterion)s” is a criterion of another round.") % {"criterion": criterion.title}
        )
    if not 0 <= points <= Criterion.MOST_POINTS:
        raise Refused(
            _("Enter points from 0 to %(most)s for “%(criterion)s”.")
            % {"most": Criterion.MOST_POINTS, "criterion": criterion.title}
        )
    if not reason.strip():
        raise Refused(
            _("Write why the panel agreed on the score for “%(criterion)s”.")
            % {"criterion": criterion.title}
        )
    held = AgreedScore.objects.filter(bid=bid, criterion=criterion).first()
    if held and (held.points, held.reason) == (points, reason.strip()):
        return held
    _refuse_stale(seen, sign_of(held))
    if held:
        keep_earlier(held, by=by)
    found = held or AgreedScore(bid=bid, criterion=criterion)
    found.points, found.reason = points, reason.strip()
    found.agreed_at, found.agreed_by = in_order(bid, at), by
    found.save()
    return found


@verb
def take_back_agreed(
    *, bid: Bid, criterion: Criterion, by: User, seen: str | None = None
) -> AgreedScore | None:
    """Let the panel's mean count again; the agreed score is kept with the earlier ones, and given."""
    bid = _held(bid, by)
    held = AgreedScore.objects.filter(bid=bid, criterion=criterion).first()
    if held is None:
        return None
    _refuse_stale(seen, sign_of(held))
    keep_earlier(held, by=by)
    AgreedScore.objects.filter(pk=held.pk).delete()
    return held


@verb
def record(
    *, bid: Bid, agreed: Iterable[Agreed], minutes: str, by: User, seen: str | None, done: bool
) -> Discussion:
    """Write all that an officer noted of a bid at once, or nothing of it; ``done`` goes on from it.

    ``seen`` is the digest of the minutes. Raises as ``agree`` and ``finish`` do.
    """
    for one in agreed:
        where: Any = {"bid": bid, "criterion": one.criterion, "by": by, "seen": one.seen}
        if one.points is None:
            take_back_agreed(**where)
        else:
            agree(**where, points=one.points, reason=one.reason)
    if done:
        return finish(bid=bid, minutes=minutes, by=by, seen=seen)
    return write_minutes(bid=bid, minutes=minutes, by=by, seen=seen)


@verb
def write_minutes(*, bid: Bid, minutes: str, by: User, seen: str | None = None) -> Discussion:
    """Write down what the panel said of a bid as a whole, where that is new.

    Minutes that are as this officer saw them are left, whatever another officer wrote meanwhile.
    Raises ``Stale`` where both wrote.
    """
    bid = _held(bid, by)
    discussion = _discussion(bid)
    minutes = minutes.strip()
    if minutes == discussion.minutes or digest(minutes) == seen:
        return discussion
    _refuse_stale(seen, sign_of_minutes(discussion))
    discussion.minutes = minutes
    discussion.save(update_fields=["minutes"])
    return discussion


@verb
def finish(
    *,
    bid: Bid,
    minutes: str,
    by: User,
    seen: str | None = None,
    at: datetime | None = None,
) -> Discussion:
    """Write the minutes and mark a bid as discussed. Done already, the first time stands."""
    discussion = write_minutes(bid=bid, minutes=minutes, by=by, seen=seen)
    if discussion.done_at is None:
        discussion.done_at = max(in_order(bid, at), discussion.revealed_at)
        discussion.done_by = by
        discussion.save(update_fields=["done_at", "done_by"])
    return discussion


@verb
def open_again(*, bid: Bid, by: User) -> Discussion:
    """Take up a bid that was marked as discussed."""
    discussion = _discussion(_held(bid, by))
    discussion.done_at = discussion.done_by = None
    discussion.save(update_fields=["done_at", "done_by"])
    return discussion


def _held(bid: Bid, by: User) -> Bid:
    """The bid as it stands, held, once it is sure that this officer may take it through the meeting."""
    require(by, Permission.SIFT, bid.round.partnership)
    hold(bid.round)
    bid = locked(bid)
    if bid.state != State.SUBMITTED:
        raise Refused(
            _("%(bid)s is %(state)s now: nothing is changed here unless a bid is submitted.")
            % {"bid": bid.reference, "state": State(bid.state).label.lower()}
        )
    if (bid.pk, by.pk) in conflicts(bid.round) or applicant(by, bid):
        raise NotAllowed(
            _("You have an interest in %(bid)s: another officer takes it through the meeting.")
            % {"bid": bid.reference}
        )
    return bid


def _discussion(bid: Bid) -> Discussion:
    found = Discussion.objects.filter(bid=bid).first()
    if found is None:
        raise Refused(
            _("Reveal the scores of %(bid)s first: it has not been discussed.")
            % {"bid": bid.reference}
        )
    return found


def _refuse_sealed(bid: Bid) -> None:
    """A score is agreed once all are revealed, or where all came in by workbook."""
    given = bid.scores.exists()
    if not given or (not is_revealed(bid) and sealed(Bid.objects.filter(pk=bid.pk)).exists()):
        raise Refused(
            _("Reveal the scores of %(bid)s first: then the panel agrees.") % {"bid": bid.reference}
        )


def _refuse_stale(seen: str | None, stands: str) -> None:
    if seen is not None and seen != stands:
        raise Stale(_("Somebody else changed this meanwhile. Nothing of yours was saved yet."))


def keep_earlier(held: AgreedScore, *, by: User) -> None:
    """Keep what was agreed before. For verbs of this app."""
    EarlierAgreedScore.objects.create(
        bid=held.bid,
        criterion=held.criterion,
        points=held.points,
        note=note(held.reason),
        agreed_at=held.agreed_at,
        agreed_by=held.agreed_by,
        changed_by=by,
    )
