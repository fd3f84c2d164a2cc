"""Money that is asked to move between pots, or into a later round: one person asks, another agrees.

Teams are small, so anybody of finance or a decision maker may agree but who asked. The first to
answer decides. What was answered stays as it is (``funds.triggers``).
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import happened, verb
from funds.actions import carry_forward, refuse_to_carry, virement
from funds.balances import available_pence
from funds.models import Movement, VirementRequest
from notices.actions import tell
from notices.links import link
from people.models import User
from people.permissions import Permission, require
from people.roles import ROLES
from rounds.models import Pot, Round
from rounds.presenters import POTS
from ui.dates import format_moment
from ui.money import format_pence

ABLE = [role.name for role in ROLES.values() if Permission.AGREE_VIREMENT in role.permissions]
"""The roles that move money between pots."""


def able(round: Round, *, apart_from: User) -> QuerySet[User]:
    """Everybody else of the partnership who may agree to a virement."""
    held = round.partnership.memberships.filter(role__in=ABLE, user__is_active=True)
    return User.objects.filter(pk__in=held.values("user")).exclude(pk=apart_from.pk).order_by("pk")


@verb
def ask(
    *,
    round: Round,
    source: Pot,
    target: Pot,
    amount_pence: int,
    reason: str,
    authority: str,
    by: User,
) -> VirementRequest:
    """Ask for money to move between pots; everybody who may agree is emailed.

    Raises ``Refused`` where nobody else could agree, or the pot does not hold that much now.
    """
    require(by, Permission.AGREE_VIREMENT, round.partnership)
    others = list(able(round, apart_from=by))
    _refuse_to_ask(round, source, target, amount_pence, reason, authority, bool(others))
    same = round.virement_requests.filter(ended_at=None, source=source, target=target)
    if same.filter(amount_pence=amount_pence).exists():
        raise Refused(_("The same is asked for already, and waits for an answer."))
    return _asked(
        others,
        round=round,
        source=source,
        target=target,
        amount_pence=amount_pence,
        reason=reason.strip(),
        authority=authority.strip(),
        asked_by=by,
    )


@verb
def ask_to_carry(
    *, round: Round, into: Round, pot: Pot, amount_pence: int, authority: str, by: User
) -> VirementRequest:
    """Ask for unspent grant to be carried into the same pot of a later round; those who may agree are told.

    ``authority`` is where it stands that it may be. Raises ``Refused`` where it may not, where nobody
    else could agree, or where the pot does not hold that much now.
    """
    require(by, Permission.PAY, round.partnership)
    refuse_to_carry(round, into)
    others = list(able(round, apart_from=by))
    reason = _("Unspent at the year’s end")
    _refuse_what_is_missing(round, pot, amount_pence, reason, authority, bool(others))
    same = round.virement_requests.filter(ended_at=None, into=into, source=pot)
    if same.filter(amount_pence=amount_pence).exists():
        raise Refused(_("The same is asked for already, and waits for an answer."))
    return _asked(
        others,
        round=round,
        into=into,
        source=pot,
        target=pot,
        amount_pence=amount_pence,
        reason=reason,
        authority=authority.strip(),
        asked_by=by,
    )


def _asked(others: list[User], **what: Any) -> VirementRequest:
    asked = VirementRequest.objects.create(**what)
    for person in others:
        _tell(asked, person, "asked")
    return asked


def _refuse_to_ask(
    round: Round,
    source: Pot,
    target: Pot,
    amount_pence: int,
    reason: str,
    authority: str,
    others: bool,
) -> None:
    if source == target:
        raise Refused(_("Choose two different pots."))
    _refuse_what_is_missing(round, source, amount_pence, reason, authority, others)


def _refuse_what_is_missing(
    round: Round, source: Pot, amount_pence: int, reason: str, authority: str, others: bool
) -> None:
    if round.closed_at:
        raise Refused(_("The round is closed: no money moves between its pots."))
    if amount_pence <= 0:
        raise Refused(_("The amount must be more than zero."))
    if not reason.strip():
        raise Refused(_("Give the reason why the money moves between pots."))
    if not authority.strip():
        raise Refused(_("Say on whose authority the money moves."))
    if not others:
        raise Refused(nobody_else(round))
    left = available_pence(round, source)
    if amount_pence > left:
        raise Refused(
            _("%(amount)s is too much: the %(pot)s pot has %(left)s left.")
            % {"amount": format_pence(amount_pence), "pot": source, "left": format_pence(left)}
        )


def nobody_else(round: Round) -> str:
    """What to do where there is no second person."""
    return _(
        "Nobody else of the %(partnership)s could agree. An administrator invites a second finance "
        "person or decision maker; then ask again."
    ) % {"partnership": round.partnership}


@verb
def agree(*, asked: VirementRequest, by: User, at: datetime | None = None) -> VirementRequest:
    """Agree as the second person: the money moves at once.

    Raises ``Refused`` where somebody answered before, or the pot cannot bear it any more; then the
    request stays as it is. Raises ``NotAllowed`` for the person who asked.
    """
    asked = _held(asked)
    _refuse_unless_second(asked, by)
    moment = happened(at)
    try:
        moved = _move(asked, by, moment)
    except NotAllowed:
        raise Refused(
            _(
                "%(person)s, who asked, may not move money any more. Say no, and ask for it yourself."
            )
            % {"person": asked.asked_by}
        ) from None
    asked.movement = moved
    _end(asked, by, moment)
    _tell(asked, asked.asked_by, "agreed")
    return asked


def _move(asked: VirementRequest, second: User, moment: datetime) -> Movement:
    words = _("%(reason)s (authority: %(authority)s)")
    said: dict[str, Any] = {
        "round": asked.round,
        "amount_pence": asked.amount_pence,
        "by": asked.asked_by,
        "second": second,
        "reason": words % {"reason": asked.reason, "authority": asked.authority},
        "at": moment,
    }
    source = Pot(asked.source)
    if asked.into:
        return carry_forward(into=asked.into, pot=source, **said)
    return virement(source=source, target=Pot(asked.target), **said)


@verb
def say_no(*, asked: VirementRequest, by: User, reason: str) -> VirementRequest:
    """Say no to a request, with the reason; who asked is told."""
    asked = _held(asked)
    _refuse_unless_second(asked, by)
    if not reason.strip():
        raise Refused(_("Give the reason why the money should stay."))
    _end(asked, by, happened(None), reason.strip())
    _tell(asked, asked.asked_by, "refused")
    return asked


@verb
def take_back(*, asked: VirementRequest, by: User) -> VirementRequest:
    """Take back one's own request before anybody answers it."""
    asked = _held(asked)
    if by != asked.asked_by:
        raise NotAllowed(_("Only the person who asked can take it back."))
    _refuse_where_ended(asked)
    _end(asked, by, happened(None))
    return asked


