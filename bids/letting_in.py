"""Letting people in to one bid: by an officer, or because the bid names their address."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from base.errors import NotAllowed, Refused
from base.verbs import verb
from bids.history import locked
from bids.mail import tell_about
from bids.models import Bid, HistoryRow
from bids.rules import demand
from bids.states import Arrow
from people.audit import record
from people.emails import person_with, verified_emails
from people.models import AuditRow, User


@verb
def let_in(*, bid: Bid, email: str, by: User) -> User:
    """Let somebody in to a bid by their address; they sign in with it, and are told."""
    bid = locked(bid)
    demand("bids.let_in", by, bid)
    if email.lower() in verified_emails(by):
        raise Refused(_("This is your own address. You cannot let yourself in."))
    user = person_with(email)
    if _is_in(bid, user):
        raise Refused(_("%(person)s can see this bid already.") % {"person": user})
    bid.people.add(user)
    _record(AuditRow.What.LET_IN, bid, user, by)
    tell_about(bid, "let-in-to-bid", to=user.email)
    return user


@verb
def take_out(*, bid: Bid, user: User, by: User) -> None:
    """Let somebody see a bid no longer, who was let in to it alone."""
    bid = locked(bid)
    demand("bids.let_in", by, bid)
    if not bid.people.filter(pk=user.pk).exists():
        raise Refused(_("%(person)s is not let in to this bid.") % {"person": user})
    bid.people.remove(user)
    _record(AuditRow.What.LEFT, bid, user, by)


def claimable(user: User) -> QuerySet[Bid]:
    """The bids that were sent and name an address of this person, who cannot see them yet.

    Who left the organisation or was taken out of it is not let in again by an old address.
    """
    sent = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SUBMIT)
    left = AuditRow.objects.filter(
        organisation=OuterRef("organisation"), about=user, what=AuditRow.What.LEFT
    )
    return (
        Bid.objects.filter(Exists(sent), ~Exists(left))
        .filter(contact_email__in=verified_emails(user))
        .exclude(organisation__in=user.organisations.all())
        .exclude(pk__in=user.bids_let_in_to.all())
    )


@verb
def claim(*, bid: Bid, by: User) -> Bid:
    """Take up a bid that names the person's address.

    They are let in to it, and are the first of its organisation where it has nobody yet. One that bid
    in another partnership too is not theirs by the word of one partnership's bid: an officer lets them in.
    """
    bid = locked(bid)
    if not claimable(by).filter(pk=bid.pk).exists():
        raise NotAllowed(
            _("%(bid)s does not name an address of yours that was confirmed.")
            % {"bid": bid.reference}
        )
    bid.people.add(by)
    _record(AuditRow.What.LET_IN, bid, by, by)
    elsewhere = bid.organisation.bids.exclude(round__partnership=bid.round.partnership)
    if not bid.organisation.members.exists() and not elsewhere.exists():
        bid.organisation.members.add(by)
        record(AuditRow.What.JOINED, by=by, about=by, organisation=bid.organisation)
    return bid


def _is_in(bid: Bid, user: User) -> bool:
    return any(
        people.filter(pk=user.pk).exists() for people in (bid.people, bid.organisation.members)
    )


def _record(what: AuditRow.What, bid: Bid, user: User, by: User) -> None:
    record(
        what,
        by=by,
        about=user,
        partnership=bid.round.partnership,
        organisation=bid.organisation,
        text=bid.reference,
    )
