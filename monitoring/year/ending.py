"""Signing the year's statement off, and closing the round."""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions import decline
from awards.models import Award
from base.errors import Refused
from base.verbs import happened, verb
from bids.models import Bid
from bids.states import State
from funds.models import Account, Kind
from monitoring.models import Claim, PaymentLine, Variation, YearEnd
from monitoring.year.sums import document, year_statement
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round
from rounds.models import locked as hold
from ui.dates import financial_year_end, format_date, in_london
from ui.money import format_pence
from ui.parts import Link


def checksum(content: object) -> str:
    """SHA-256 of a statement, as canonical JSON."""
    return sha256(dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def stands_signed(round: Round) -> YearEnd | None:
    """The sign-off that stands, if there is one."""
    return round.year_ends.last()


@verb
def sign_off(*, round: Round, signed_by: str, signed_on: date, by: User) -> YearEnd:
    """Record that the section 151 officer signed off the year's statement as it stands now.

    The statement is frozen with its checksum. Signed off again, the later one stands. Raises ``Refused``
    before the year has ended, and once the round is closed.
    """
    require(by, Permission.PAY, round.partnership)
    round = hold(round)
    ends = financial_year_end(round.financial_year)
    if round.closed_at:
        raise Refused(_("%(round)s is closed: its statement stands.") % {"round": round.code})
    if in_london(timezone.now()).date() <= ends:
        words = _("The year ends on %(ends)s: sign its statement off after that.")
        raise Refused(words % {"ends": format_date(ends)})
    if not signed_by.strip():
        raise Refused(_("Enter the name of the section 151 officer."))
    if not ends < signed_on <= in_london(timezone.now()).date():
        words = _("Enter the day when it was signed: after %(ends)s, and not still to come.")
        raise Refused(words % {"ends": format_date(ends)})
    content = document(year_statement(round))
    return YearEnd.objects.create(
        round=round,
        statement=content,
        checksum=checksum(content),
        signed_by=signed_by.strip(),
        signed_on=signed_on,
        recorded_by=by,
    )


def undecided(round: Round) -> QuerySet[Bid]:
    """What is still submitted or sifted: closing the round declines it."""
    waiting = round.bids.filter(state__in=(State.SUBMITTED, State.SIFTED))
    return waiting.select_related("organisation").order_by("reference")


def stands_in_the_way(round: Round) -> list[Link]:
    """What must be done before a round can be closed, each as a sentence with the page where it is done."""
    return [*_unsigned(round), *_open(round)]


def _unsigned(round: Round) -> Iterator[Link]:
    signed, page = stands_signed(round), reverse("year-end", args=[round.code])
    if signed is None:
        yield Link(_("The section 151 officer has not signed off the year's statement."), page)
    elif checksum(document(year_statement(round))) != signed.checksum:
        words = _("The books changed since the statement was signed off: sign it off again.")
        yield Link(words, page)


def _open(round: Round) -> Iterator[Link]:
    owed = Account.objects.filter(round=round, kind=Kind.COMMITTED, balance_pence__gt=0)
    words = _("%(amount)s is committed to %(bid)s and not paid: pay or release it.")
    for held in owed.order_by("key"):
        said = {"amount": format_pence(held.balance_pence), "bid": held.key}
        yield Link(words % said, reverse("bid", args=[held.key]))
    awards = Award.objects.filter(bid__round=round)
    lines = PaymentLine.objects.filter(batch__round=round, state=PaymentLine.State.ORDERED)
    claims = Claim.objects.filter(award__in=awards, state__in=("sent", "checked", "approved"))
    varied = Variation.objects.filter(award__in=awards, state__in=("asked", "decided"))
    offers = round.bids.filter(state=State.APPROVED)
    virements = round.virement_requests.filter(ended_at=None)
    counted: tuple[tuple[QuerySet[Any], str, str], ...] = (
        (offers, _("Offers not yet accepted: %(count)s."), "awards-list"),
        (lines, _("Payments with the payment system and not confirmed: %(count)s."), "payments"),
        (claims, _("Claims not settled: %(count)s."), "payments"),
        (varied, _("Variations not settled: %(count)s."), "underspend"),
        (virements, _("Virements not answered: %(count)s."), "virements"),
    )
    for rows, said_of_all, name in counted:
        if count := rows.count():
            yield Link(said_of_all % {"count": count}, reverse(name, args=[round.code]))


@verb
def close_round(*, round: Round, by: User, at: datetime | None = None) -> list[Bid]:
    """Close the year: what is still submitted or sifted is declined, and money only comes or goes back.

    Gives the bids that were declined. Raises ``Refused``, naming all that stands in the way.
    """
    require(by, Permission.DECIDE, round.partnership)
    round = hold(round)
    if round.closed_at:
        raise Refused(_("%(round)s is closed already.") % {"round": round.code})
    if ways := stands_in_the_way(round):
        words = _("%(round)s cannot be closed yet. %(why)s")
        raise Refused(words % {"round": round.code, "why": " ".join(way.text for way in ways)})
    round.closed_at, round.closed_by = happened(at), by
    round.save(update_fields=["closed_at", "closed_by"])
    reason = _("The round was closed before a decision was made")
    return [decline(bid=bid, by=by, reason=reason, at=at) for bid in undecided(round)]
