"""Changing an award's terms: asked for, decided, agreed by the organisation, and then in force.

The old terms hold until then. What raises the amount is for a decision maker, all else for an officer.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from awards.models import Award, Terms
from awards.offering import refuse_if_staked
from awards.subsidy_limit import refuse_above_limit
from awards.terms import Heading, current, next_terms
from base.cells import squeeze
from base.errors import NotAllowed, Refused
from base.stale import Stale
from base.verbs import verb
from bids.history import in_order, locked
from bids.mail import tell_about, tell_officers
from bids.models import Bid
from bids.rules import demand
from bids.states import State
from funds import actions as ledger
from monitoring.claims.claimable import claimable
from monitoring.models import AgreementChange, Variation
from monitoring.variations.changes import (
    changed_terms,
    needs_agreement,
    new_agreement,
    raises,
    signatory_of,
)
from monitoring.variations.raising import held_pence, refuse_more_than_is_left
from notices.links import link
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot
from ui.dates import in_london
from ui.money import format_pence

OPEN = (Variation.State.ASKED, Variation.State.DECIDED)


@verb
def ask_variation(
    *,
    award: Award,
    by: User,
    reason: str,
    amount_pence: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    outcomes: str = "",
    headings: list[Heading] | None = None,
    signatory: str = "",
    at: datetime | None = None,
) -> Variation:
    """Ask to change an award's terms; what is left out stays. One is open at a time.

    Raises ``Refused`` where nothing would change, where the budget does not add up to the amount, or
    where the amount is less than what is paid and claimed.
    """
    award = _running(award)
    demand("bids.vary", by, award.bid)
    changes = {
        "amount_pence": amount_pence,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "outcomes": outcomes.strip(),
        "headings": headings,
        "signatory": " ".join(signatory.split()),
    }
    variation = _ask(award, by, reason, changes, in_order(award.bid, at))
    tell_officers(award.bid, "variation-asked", _fields(variation))
    return variation


@verb
def ask_release(
    *, award: Award, amount_pence: int, by: User, reason: str, at: datetime | None = None
) -> Variation:
    """An officer asks a project to give an underspend back; it waits for the organisation alone.

    What a project of the main pot gives back is meant for the tactical pot.
    """
    award = _running(award)
    require(by, Permission.CHECK_BIDS, award.bid.round.partnership)
    refuse_if_staked(award.bid, by)
    if amount_pence <= 0:
        raise Refused(_("The amount must be more than zero."))
    if amount_pence >= award.amount_pence:
        raise Refused(
            _("The grant is %(amount)s: ask for less than that.")
            % {"amount": format_pence(award.amount_pence)}
        )
    moment = in_order(award.bid, at)
    changes = {"amount_pence": award.amount_pence - amount_pence}
    variation = _ask(award, by, reason, changes, moment)
    variation.to_tactical = award.bid.route == Pot.MAIN
    variation.state = Variation.State.DECIDED
    variation.decided_by, variation.decided_at = by, moment
    variation.save()
    tell_about(award.bid, "variation-agree", _fields(variation))
    return variation


def _running(award: Award) -> Award:
    """The award as it stands now, its bid held; its agreement is accepted and it has not ended."""
    bid = locked(award.bid)
    found = Award.objects.select_related("agreement").get(pk=award.pk)
    found.bid = bid
    accepted = hasattr(found, "agreement") and bid.state in (State.APPROVED, State.MONITORED)
    if not accepted or bid.round.closed_at:
        raise Refused(
            _("Terms are varied once the agreement is accepted, until the project ends: not now.")
        )
    return found


def _ask(
    award: Award, by: User, reason: str, changes: dict[str, Any], moment: datetime
) -> Variation:
    if award.variations.filter(state__in=OPEN).exists():
        raise Refused(
            _("A variation of %(bid)s is open already: it is settled first.")
            % {"bid": award.bid.reference}
        )
    if not reason.strip():
        raise Refused(_("Enter the reason for the change."))
    now = current(award)
    changes = _differing(changes, award, now)
    if not changes:
        raise Refused(_("Nothing would change. Enter what is to be different."))
    _check(changes, award, now, moment)
    return Variation.objects.create(
        award=award,
        number=award.variations.count() + 1,
        reason=reason.strip(),
        asked_by=by,
        asked_at=moment,
        **changes,
    )


def _differing(changes: dict[str, Any], award: Award, now: Terms) -> dict[str, Any]:
    """What is another than now."""
    said = {name: value for name, value in changes.items() if value not in (None, "")}
    stands = {name: getattr(now, name) for name in said if name != "signatory"}
    stands["signatory"] = award.signatory
    return {name: value for name, value in said.items() if value != stands[name]}


def _check(changes: dict[str, Any], award: Award, now: Terms, moment: datetime) -> None:
    amount = changes.get("amount_pence", now.amount_pence)
    if amount <= 0:
        raise Refused(_("The amount must be more than zero."))
    _refuse_less_than_taken(award, amount, moment)
    starts = changes.get("starts_on", now.starts_on)
    ends = changes.get("ends_on", now.ends_on)
    if starts and ends and ends < starts:
        raise Refused(_("The end must be on or after the day when it starts."))
    headings = changes.get("headings")
    if headings is None:
        return
    names = [squeeze(one["name"]) for one in headings]
    if "" in names or len(set(names)) < len(names):
        raise Refused(_("Give each part of the budget a name of its own."))
    parts = [one["amount_pence"] for one in headings]
    if sum(parts) != amount or min(parts, default=0) <= 0:
        raise Refused(
            _("The parts of the budget add up to %(total)s. They must add up to %(amount)s.")
            % {"total": format_pence(sum(parts)), "amount": format_pence(amount)}
        )


def _refuse_less_than_taken(award: Award, amount_pence: int, moment: datetime) -> None:
    taken = claimable(award, in_london(moment).date()).taken_pence
    if amount_pence < taken:
        raise Refused(
            _("%(taken)s of the grant is paid or claimed, so it cannot be less than that.")
            % {"taken": format_pence(taken)}
        )


@verb
def decide_variation(
    *, variation: Variation, by: User, agree: bool, why: str = "", at: datetime | None = None
) -> Variation:
    """Agree to what was asked, or refuse it for a reason that the organisation reads.

    A new budget alone is in force at once; all else waits for the organisation. Raises ``NotAllowed``
    for somebody with a stake, for who asked, and, where the amount rises, for who scored the bid;
    ``Refused`` where the pot, or subsidy control, does not allow what it rises by.
    """
    variation = _held(variation)
    award, bid = variation.award, variation.award.bid
    _refuse_unless_theirs(variation, by)
    if variation.state != Variation.State.ASKED:
        raise Refused(_settled(variation))
    if not agree and not why.strip():
        raise Refused(_("Give the reason, which the organisation reads."))
    moment = max(in_order(bid, at), variation.asked_at)
    if agree and variation.amount_pence and raises(variation, award):
        refuse_more_than_is_left(variation)
        refuse_above_limit(bid, variation.amount_pence, in_london(moment).date())
    variation.decided_by, variation.decided_at, variation.decided_why = by, moment, why.strip()
    if not agree:
        variation.state = Variation.State.REFUSED
        variation.save()
        tell_about(bid, "variation-refused", {**_fields(variation), "reason": why.strip()})
        return variation
    variation.state = Variation.State.DECIDED
    variation.save()
    if needs_agreement(variation):
        tell_about(bid, "variation-agree", _fields(variation))
        return variation
    return _bring_into_force(variation, award, by, moment)


def _refuse_unless_theirs(variation: Variation, by: User) -> None:
    """Raise ``NotAllowed`` where somebody else must decide it."""
    award, bid = variation.award, variation.award.bid
    more = raises(variation, award)
    require(by, Permission.DECIDE if more else Permission.CHECK_BIDS, bid.round.partnership)
    refuse_if_staked(bid, by)
    if more and (bid.scores.filter(member=by).exists() or by == variation.asked_by):
        raise NotAllowed(
            _("%(email)s scored %(reference)s or asked for more, so somebody else must decide it.")
            % {"email": by.email, "reference": bid.reference}
        )


@verb
def accept_variation(
    *,
    variation: Variation,
    signatory: str,
    by: User,
    seen: str | None = None,
    address: str | None = None,
    at: datetime | None = None,
) -> Variation:
    """The organisation accepts the new version of its agreement, by its signatory: it is in force.

    ``seen`` is the checksum of the text that was read: raises ``Stale`` where it says something else now.
    Raises ``Refused`` where somebody else is to sign, or the pot cannot bear more.
    """
    variation = _held(variation)
    award, bid = variation.award, variation.award.bid
    demand("bids.accept_agreement", by, bid)
    if variation.state != Variation.State.DECIDED:
        raise Refused(_settled(variation))
    written, name = new_agreement(variation), " ".join(signatory.split())
    if seen is not None and seen != written.checksum:
        raise Stale(_("The text changed while you had this page open. Read it again."))
    if squeeze(name) != squeeze(signatory_of(variation)):
        raise Refused(
            _("%(name)s is to accept it: type that name.") % {"name": signatory_of(variation)}
        )
    moment = max(in_order(bid, at), variation.decided_at or variation.asked_at)
    AgreementChange.objects.create(
        variation=variation,
        text=written.text,
        checksum=written.checksum,
        accepted_by=name,
        accepted_at=moment,
        address=address,
        recorded_by=by,
    )
    return _bring_into_force(variation, award, by, moment)


@verb
def withdraw_variation(
    *, variation: Variation, by: User, why: str = "", at: datetime | None = None
) -> Variation:
    """The organisation takes back what it asked, or does not agree: the old terms stay.

    What is still open once the project has ended is settled so too.
    """
    variation = _held(variation, ended=True)
    demand("bids.vary", by, variation.award.bid)
    if variation.state not in OPEN:
        raise Refused(_settled(variation))
    variation.state, variation.decided_why = Variation.State.WITHDRAWN, why.strip()
    variation.save(update_fields=["state", "decided_why"])
    tell_officers(variation.award.bid, "variation-withdrawn", _fields(variation))
    return variation


def _bring_into_force(variation: Variation, award: Award, by: User, moment: datetime) -> Variation:
    """Write the new terms and move the money, in the caller's transaction."""
    changes = changed_terms(variation, current(award))
    amount = changes.get("amount_pence", award.amount_pence)
    if amount != award.amount_pence:
        _move(variation, award, amount, by, moment)
    award.amount_pence = amount
    if variation.signatory and not award.internal:
        award.signatory = variation.signatory
    award.save(update_fields=["amount_pence", "increased_pence", "signatory"])
    variation.terms = next_terms(award, by, moment, **changes)
    variation.state, variation.in_force_at = Variation.State.IN_FORCE, moment
    variation.save()
    tell_about(award.bid, "variation-in-force", _fields(variation))
    tell_officers(award.bid, "variation-in-force", _fields(variation))
    return variation


