"""What a panel member is to score: in the database for many bids, and in words for one."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.errors import NotAllowed, Refused
from bids.models import Bid
from bids.querysets import BidQuerySet, declared_by
from bids.rules import applicant
from bids.states import State
from people.models import Membership, User
from people.roles import PANEL
from rounds.models import Criterion, Person
from scoring.models import (
    Assignment,
    Discussion,
    GateCheck,
    Interest,
    Recommendation,
    Score,
)
from scoring.panel import conflicts, panel_people
from scoring.sealing import is_revealed


def expected_of(member: User) -> BidQuerySet:
    """The bids that somebody is to score, in whatever state: on their route, assigned to them where
    any assignments are, without an interest of theirs. Says the same as ``Panel.expected``.
    """
    return Bid.objects.filter(
        Exists(_seats(member)),
        ~Exists(Interest.objects.filter(bid=OuterRef("pk"), member=member)),
        ~declared_by(member, interest=True),
        Q(Exists(_assigned(member=member)))
        | ~Q(Exists(Assignment.objects.filter(bid=OuterRef("pk"), late=False))),
    )


def open_to(member: User) -> BidQuerySet:
    """Those of them that still take scores from the person, sent or not."""
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    sifted = Recommendation.objects.filter(bid=OuterRef("pk"))
    revealed = Discussion.objects.filter(bid=OuterRef("pk"))
    return expected_of(member).filter(
        ~Exists(failed),
        Q(Exists(_assigned(member=member, late=True)))
        | (~Q(Exists(revealed)) & ~Q(Exists(sifted))),
        state=State.SUBMITTED,
    )


def awaited_from(member: User) -> BidQuerySet:
    """Those of them for which the person has not sent points for every criterion."""
    return open_to(member).filter(Exists(unscored_by(member)))


def unscored_by(member: User) -> QuerySet[Criterion]:
    """The criteria for which the person has sent no points; inside a query of bids."""
    sent = Score.objects.filter(
        bid=OuterRef(OuterRef("pk")), member=member, criterion=OuterRef("pk")
    )
    return Criterion.objects.filter(~Exists(sent), round=OuterRef("round"))


def has_declared(member: User) -> Q:
    """Whether the person declared of who bids; inside a query of bids."""
    return declared_by(member)


def to_be_declared_by(member: User) -> BidQuerySet:
    """The submitted bids on the person's routes, by organisations of which they have still to declare."""
    return Bid.objects.on_routes_of(member).filter(~declared_by(member), state=State.SUBMITTED)


def _seats(member: User) -> QuerySet[Person]:
    held = Membership.objects.filter(
        user=member, partnership=OuterRef("round__partnership"), role=PANEL.name
    )
    return Person.objects.filter(
        Exists(held),
        Q(route="") | Q(route=OuterRef("route")),
        round=OuterRef("round"),
        user=member,
        user__is_active=True,
        role=PANEL.name,
    )


def _assigned(**like: object) -> QuerySet[Assignment]:
    return Assignment.objects.filter(bid=OuterRef("pk"), **like)


def demand_seat(bid: Bid, member: User) -> None:
    """Raise ``NotAllowed``, saying why, unless the bid is among those that the person is to score."""
    seat = next((one for one in panel_people(bid.round) if one.user_id == member.pk), None)
    words = {"bid": bid.reference, "round": bid.round.title}
    if seat is None:
        raise NotAllowed(
            _(
                "You are not on the panel of %(round)s now. If you should be, ask an officer of the "
                "partnership."
            )
            % words
        )
    if seat.route not in ("", bid.route):
        raise NotAllowed(
            _("%(bid)s is on the other route: its panel scores it. There is nothing to do for you.")
            % words
        )
    if (bid.pk, member.pk) in conflicts(bid.round):
        raise NotAllowed(
            _(
                "You declared an interest in %(bid)s, so you do not score it. If that is wrong, ask an "
                "officer of the partnership."
            )
            % words
        )
    if applicant(member, bid):
        raise NotAllowed(
            _(
                "You belong to who bids in %(bid)s, or write it with them, so you do not score it. "
                "Declare the interest for %(round)s."
            )
            % words
        )
    here = Bid.objects.filter(pk=bid.pk)
    if not here.filter(has_declared(member)).exists():
        raise NotAllowed(
            _("Say first whether you have an interest in who bids: declare it for %(round)s.")
            % words
        )
    if not expected_of(member).filter(pk=bid.pk).exists():
        raise NotAllowed(
            _("%(bid)s is for other members of the panel. There is nothing to do for you.") % words
        )


def refuse_unless_open(bid: Bid, member: User) -> None:
    """Raise ``Refused``, saying why, where the bid takes no scores from the person now."""
    words = {"bid": bid.reference, "what": WHAT_BECAME.get(State(bid.state), DECIDED)}
    if bid.state != State.SUBMITTED:
        raise Refused(_("%(bid)s %(what)s, so it is not scored now.") % words)
    if bid.gate_checks.filter(passed=False).exists():
        raise Refused(
            _("%(bid)s failed a gate, so it is not scored. There is nothing to do for you.") % words
        )
    late = bid.assignments.filter(member=member, late=True).exists()
    if is_revealed(bid) and not late:
        raise Refused(
            _(
                "The panel’s scores of %(bid)s have been revealed, so no more are sent. Say at the "
                "panel’s meeting what you think, or ask an officer."
            )
            % words
        )


WHAT_BECAME: dict[State, Promise] = {
    State.DRAFT: gettext_lazy(
        "went back to its applicant to be changed (what you noted is kept until it comes again)"
    ),
    State.SIFTED: gettext_lazy("has been sifted"),
    State.DECLINED: gettext_lazy("was declined"),
    State.WITHDRAWN: gettext_lazy("was withdrawn by its applicant"),
}
DECIDED = gettext_lazy("has been decided")
