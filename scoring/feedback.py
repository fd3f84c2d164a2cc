"""What the applicant is told of how their bid was judged, in an officer's words and never the panel's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import Refused
from base.models import Note
from base.stale import Stale, digest
from base.verbs import verb
from bids.history import locked
from bids.models import Bid, OfficerNote
from bids.states import State
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round
from scoring.models import Feedback
from scoring.panel import panel_people

LONG_RUN = 8
"""So many words one after the other, as a panel member wrote them, are taken for copied."""
SHORT_NAME = 3
"""A part of a name with fewer letters is not looked for."""
JUDGED = (
    State.SIFTED,
    State.APPROVED,
    State.MONITORED,
    State.CLOSED,
    State.DECLINED,
    State.TERMINATED,
)
"""States in which feedback is written."""
ANNOUNCED = JUDGED[1:]
"""States in which the applicant reads it, unless a publicity hold keeps the decision back."""


@dataclass(frozen=True)
class Doubts:
    """What of the panel's stands in a feedback."""

    copied: tuple[str, ...]
    """Runs of words that a panel member wrote."""
    names: tuple[str, ...]
    """Panel members who are named."""

    def __bool__(self) -> bool:
        return bool(self.copied or self.names)


class Doubtful(Refused):
    """The feedback says what only the panel should read, and nobody has confirmed it."""

    def __init__(self, doubts: Doubts) -> None:
        super().__init__(
            _("This seems to say what only the panel should read. Change it, or confirm it below.")
        )
        self.doubts = doubts


def text_of(bid: Bid) -> str:
    """The feedback as it stands; nothing where none was written."""
    found = Feedback.objects.filter(bid=bid).first()
    return found.text if found else ""


def told(bid: Bid) -> str:
    """The feedback as the email of the decision says it; nothing where none was written."""
    words = text_of(bid)
    return f"# {_('Feedback on your bid')}\n\n{words}" if words else ""


def without_feedback(round: Round) -> QuerySet[Bid]:
    """The bids of a round that were judged and whose applicants are told nothing yet."""
    return round.bids.filter(state__in=JUDGED, feedback=None).order_by("reference")


@verb
def write_feedback(
    *, bid: Bid, text: str, by: User, seen: str | None = None, sure: bool = False
) -> Feedback:
    """Write what the applicant is told, or write it anew; the text before is kept with the notes.

    ``seen`` is the digest of what stood when the officer's page was opened: raises ``Stale`` where
    somebody else wrote meanwhile. Raises ``Doubtful``, unless the officer is ``sure``, where a run of
    a panel member's words or a name stands in it.
    """
    bid = locked(bid)
    require(by, Permission.SIFT, bid.round.partnership)
    text = text.strip()
    if bid.state not in JUDGED:
        raise Refused(
            _("%(bid)s is %(state)s: feedback is written once a bid was sifted.")
            % {"bid": bid.reference, "state": State(bid.state).label.lower()}
        )
    if not text:
        raise Refused(_("Write the feedback."))
    held = Feedback.objects.filter(bid=bid).first()
    if held and held.text == text:
        return held
    if seen is not None and seen != digest(held.text if held else ""):
        raise Stale(_("Somebody else changed the feedback meanwhile. Yours is not saved yet."))
    if not sure and (doubts := doubts_of(bid, text)):
        raise Doubtful(doubts)
    if held:
        _keep(held, by)
    found, _made = Feedback.objects.update_or_create(
        bid=bid, defaults={"text": text, "written_by": by, "written_at": timezone.now()}
    )
    return found


def _keep(held: Feedback, by: User) -> None:
    """Keep what was said before, among the notes that no applicant sees."""
    words = _("Feedback to the applicant until now, written by %(who)s:") % {"who": held.written_by}
    OfficerNote.objects.create(
        bid=held.bid, note=Note.objects.create(text=f"{words}\n\n{held.text}"), by=by
    )


def doubts_of(bid: Bid, text: str) -> Doubts:
    """What of the panel's own words and names stands in a text."""
    said = [*bid.scores.exclude(comment="").values_list("comment", flat=True)]
    said += bid.agreed_scores.values_list("reason", flat=True)
    if hasattr(bid, "discussion"):
        said.append(bid.discussion.minutes)
    members = {person.user for person in panel_people(bid.round)}
    members |= {score.member for score in bid.scores.select_related("member")}
    return Doubts(tuple(copied(text, said)), tuple(named(text, members)))


def copied(text: str, said: Iterable[str]) -> list[str]:
    """The runs of a text's words that stand in what was said too, each as long as it goes."""
    words = _words(text)
    theirs = {run for words in map(_words, said) for run in _runs(words)}
    hits = [place for place, run in enumerate(_runs(words)) if run in theirs]
    found: list[str] = []
    end = -1
    start = 0
    for place in hits:
        if place != end + 1 or end < 0:
            start = place
            found.append("")
        found[-1] = " ".join(words[start : place + LONG_RUN])
        end = place
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("’", "").replace("'", ""))


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    last = len(words) - LONG_RUN + 1
    return [tuple(words[place : place + LONG_RUN]) for place in range(max(last, 0))]


def named(text: str, people: Iterable[User]) -> list[str]:
    """Those of some people who are named in a text, by a part of their name or their address."""
    words = set(re.findall(r"\w+", text))
    return sorted(
        str(person)
        for person in people
        if person.email.casefold() in text.casefold()
        or any(part in words for part in person.name.split() if len(part) >= SHORT_NAME)
    )
