"""The PCC submission: draft it, look at it, send it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.agreements import agree, agreement
from awards.answers import DRAFT
from awards.models import PartnershipAgreement, Submission
from awards.submissions import Content, Files, checksum, freeze, latest, was_ever_sifted
from base.errors import Refused
from base.verbs import happened, verb
from bids.states import State
from funds.balances import balances
from people.models import User
from reports.submission.changes import changes
from reports.submission.content import content
from reports.submission.covering import covering
from reports.submission.heading import Edition
from reports.submission.sheets import workbook
from reports.submission.sifting import Sifting, sifting
from rounds.models import Pot, Round
from rounds.models import locked as hold
from ui.dates import format_date


@dataclass(frozen=True)
class Outgoing:
    """All that the files of the next version say, as it was read."""

    content: Content
    edition: Edition
    sifting: Sifting

    @property
    def version(self) -> int:
        """The number that it will have."""
        return int(self.edition.version)

    def files(self) -> Files:
        """The workbook, and the report that goes with it."""
        return Files(
            workbook(self.content, self.edition), covering(self.content, self.edition, self.sifting)
        )


def send(
    *,
    round: Round,
    route: Pot,
    by: User,
    at: datetime | None = None,
    agreed: bool = False,
    then: Callable[[Submission], object] = lambda _sent: None,
) -> Submission:
    """Freeze the proposals of a route as they are sent; where nothing is new, the latest version.

    With ``agreed`` only what the partnership agreed goes; ``then`` belongs to the same transaction (see
    ``awards.submissions.freeze``).
    """
    moment = happened(at)

    def read(round: Round) -> Outgoing:
        return Outgoing(*_read(round, route, moment, by), sifting(round, route))

    return freeze(round=round, route=route, read=read, by=by, at=moment, agreed=agreed, then=then)


@verb
def agree_as_seen(
    *,
    round: Round,
    route: Pot,
    seen: str,
    agreed_by: str,
    agreed_on: date,
    minute: str,
    by: User,
) -> PartnershipAgreement:
    """Record the agreement to the proposals that somebody looked at, by their checksum.

    Raises ``Refused`` where the proposals are others by now.
    """
    if checksum(content(hold(round), route)) != seen:
        raise Refused(_("The proposals changed while you looked at them. Look at them again."))
    return agree(
        round=round,
        route=route,
        checksum=seen,
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        minute=minute,
        by=by,
    )


def draft(round: Round, route: Pot) -> bytes:
    """The proposals as they stand, marked as a draft. Freezes nothing."""
    return workbook(*_draft(round, route))


def draft_covering(round: Round, route: Pot) -> bytes:
    """The report that would go with them, marked as a draft."""
    return covering(*_draft(round, route), sifting(round, route))


def _draft(round: Round, route: Pot) -> tuple[Content, Edition]:
    if not was_ever_sifted(round, route):
        raise Refused(f"No {route.value} bid of {round.code} has been sifted yet: nothing to send.")
    return _read(round, route, timezone.now(), None)


def _read(round: Round, route: Pot, at: datetime, by: User | None) -> tuple[Content, Edition]:
    """The proposals as they stand, and what is told beside them; without a sender, as a draft."""
    money, before = balances(round), latest(round, route)
    now = content(round, route, money)
    code, last = checksum(now), before.version if before else 0
    return now, Edition(
        version=last + 1 if by else DRAFT,
        checksum=code,
        at=at,
        by=by,
        money=money,
        decided=decided(round, route),
        agreed=_agreed(round, route, code),
        before=last or None,
        changes=changes(before.content, now) if before else (),
    )


def _agreed(round: Round, route: Pot, checksum: str) -> str:
    """Who agreed to exactly this content, and when, in words."""
    found = agreement(round, route, checksum)
    if found is None:
        return ""
    return f"{found.agreed_by}, {format_date(found.agreed_on)} ({found.minute})"


def decided(round: Round, route: Pot) -> dict[str, int | None]:
    """What was decided already about the sifted bids of a route: pence by reference (one query)."""
    declined = Q(state=State.DECLINED, recommendation__stands=True)
    bids = round.bids.filter(Q(award__isnull=False) | declined, route=route)
    return dict(bids.values_list("reference", "award__amount_pence"))


def preview(round: Round, route: Pot) -> tuple[str, bytes]:
    """What to look at: the version sent last, or a draft where none was. File name and content."""
    sent = latest(round, route)
    if sent:
        return file_name(round, route, sent.version), bytes(sent.file)
    return file_name(round, route, DRAFT), draft(round, route)


def file_name(round: Round, route: Pot, version: int | str, ending: str = "xlsx") -> str:
    """``pcc-submission-smp-2019-20-main-v1.xlsx``; the report that goes with it ends in ``docx``."""
    mark = version if version == DRAFT else f"v{version}"
    return f"pcc-submission-{round.code}-{route.value}-{mark}.{ending}"
