"""Who scores which bid: everybody of the route's panel, some of them each, or somebody asked late."""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from bids.history import locked
from bids.models import Bid
from bids.states import State
from notices.actions import tell
from notices.links import link
from people.models import User
from people.permissions import Permission, require
from rounds.models import Round
from rounds.models import locked as hold
from scoring.models import Assignment, Discussion, GateCheck, Recommendation
from scoring.panel import read_panel
from scoring.sealing import is_revealed
from scoring.spreading import spread


def to_be_scored(round: Round) -> list[Bid]:
    """The bids that the panel scores now: submitted, through the gates so far, not revealed."""
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    revealed = Discussion.objects.filter(bid=OuterRef("pk"))
    sifted = Recommendation.objects.filter(bid=OuterRef("pk"))
    bids = round.bids.filter(
        ~Exists(failed), ~Exists(revealed), ~Exists(sifted), state=State.SUBMITTED
    )
    return list(bids.order_by("reference"))


@verb
def assign_to_everybody(*, round: Round, route: str, by: User) -> list[Bid]:
    """Let the whole panel of a route score its bids, and give the bids."""
    require(by, Permission.SIFT, round.partnership)
    hold(round)
    bids = [bid for bid in to_be_scored(round) if bid.route == route]
    Assignment.objects.filter(bid__in=bids, late=False).delete()
    return bids


@verb
def spread_evenly(*, round: Round, route: str, each: int, by: User) -> dict[Bid, list[User]]:
    """Give each bid of a route to ``each`` members, as evenly as their interests allow.

    Who has begun or sent keeps the bid. A bid with too few members without an interest gets them all.
    Raises ``Refused`` for fewer than the quorum, and where there is nobody or nothing to spread.
    """
    require(by, Permission.SIFT, round.partnership)
    hold(round)
    panel = read_panel(round)
    members = {user.pk: user for user in panel.of_route(route)}
    bids = {bid.pk: bid for bid in to_be_scored(round) if bid.route == route}
    if each < round.quorum_of(route):
        raise Refused(
            _(
                "A bid on this route needs the scores of %(quorum)s members: choose that many or more."
            )
            % {"quorum": round.quorum_of(route)}
        )
    if not members:
        raise Refused(_("Nobody is on the panel of this route. Add members to the round first."))
    if not bids:
        raise Refused(_("No bid on this route waits for scores."))
    able, kept = {}, defaultdict(set)
    for bid in bids:
        able[bid] = [m for m in members if (bid, m) not in panel.conflicted]
        kept[bid] = {m for m in able[bid] if (bid, m) in panel.given or (bid, m) in panel.begun}
    found = spread(able, members=list(members), each=each, kept=kept)
    Assignment.objects.filter(bid__in=bids, late=False).delete()
    Assignment.objects.bulk_create(
        Assignment(bid_id=bid, member_id=member, by=by)
        for bid, chosen in found.items()
        for member in members
        if member in chosen
    )
    return {bids[bid]: [members[m] for m in members if m in held] for bid, held in found.items()}


@verb
def ask_late(*, bid: Bid, member: User, reason: str, by: User) -> Assignment:
    """Ask a member for scores after the reveal, because too few count; they are told by email.

    Raises ``Refused`` where the bid has scores to the quorum, or the member cannot score it.
    """
    require(by, Permission.SIFT, bid.round.partnership)
    hold(bid.round)
    bid = locked(bid)
    words = {"bid": bid.reference, "member": member}
    if not reason.strip():
        raise Refused(_("Write why a member is asked now."))
    if bid.state != State.SUBMITTED or not is_revealed(bid):
        raise Refused(
            _("%(bid)s is not between the reveal of its scores and its sift: nobody is asked late.")
            % words
        )
    if not lacks_scores(bid):
        raise Refused(_("%(bid)s has scores to the quorum: nobody is asked late.") % words)
    if member not in can_be_asked(bid):
        raise Refused(
            _(
                "%(member)s cannot be asked for %(bid)s: choose a member of its panel without an "
                "interest who has not sent scores for it."
            )
            % words
        )
    made, _new = Assignment.objects.update_or_create(
        bid=bid, member=member, defaults={"late": True, "reason": reason.strip(), "by": by}
    )
    tell(
        to=member.email,
        kind="asked-to-score-late",
        fields={
            "reference": bid.reference,
            "partnership": bid.round.partnership.name,
            "reason": reason.strip(),
            "link": link("bid-score", bid.reference),
        },
        partnership=bid.round.partnership,
    )
    return made


def lacks_scores(bid: Bid) -> bool:
    """Whether a bid has fewer full sets of scores that count than its quorum."""
    panel = read_panel(bid.round)
    counted = [pair for pair in panel.given if pair[0] == bid.pk and pair not in panel.conflicted]
    full = sum(panel.given[pair] >= panel.criteria for pair in counted)
    return full < bid.round.quorum_of(bid.route)


def can_be_asked(bid: Bid) -> list[User]:
    """The members of a bid's panel without an interest who have not sent scores for it."""
    panel = read_panel(bid.round)
    return [
        user
        for user in panel.of_route(bid.route)
        if (bid.pk, user.pk) not in panel.conflicted and not panel.has_sent(bid, user)
    ]