def _held(asked: VirementRequest) -> VirementRequest:
    """The request as it stands now, held until the transaction ends."""
    related = ("round__partnership", "round__funder", "into", "asked_by", "ended_by")
    return (
        VirementRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related(*related)
        .get(pk=asked.pk)
    )


def _refuse_unless_second(asked: VirementRequest, by: User) -> None:
    require(by, Permission.AGREE_VIREMENT, asked.round.partnership)
    if by == asked.asked_by:
        raise NotAllowed(_("Somebody else must agree to money moving between pots."))
    _refuse_where_ended(asked)


def _refuse_where_ended(asked: VirementRequest) -> None:
    if asked.ended_at:
        raise Refused(answer_words(asked, asked.ended_at))


def answer_words(asked: VirementRequest, ended_at: datetime) -> str:
    """What became of a request that has ended."""
    said = {"person": asked.ended_by, "when": format_moment(ended_at)}
    if asked.movement_id:
        return _("%(person)s agreed at %(when)s, and the money has moved.") % said
    if asked.ended_by_id == asked.asked_by_id:
        return _("%(person)s took the request back at %(when)s. No money has moved.") % said
    return _("%(person)s said no at %(when)s. No money has moved.") % said


def _end(asked: VirementRequest, by: User, at: datetime, why: str = "") -> None:
    asked.ended_by, asked.ended_at, asked.ended_why = by, at, why
    asked.save(update_fields=["ended_by", "ended_at", "ended_why", "movement"])


def _tell(asked: VirementRequest, person: User, became: str) -> None:
    round = asked.round
    tell(
        to=person.email,
        kind=f"carry-{became}" if asked.into else f"virement-{became}",
        fields={
            "person": str(asked.asked_by),
            "amount": format_pence(asked.amount_pence),
            "from": POTS[asked.source].lower(),
            "to": POTS[asked.target].lower(),
            "round": round.title,
            "later round": asked.into.title if asked.into else "",
            "partnership": round.partnership.name,
            "reason": asked.reason,
            "other": str(asked.ended_by or ""),
            "answer": asked.ended_why,
            "link": link("virement", round.code, asked.pk),
        },
        partnership=round.partnership,
    )
