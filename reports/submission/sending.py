"""The PCC submission: draft it, look at it, send it."""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.agreements import agree, agreement
from awards.answers import DRAFT
from awards.models import Award, PartnershipAgreement, Submission
from awards.submissions import Content, Files, Render, checksum, freeze, latest, was_ever_sifted
from base.errors import Refused
from base.verbs import verb
from bids.states import State
from funds.balances import balances
from people.models import User
from reports.submission.changes import changes
from reports.submission.content import content
from reports.submission.covering import covering
from reports.submission.heading import Edition
from reports.submission.sheets import workbook
from reports.submission.sifting import sifting
from rounds.models import Pot, Round
from rounds.models import locked as hold
from scoring.models import Recommendation
from ui.dates import format_date
from ui.money import format_pence


def send(
    *, round: Round, route: Pot, by: User, at: datetime | None = None, agreed: bool = False
) -> Submission:
    """Freeze the proposals of a route as they are sent; where nothing is new, the latest version.

    With ``agreed`` only what the partnership agreed goes (see ``awards.submissions.freeze``).
    """

    def render(now: Content) -> Render:
        def files(*, version: int, checksum: str, at: datetime, by: User) -> Files:
            sent = Edition(version, checksum, at, by, balances(round))
            edition = _told(sent, round, route, now)
            return Files(workbook(now, edition), _covering(round, route, now, edition))

        return files

    return freeze(
        round=round,
        route=route,
        content=lambda: content(round, route),
        render=render,
        by=by,
        at=at,
        agreed=agreed,
    )


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
    hold(round)
    if checksum(content(round, route)) != seen:
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
    return _covering(round, route, *_draft(round, route))


def _covering(round: Round, route: Pot, now: Content, edition: Edition) -> bytes:
    told = replace(edition, agreed=_agreed(round, route, edition.checksum))
    return covering(now, told, sifting(round, route))


def _draft(round: Round, route: Pot) -> tuple[Content, Edition]:
    if not was_ever_sifted(round, route):
        raise Refused(f"No {route.value} bid of {round.code} has been sifted yet: nothing to send.")
    money = balances(round)
    now = content(round, route, money)
    edition = Edition(DRAFT, checksum(now), timezone.now(), None, money)
    return now, _told(edition, round, route, now)


def _told(edition: Edition, round: Round, route: Pot, now: Content) -> Edition:
    """An edition with what was decided already, and what changed since the version sent before."""
    before = latest(round, route)
    return replace(
        edition,
        decided=_decided(round, route),
        before=before.version if before else None,
        changes=changes(before.content, now) if before else (),
    )


def _agreed(round: Round, route: Pot, checksum: str) -> str:
    """Who agreed to exactly this content, and when, in words."""
    found = agreement(round, route, checksum)
    if found is None:
        return ""
    return f"{found.agreed_by}, {format_date(found.agreed_on)} ({found.minute})"


def _decided(round: Round, route: Pot) -> dict[str, str]:
    """What was decided already about the sifted bids of a route, in words by reference."""
    awards = Award.objects.filter(bid__round=round, bid__route=route).select_related("bid")
    declined = Recommendation.objects.filter(
        bid__round=round, bid__route=route, bid__state=State.DECLINED, stands=True
    )
    return {
        **{a.bid.reference: f"approved for {format_pence(a.amount_pence)}" for a in awards},
        **dict.fromkeys(declined.values_list("bid__reference", flat=True), "declined"),
    }


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
