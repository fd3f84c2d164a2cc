"""The PCC submission: draft it, look at it, send it."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.agreements import agree
from awards.answers import DRAFT
from awards.models import Award, PartnershipAgreement, Submission
from awards.submissions import Content, Render, checksum, freeze, latest, was_ever_sifted
from base.errors import Refused
from base.verbs import verb
from bids.states import State
from funds.balances import balances
from people.models import User
from reports.submission.changes import changes
from reports.submission.content import content
from reports.submission.heading import Edition
from reports.submission.sheets import workbook
from rounds.models import Pot, Round
from rounds.models import locked as hold
from scoring.models import Recommendation
from ui.money import format_pence


def send(
    *, round: Round, route: Pot, by: User, at: datetime | None = None, agreed: bool = False
) -> Submission:
    """Freeze the proposals of a route as they are sent; where nothing is new, the latest version.

    With ``agreed`` only what the partnership agreed goes (see ``awards.submissions.freeze``).
    """

    def render(now: Content) -> Render:
        def file(*, version: int, checksum: str, at: datetime, by: User) -> bytes:
            edition = _edition(round, route, now, version=version, checksum=checksum, at=at, by=by)
            return workbook(now, edition)

        return file

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
    if not was_ever_sifted(round, route):
        raise Refused(f"No {route.value} bid of {round.code} has been sifted yet: nothing to send.")
    now = content(round, route)
    code, at = checksum(now), timezone.now()
    return workbook(now, _edition(round, route, now, version=DRAFT, checksum=code, at=at, by=None))


def _edition(
    round: Round,
    route: Pot,
    now: Content,
    *,
    version: int | str,
    checksum: str,
    at: datetime,
    by: User | None,
) -> Edition:
    """What is said beside the content, with what changed since the version sent before."""
    before = latest(round, route)
    return Edition(
        version=version,
        checksum=checksum,
        at=at,
        by=by,
        money=balances(round),
        decided=_decided(round, route),
        before=before.version if before else None,
        changes=changes(before.content, now) if before else (),
    )


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


def file_name(round: Round, route: Pot, version: int | str) -> str:
    """``pcc-submission-smp-2019-20-main-v1.xlsx``."""
    mark = version if version == DRAFT else f"v{version}"
    return f"pcc-submission-{round.code}-{route.value}-{mark}.xlsx"
