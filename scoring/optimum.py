"""The best set of bids of a route beside what rank order funds. It is offered, and decides nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from base.errors import Refused
from bids.models import Bid
from bids.querysets import LONG_TEXTS
from bids.states import State
from funds.balances import available_pence
from rounds.models import Owner, Pot, Round
from scoring.actions import lacking
from scoring.models import GateCheck, Recommendation
from scoring.optimiser import SECONDS, BestSet, Contender, Limits, best_set
from scoring.ranking import rank, recommend
from scoring.sealing import sealed
from scoring.standings import candidate, points_of, weighed


@dataclass(frozen=True)
class Field:
    """The undecided bids of a route that may be funded, in rank order, and the pence there are for them."""

    bids: Sequence[Bid]
    contenders: Sequence[Contender]
    pot_pence: int
    priorities: frozenset[str]
    """The round's, by code; where both owners use one code, with its owner's name."""
    lacking: Sequence[str] = ()
    """References of submitted bids that lack gates or scores, and so are left out."""


@dataclass(frozen=True)
class Comparison:
    """What rank order funds, and the best set. Pence."""

    field: Field
    limits: Limits
    best: BestSet
    free: BestSet
    """The best set without the limits on priorities and organisations."""
    in_order: dict[str, int]
    """What rank order alone funds, in full."""

    @property
    def total_in_order(self) -> Fraction:
        """The total score of what rank order funds."""
        return self.score_of(self.in_order)

    @property
    def only_best(self) -> list[str]:
        """References that only the best set has, in rank order."""
        return [one for one in self.best.amounts if one not in self.in_order]

    @property
    def only_in_order(self) -> list[str]:
        """References that only rank order funds, in rank order."""
        return [one for one in self.in_order if one not in self.best.amounts]

    def score_of(self, references: Iterable[str]) -> Fraction:
        """The scores of some bids together."""
        scores = {one.reference: one.score for one in self.field.contenders}
        return sum((scores[one] for one in references), Fraction(0))


def read_field(round: Round, route: Pot) -> Field:
    """Who may be chosen on a route: undecided, through the gates, scored, at or over the threshold and
    the floors.

    Raises ``Refused`` naming the bids whose scores are sealed: a best set would tell of them.
    """
    undecided = round.bids.filter(route=route, state__in=(State.SUBMITTED, State.SIFTED))
    if hidden := list(sealed(undecided).order_by("reference").values_list("reference", flat=True)):
        words = _(
            "The scores of %(bids)s are sealed until panel day, so nothing is worked out yet."
        )
        raise Refused(words % {"bids": ", ".join(hidden)})
    failed = GateCheck.objects.filter(bid__in=undecided, passed=False).values("bid")
    bids = list(
        undecided.exclude(pk__in=failed).defer(*LONG_TEXTS, "summary").order_by("reference")
    )
    missing = lacking(round, [bid for bid in bids if bid.state == State.SUBMITTED])
    ready = {bid.reference: bid for bid in bids if bid.reference not in missing}
    criteria, points = weighed(round), points_of(ready.values())
    ranked = rank([candidate(bid, points[bid.pk], criteria) for bid in ready.values()], criteria)
    threshold = Fraction(round.score_threshold)
    chances = recommend(ranked, criteria, threshold=threshold, left_pence=0)
    able = [
        one
        for one in ranked
        if chances[one.candidate.reference].choice != Recommendation.Choice.DECLINE
    ]
    priorities, served = _priorities(round)
    contenders = []
    for one in able:
        bid = ready[one.candidate.reference]
        contenders.append(
            Contender(
                reference=bid.reference,
                requested_pence=bid.requested_pence or 0,
                score=one.score,
                least_pence=bid.least_pence,
                priorities=frozenset(served[bid.pk]),
                organisation=bid.organisation_id,
            )
        )
    return Field(
        bids=[ready[one.reference] for one in contenders],
        contenders=contenders,
        pot_pence=max(available_pence(round, route), 0),
        priorities=priorities,
        lacking=sorted(missing),
    )


def compare(field: Field, limits: Limits, seconds: float = SECONDS) -> Comparison:
    """Find the best set under an officer's limits, and lay it beside rank order.

    Raises ``NoSet`` where no set keeps the limits, ``NotProven`` where the time is up first.
    """
    pot = field.pot_pence
    best = free = best_set(field.contenders, pot_pence=pot, limits=limits, seconds=seconds)
    if limits.cover or limits.most_per_organisation is not None:
        only_part = Limits(part_funding=limits.part_funding)
        free = best_set(field.contenders, pot_pence=pot, limits=only_part, seconds=seconds)
    in_order, left = {}, pot
    for one in field.contenders:
        if one.requested_pence <= left:
            in_order[one.reference] = one.requested_pence
            left -= one.requested_pence
    return Comparison(field, limits, best, free, in_order)


def _priorities(round: Round) -> tuple[frozenset[str], dict[int, set[str]]]:
    """The round's priorities, and those that each bid serves (one query)."""
    rows = list(round.priorities.values_list("owner", "code", "serves__bid"))
    owners = defaultdict(set)
    for owner, code, _bid in rows:
        owners[code].add(owner)
    names = {
        (owner, code): code if len(owners[code]) == 1 else f"{Owner(owner).label} {code}"
        for owner, code, _bid in rows
    }
    served: dict[int, set[str]] = defaultdict(set)
    for owner, code, bid in rows:
        if bid is not None:
            served[bid].add(names[owner, code])
    return frozenset(names.values()), served
