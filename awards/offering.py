"""What is offered, as an officer sets it before it is accepted."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from awards.actions import offer_ends
from awards.agreement_text import agreement_text
from awards.models import Award, Plan, Terms
from awards.terms import Heading, Instalment, current, next_terms
from awards.undecided import staked_by
from awards.written import Written
from base.cells import squeeze
from base.errors import NotAllowed, Refused
from base.stale import Stale, digest
from base.verbs import happened, verb
from bids.history import locked
from bids.mail import link_to, tell_about
from bids.models import Bid
from bids.rules import demand
from bids.states import State
from people.models import User
from ui.dates import format_moment
from ui.money import format_pence


@dataclass(frozen=True)
class Offer:
    """All that an officer may set of an offer. Amounts in pence."""

    starts_on: date | None
    ends_on: date | None
    outcomes: str
    headings: list[Heading]
    plan: Plan = Plan.UP_FRONT
    instalments: list[Instalment] = field(default_factory=list)
    special_conditions: str = ""
    signatory: str = ""
    """Who is to sign for the organisation; where empty, whoever accepts it."""

    @property
    def terms(self) -> dict[str, Any]:
        """What of it is terms, by the names of their fields."""
        return {name: value for name, value in vars(self).items() if name != "signatory"}


def offered(award: Award) -> Written:
    """The agreement as it is offered now (four queries)."""
    return agreement_text(award, current(award), ends=offer_ends(award))


def offer_of(award: Award, terms: Terms) -> Offer:
    """What is offered now."""
    values = {
        name: getattr(terms, name) for name in Offer.__dataclass_fields__ if name != "signatory"
    }
    return Offer(**values, signatory=award.signatory)


def sign_of(award: Award, terms: Terms) -> str:
    """A sign of the offer as a form carries it: it differs where the offer does."""
    return digest([terms.version, award.signatory])


@verb
def set_terms(
    *, bid: Bid, offer: Offer, by: User, seen: str | None = None, at: datetime | None = None
) -> Terms:
    """Change what is offered, and tell the organisation; the terms before are kept.

    ``seen`` is the ``sign_of`` what the person looked at: raises ``Stale`` where that changed. Raises
    ``Refused`` once the agreement is accepted, and for amounts that do not add up to the grant.
    """
    bid = locked(bid)
    demand("bids.set_terms", by, bid)
    refuse_if_staked(bid, by)
    award = open_offer(bid)
    now = current(award)
    if seen is not None and seen != sign_of(award, now):
        raise Stale(_("Somebody else changed the terms meanwhile. Yours are not saved yet."))
    _check(offer, award)
    if offer == offer_of(award, now):
        return now
    if offer.signatory != award.signatory:
        award.signatory = offer.signatory
        award.save(update_fields=["signatory"])
    if offer.terms != offer_of(award, now).terms:
        now = next_terms(award, by, happened(at), **offer.terms)
    fields = {
        "amount": format_pence(award.amount_pence),
        "agreement link": link_to(bid, "agreement"),
        "ends": format_moment(offer_ends(award)),
    }
    tell_about(bid, "offer-changed", fields, hold=True)
    return now


def open_offer(bid: Bid) -> Award:
    """The award of a bid that is offered and not accepted yet; else raises ``Refused``."""
    if bid.state != State.APPROVED:
        raise Refused(_("There is no offer for %(bid)s to change now.") % {"bid": bid.reference})
    if hasattr(bid.award, "agreement"):
        raise Refused(
            _(
                "%(who)s accepted the agreement for %(bid)s, so its terms are changed by a variation."
            )
            % {"who": bid.award.agreement.accepted_by, "bid": bid.reference}
        )
    return bid.award


def refuse_if_staked(bid: Bid, by: User) -> None:
    """Raise ``NotAllowed`` where somebody has a stake in the bid."""
    if Bid.objects.filter(staked_by(by), pk=bid.pk).exists():
        raise NotAllowed(
            _("%(email)s has an interest in %(reference)s, so somebody else must do this.")
            % {"email": by.email, "reference": bid.reference}
        )


def _check(offer: Offer, award: Award) -> None:
    amount = award.amount_pence
    if bool(offer.starts_on) != bool(offer.ends_on):
        raise Refused(_("Enter both the day when it starts and the day when it ends."))
    if offer.starts_on and offer.ends_on and offer.ends_on < offer.starts_on:
        raise Refused(_("The end must be on or after the day when it starts."))
    names = [squeeze(one["name"]) for one in offer.headings]
    if len(set(names)) < len(names) or "" in names:
        raise Refused(_("Give each part of the budget a name of its own."))
    parts = [one["amount_pence"] for one in offer.headings]
    if sum(parts) != amount or min(parts) <= 0:
        raise Refused(_unequal(_("The parts of the budget"), parts, amount))
    parts = [one["amount_pence"] for one in offer.instalments]
    if offer.plan != Plan.INSTALMENTS:
        if parts:
            raise Refused(_("Choose that it is paid in instalments, or take the instalments out."))
    elif not parts or sum(parts) != amount or min(parts) <= 0:
        raise Refused(_unequal(_("The instalments"), parts, amount))
    days = [one["due"] for one in offer.instalments]
    if days != sorted(set(days)):
        raise Refused(_("Put the instalments in the order of their dates, one for each date."))


def _unequal(what: str, parts: list[int], amount: int) -> str:
    said = {"what": what, "total": format_pence(sum(parts)), "amount": format_pence(amount)}
    return _("%(what)s add up to %(total)s. They must add up to the grant, %(amount)s.") % said