def _move(variation: Variation, award: Award, amount: int, by: User, moment: datetime) -> None:
    """Bring what is promised to the new amount: what is committed or paid now becomes that amount."""
    _refuse_less_than_taken(award, amount, moment)
    bid = award.bid
    place: dict[str, Any] = {"round": bid.round, "pot": Pot(bid.route), "key": bid.reference}
    held = held_pence(award)
    if held > amount:
        reason = _("Variation %(number)s") % {"number": variation.number}
        ledger.release(**place, amount_pence=held - amount, by=by, at=moment, reason=reason)
    elif held < amount and amount > award.amount_pence:
        refuse_above_limit(bid, amount, in_london(moment).date())
        decider = variation.decided_by or by
        ledger.commit(**place, amount_pence=amount - held, by=decider, at=moment)
        award.increased_pence += amount - held


def _held(variation: Variation, *, ended: bool = False) -> Variation:
    """The variation as it stands now; its bid is held until the transaction ends.

    Raises ``Refused`` once the year is closed; once the project ended too, unless it may have ``ended``.
    """
    bid = locked(Bid.objects.get(award__variations=variation))
    related = ("award__agreement", "asked_by", "decided_by")
    now = Variation.objects.select_related(*related).get(pk=variation.pk)
    now.award.bid = bid
    running = ended or bid.state in (State.APPROVED, State.MONITORED)
    if bid.round.closed_at or not running:
        raise Refused(
            _("The project of %(bid)s has ended: its terms are not varied any more.")
            % {"bid": bid.reference}
        )
    return now


def _settled(variation: Variation) -> str:
    """Why nothing can be done with a variation in this state."""
    return _("This variation is %(state)s now, so that cannot be done.") % {
        "state": str(Variation.State(variation.state).label).lower()
    }


def _fields(variation: Variation) -> dict[str, str]:
    """What the emails about a variation say."""
    bid = variation.award.bid
    return {
        "number": str(variation.number),
        "why": variation.reason,
        "variation link": link("variation", bid.reference, str(variation.number)),
    }
