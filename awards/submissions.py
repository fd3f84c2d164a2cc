"""Freezing the proposals: what was sent is kept, byte for byte, with its checksum."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _

from awards.agreements import agreement
from awards.models import Submission
from base.errors import Refused
from base.verbs import verb
from bids.models import HistoryRow
from bids.states import Arrow, State
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from rounds.models import locked as hold

Content = dict[str, Any]


FILES = ("file", "covering")
"""What a list of versions does not read."""
FILES_OF_SUBMISSION = tuple(f"submission__{name}" for name in FILES)


class Files(NamedTuple):
    """What goes to the PCC's office: the workbook, and the report that goes with it."""

    workbook: bytes
    covering: bytes


class Sendable(Protocol):
    """All that the files of the next version say, as it was read. Two are equal where nothing moved."""

    @property
    def content(self) -> Content: ...

    @property
    def version(self) -> int: ...

    def files(self) -> Files:
        """Make the files. The same facts give the same bytes."""
        ...


def checksum(content: Content) -> str:
    """SHA-256 of the content, whatever the order in which it was put together."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def latest(round: Round, route: Pot) -> Submission | None:
    """The version of a route's submission that was sent last; its files are read when they are asked for."""
    return round.submissions.filter(route=route).defer(*FILES).last()


def was_ever_sifted(round: Round, route: Pot) -> bool:
    """Whether any bid of the route was ever sifted."""
    return HistoryRow.objects.filter(
        bid__round=round, bid__route=route, transition=Arrow.SIFT
    ).exists()


def freeze(
    *,
    round: Round,
    route: Pot,
    read: Callable[[Round], Sendable],
    by: User,
    at: datetime,
    agreed: bool = False,
    then: Callable[[Submission], object] = lambda _sent: None,
) -> Submission:
    """Freeze the proposals as a new version, or give the latest where there is nothing new to send.

    A new version is made only when the content differs and a proposal is undecided. The files are made
    before the round is held, so that nobody waits for them; once it is held all is read again, and
    where anything moved meanwhile they are made again. What ``then`` does with the version belongs to
    the same transaction.

    Raises ``Refused`` where the route never had a sifted bid; where it has to be ``agreed``, also unless
    the partnership's agreement to exactly this content is recorded.
    """

    def due(round: Round) -> Sendable | Submission:
        """What is new to send; else the version sent last."""
        require(by, Permission.SEND_SUBMISSION, round.partnership)
        if not was_ever_sifted(round, route):
            raise Refused(
                _("No %(route)s bid of %(round)s has been sifted yet: nothing to send.")
                % {"route": route.value, "round": round.code}
            )
        sent, now = latest(round, route), read(round)
        code = checksum(now.content)
        if sent and (sent.checksum == code or not _undecided(round, route)):
            return sent
        if agreed and agreement(round, route, code) is None:
            raise Refused(_not_agreed(round, route))
        return now

    seen = due(round)
    ahead = None if isinstance(seen, Submission) else seen.files()

    @verb
    def kept() -> Submission:
        now = due(hold(round))
        if not isinstance(now, Submission):
            files = ahead if ahead and now == seen else now.files()
            now = _create(round, route, now, files, by, at)
        then(now)
        return now

    return kept()


def _create(
    round: Round, route: Pot, now: Sendable, files: Files, by: User, at: datetime
) -> Submission:
    return Submission.objects.create(
        round=round,
        route=route,
        version=now.version,
        content=now.content,
        checksum=checksum(now.content),
        file=files.workbook,
        covering=files.covering,
        covering_checksum=hashlib.sha256(files.covering).hexdigest(),
        at=at,
        by=by,
    )


def _not_agreed(round: Round, route: Pot) -> str:
    if round.partnership_agreements.filter(route=route).exists():
        return _("The proposals changed since they were agreed. Have them agreed again.")
    return _("Record the partnership's agreement to these proposals first.")


def _undecided(round: Round, route: Pot) -> bool:
    return round.bids.filter(route=route, state=State.SIFTED).exists()
