"""A panel member's scores of one bid: noted in a draft that nobody else sees, then sent, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.stale import Stale, digest
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from people.models import User
from rounds.models import Criterion
from rounds.models import locked as hold
from scoring.duties import demand_seat, refuse_unless_open
from scoring.models import Score, ScoreDraft
from ui.dates import format_moment
from ui.fields import MOST_CHARACTERS
from ui.texts import tidy

MOST_NOTED = 200_000
"""How many characters a draft keeps."""
SCALE = [str(points) for points in range(Criterion.MOST_POINTS + 1)]


@dataclass(frozen=True)
class Given:
    """What a member says of one criterion, as they typed it."""

    points: str = ""
    comment: str = ""


Answers = Mapping[str, Given]
"""By the criterion's code."""


class Changed(Stale):
    """The draft says something else by now than it did when the page was opened."""

    def __init__(self, theirs: Answers, saved_at: datetime) -> None:
        super().__init__(
            _("You noted something else for this bid on another page, at %(moment)s.")
            % {"moment": format_moment(saved_at)}
        )
        self.theirs = theirs


class Sent(Refused):
    """The member has sent already, and what was sent stands."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            _("You sent your scores at %(moment)s. A change is agreed by the panel at its meeting.")
            % {"moment": format_moment(at)}
        )


@dataclass(frozen=True)
class Saved:
    """What a draft says now, its sign, and when it was saved."""

    answers: Answers
    digest: str
    at: datetime


def read_draft(bid: Bid, member: User) -> Saved | None:
    """What a member noted of a bid and has not sent."""
    draft = ScoreDraft.objects.filter(bid=bid, member=member).first()
    if draft is None:
        return None
    answers = {code: Given(**given) for code, given in draft.answers.items()}
    return Saved(answers, sign(answers), draft.saved_at)


def sign(answers: Answers) -> str:
    """A short sign of some answers; those that say nothing do not count."""
    return digest(_kept(answers))


def sent_by(member: User, bid: Bid) -> dict[int, Score]:
    """What a member has sent for a bid, by criterion."""
    return {score.criterion_id: score for score in bid.scores.filter(member=member)}


@verb
def save_draft(*, bid: Bid, by: User, answers: Answers, seen: str) -> Saved:
    """Keep what a member noted, finished or not.

    ``seen`` is the sign of the draft as it was shown to them. Raises ``Changed`` where it says
    something else by now, ``Sent`` where they have sent, ``Refused`` and ``NotAllowed`` where the bid
    takes no scores from them.
    """
    bid = locked(bid)
    demand_seat(bid, by)
    missing = _unsent(bid, by)
    refuse_unless_open(bid, by)
    _refuse_strangers(bid, answers)
    for given in answers.values():
        if given.points and given.points not in SCALE:
            raise Refused(_off_the_scale(given.points))
    now = read_draft(bid, by)
    wanted = {code: given for code, given in answers.items() if code in missing}
    if now and now.digest == sign(wanted):
        return now
    if seen != (now.digest if now else sign({})):
        raise Changed(now.answers if now else {}, now.at if now else timezone.now())
    kept = _kept(wanted)
    if sum(len(given["comment"]) for given in kept.values()) > MOST_NOTED:
        raise Refused(
            _("Your comments have more than %(most)s characters together. Make them shorter.")
            % {"most": f"{MOST_NOTED:,}"}
        )
    draft, _made = ScoreDraft.objects.update_or_create(
        bid=bid, member=by, defaults={"answers": kept, "saved_at": timezone.now()}
    )
    return Saved(wanted, sign(wanted), draft.saved_at)


@verb
def send_scores(*, bid: Bid, by: User, answers: Answers) -> list[Score]:
    """Send a member's points, 0 to 5, and comments for every criterion, once and together.

    Criteria whose scores came in by a workbook are done already. Raises ``Refused`` naming every
    criterion that lacks points or whose points or comment cannot be taken, and ``Sent`` after sending.
    """
    hold(bid.round)
    bid = locked(bid)
    demand_seat(bid, by)
    missing = _unsent(bid, by)
    refuse_unless_open(bid, by)
    _refuse_strangers(bid, answers)
    wrong = [
        words
        for code, criterion in missing.items()
        if (words := why_not(criterion, answers.get(code, Given())))
    ]
    if wrong:
        raise Refused("\n".join(wrong))
    now = timezone.now()
    sent = Score.objects.bulk_create(
        Score(
            bid=bid,
            member=by,
            criterion=criterion,
            points=int(answers[code].points),
            comment=tidy(answers[code].comment).strip(),
            at=now,
        )
        for code, criterion in missing.items()
    )
    ScoreDraft.objects.filter(bid=bid, member=by).delete()
    return sent


def why_not(criterion: Criterion, given: Given) -> str:
    """What keeps the points and comment for a criterion from being sent; nothing where all is well."""
    words = {"criterion": criterion.title}
    if not given.points.strip():
        return _("Choose the points for “%(criterion)s”.") % words
    if given.points not in SCALE:
        return f"“{criterion.title}”: {_off_the_scale(given.points)}"
    try:
        comment = tidy(given.comment)
    except ValidationError as error:
        return f"“{criterion.title}”: {error.messages[0]}"
    if len(comment) > MOST_CHARACTERS:
        return _(
            "The comment on “%(criterion)s” has more than %(most)s characters: shorten it."
        ) % {
            **words,
            "most": f"{MOST_CHARACTERS:,}",
        }
    return ""


def _off_the_scale(points: str) -> str:
    return _("%(points)s is not on the scale: choose a whole number from 0 to 5.") % {
        "points": points[:20]
    }


def _unsent(bid: Bid, member: User) -> dict[str, Criterion]:
    """The criteria that the member has sent nothing for. Raises ``Sent`` where there are none left."""
    sent = sent_by(member, bid)
    criteria = list(bid.round.criteria.all())
    left = {one.code: one for one in criteria if one.pk not in sent}
    if not criteria:
        raise Refused(
            _("The round has no criteria yet, so there is nothing to score. Ask an officer.")
        )
    if not left:
        raise Sent(max(score.at for score in sent.values()))
    return left


def _refuse_strangers(bid: Bid, answers: Answers) -> None:
    known = set(bid.round.criteria.values_list("code", flat=True))
    if strangers := sorted(set(answers) - known):
        raise Refused(
            _(
                "%(codes)s is no criterion of this round now. Copy what you wrote if you need it, and "
                "open the page again."
            )
            % {"codes": ", ".join(code[:50] for code in strangers)}
        )


def _kept(answers: Answers) -> dict[str, dict[str, str]]:
    """The answers that say something, as they are stored."""
    found = {
        code: {"points": given.points, "comment": _storable(given.comment)}
        for code, given in answers.items()
    }
    return {code: given for code, given in found.items() if any(given.values())}


def _storable(text: str) -> str:
    """With one kind of line end, and without what no database keeps."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
