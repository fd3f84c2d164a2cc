"""How well a round's panel agreed: the scores out of the database, and what they tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from base.errors import Refused
from bids.models import Bid
from bids.states import State
from funds.balances import balances
from rounds.models import Criterion, Pot, Round
from scoring.agreement import Leaning, Unit, alpha, leanings
from scoring.leave_one_out import LeftOut, Place, Rules, leave_each_out
from scoring.models import AgreedScore, GateCheck, Interest, Score
from scoring.sealing import sealed
from scoring.standings import weigh


@dataclass(frozen=True)
class Sheet:
    """What the panel's members without an interest gave each submitted bid that failed no gate."""

    round: Round
    criteria: Sequence[Criterion]
    bids: Sequence[Bid]
    units: Mapping[Place, Unit]
    """By bid and criterion, each member's points; a member is named by email."""
    names: Mapping[str, str]
    """Each member's name, by email."""


@dataclass(frozen=True)
class Alphas:
    """Krippendorff's alpha over every bid and criterion, and by the criterion's code."""

    overall: Fraction | None
    by_criterion: dict[str, Fraction | None]


def submitted(round: Round) -> QuerySet[Bid]:
    """The round's bids that were submitted, whatever became of them, and failed no gate."""
    failed = GateCheck.objects.filter(bid=OuterRef("pk"), passed=False)
    return round.bids.exclude(state=State.DRAFT).filter(~Exists(failed))


def read_sheet(round: Round, *routes: Pot) -> Sheet:
    """The scores of some routes, moderated ones left out, in four queries.

    Raises ``Refused`` naming the bids whose scores are sealed. A bid that went before its scores were
    revealed, as by a withdrawal, is left out: they stay sealed for good.
    """
    bids = submitted(round).filter(route__in=routes)
    gone = sealed(bids.exclude(state=State.SUBMITTED))
    bids = bids.exclude(pk__in=gone.values("pk"))
    if hidden := list(sealed(bids).order_by("reference").values_list("reference", flat=True)):
        words = _(
            "The scores of %(bids)s are sealed until panel day, so nothing is worked out yet."
        )
        raise Refused(words % {"bids": ", ".join(hidden)})
    conflicted = Interest.objects.filter(bid=OuterRef("bid"), member=OuterRef("member"))
    rows = Score.objects.filter(~Exists(conflicted), bid__in=bids.values("pk")).values_list(
        "bid__reference", "criterion__code", "member__email", "member__name", "points"
    )
    units: dict[Place, dict[str, int]] = defaultdict(dict)
    names = {}
    for reference, code, email, name, points in rows.order_by("pk"):
        units[reference, code][email] = points
        names[email] = name or email
    kept = bids.select_related("recommendation").only(
        "round", "reference", "route", "state", "requested_pence", "recommendation__stands"
    )
    return Sheet(round, list(round.criteria.all()), list(kept.order_by("reference")), units, names)


def alphas(sheet: Sheet) -> Alphas:
    """How well the members agreed on the main route's bids. The criteria stand in the round's order."""
    main = {bid.reference for bid in sheet.bids if bid.route == Pot.MAIN}
    units = {place: unit for place, unit in sheet.units.items() if place[0] in main}
    by_criterion = {
        criterion.code: alpha(
            unit for (_bid, code), unit in units.items() if code == criterion.code
        )
        for criterion in sheet.criteria
    }
    return Alphas(alpha(units.values()), by_criterion)


def members(sheet: Sheet) -> dict[str, Leaning]:
    """How lenient or severe each member was, by email, the most lenient first."""
    found = leanings(sheet.units.values())
    order = sorted(found, key=lambda one: (-(found[one].points or 0), sheet.names[one]))
    return {email: found[email] for email in order}


def left_out(sheet: Sheet) -> dict[Pot, list[LeftOut]]:
    """For each route with sifted bids: whether the ranking would fund others without one member.

    Every sifted bid counts, whatever became of it, over all that the pot had for bids (two queries).
    """
    pots = balances(sheet.round).pots
    agreed = {
        (reference, code): points
        for reference, code, points in AgreedScore.objects.filter(
            bid__round=sheet.round
        ).values_list("bid__reference", "criterion__code", "points")
    }
    found = {}
    for route in Pot:
        sifted = {
            bid.reference: bid.requested_pence or 0
            for bid in sheet.bids
            if bid.route == route and hasattr(bid, "recommendation") and bid.recommendation.stands
        }
        if sifted:
            pence = pots[route]["available_pence"] + pots[route]["committed_pence"]
            rules = Rules(weigh(sheet.criteria), Fraction(sheet.round.score_threshold), pence)
            found[route] = leave_each_out(sifted, sheet.units, agreed, rules)
    return found
