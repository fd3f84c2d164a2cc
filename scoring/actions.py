"""The sift: gates, then scores, then a recommended amount and a recommendation."""

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from base.errors import Refused
from base.verbs import verb
from bids.history import locked, take
from bids.mail import tell_about
from bids.models import Bid
from bids.states import Arrow, State
from funds.balances import available_pence
from people.models import User
from people.permissions import Permission, require
from rounds.models import Pot, Round
from rounds.models import locked as hold
from scoring.models import GateCheck, Recommendation
from scoring.ranking import Proposal, rank, recommend, score
from scoring.settling import settle
from scoring.standings import candidate, points_of, weighed
from ui.money import format_pence

MILLION = 1_000_000


@verb
def sift(
    *,
    round: Round,
    by: User,
    at: datetime | None = None,
    only: Collection[str] | None = None,
) -> list[Bid]:
    """Sift a round's submitted bids, both routes, and give those that moved.

    A bid that failed a gate is rejected. Where a bid lacks scores or gates none is sifted, and the
    refusal names what is missing; ``only`` takes some bids by reference.
    """
    require(by, Permission.SIFT, round.partnership)
    hold(round)
    settle(round=round)
    _refuse_weightless(round)
    bids = _chosen(round, only)
    failed = {
        check.bid_id: check
        for check in GateCheck.objects.filter(bid__in=bids, passed=False).select_related("gate")
    }
    passing = [bid for bid in bids if bid.pk not in failed]
    _refuse_if_lacking(round, passing)
    done = [reject(bid=bid, check=failed[bid.pk], by=by, at=at) for bid in bids if bid.pk in failed]
    for route in Pot:
        done += _sift_route(round, route, [bid for bid in passing if bid.route == route], by, at)
    return done


def _chosen(round: Round, only: Collection[str] | None) -> list[Bid]:
    submitted = round.bids.filter(state=State.SUBMITTED).order_by("reference")
    if only is None:
        return list(submitted)
    chosen = list(submitted.filter(reference__in=only))
    if strangers := sorted(set(only) - {bid.reference for bid in chosen}):
        raise Refused(
            _("Not submitted in %(round)s, so not sifted: %(strangers)s.")
            % {"round": round.code, "strangers": ", ".join(strangers)}
        )
    return chosen


def lacking(round: Round, bids: list[Bid]) -> dict[str, list[str]]:
    """What keeps bids from being sifted, by reference: gates not checked, criteria short of scores."""
    criteria = list(round.criteria.all())
    gates = {gate.pk: gate.code for gate in round.gates.all()}
    points = points_of(bids)
    checked = set(GateCheck.objects.filter(bid__in=bids).values_list("bid", "gate"))
    found = {}
    for bid in bids:
        missing = [f"gate {code}" for pk, code in gates.items() if (bid.pk, pk) not in checked]
        for criterion in criteria:
            held = points[bid.pk].get(criterion.code)
            count = held.count if held else 0
            if count < round.quorum_of(bid.route):
                missing.append(f"{criterion.code} ({count} of {round.quorum_of(bid.route)} scores)")
        if missing:
            found[bid.reference] = missing
    return found


def _refuse_if_lacking(round: Round, bids: list[Bid]) -> None:
    """Raise ``Refused`` naming every gate not checked and every criterion short of scores."""
    if found := lacking(round, bids):
        lines = [f"  {reference} lacks {', '.join(what)}" for reference, what in found.items()]
        raise Refused("\n".join(["No bid was sifted, because these are not ready:", *lines]))


def _refuse_weightless(round: Round) -> None:
    """Raise ``Refused`` where the criteria's weights add up to nothing: there is no score to rank by."""
    if not any(criterion.weight for criterion in round.criteria.all()):
        raise Refused(
            _("The criteria's weights add up to nothing, so no bid has a score and none is sifted.")
        )


def _sift_route(
    round: Round, route: Pot, bids: list[Bid], by: User, at: datetime | None
) -> list[Bid]:
    """Rank the bids with those already sifted, propose over what is left, and move them."""
    changed = Recommendation.objects.filter(bid__in=bids, changed_by__isnull=False)
    kept = {row.bid_id: _capped(row) for row in changed.select_related("bid")}
    criteria, points = weighed(round), points_of(bids)
    scored = {bid.pk: candidate(bid, points[bid.pk], criteria) for bid in bids}
    candidates = [scored[bid.pk] for bid in bids if bid.pk not in kept]
    left = available_pence(round, route) - _spoken_for(round, route)
    left -= sum(row.amount_pence for row in kept.values())
    proposals = recommend(
        rank(candidates, criteria),
        criteria,
        threshold=Fraction(round.score_threshold),
        left_pence=left,
    )
    for bid in bids:
        if bid.pk in kept:
            Recommendation.objects.filter(bid=bid).update(
                stands=True, amount_pence=kept[bid.pk].amount_pence, reason=kept[bid.pk].reason
            )
        else:
            _propose(bid, proposals[bid.reference])
        exact = score(scored[bid.pk].points, criteria)
        Recommendation.objects.filter(bid=bid).update(score_millionths=int(exact * MILLION))
    return [
        take(bid=bid, arrow=Arrow.SIFT, by=by, at=at, reason=_assumed_gates(bid)) for bid in bids
    ]


def _spoken_for(round: Round, route: Pot) -> int:
    """What undecided bids of a route are already recommended, in pence."""
    waiting = Recommendation.objects.filter(
        bid__round=round, bid__route=route, bid__state=State.SIFTED, stands=True
    )
    return sum(waiting.values_list("amount_pence", flat=True))


def _capped(kept: Recommendation) -> Recommendation:
    """An officer's recommendation, never for more than the bid asks for now."""
    requested = kept.bid.requested_pence or 0
    if kept.amount_pence > requested:
        was = format_pence(kept.amount_pence)
        kept.reason += f" Was {was}, more than the {format_pence(requested)} now requested."
        kept.amount_pence = requested
    return kept


def _propose(bid: Bid, proposal: Proposal) -> None:
    Recommendation.objects.update_or_create(
        bid=bid,
        defaults={
            "choice": proposal.choice,
            "amount_pence": proposal.amount_pence,
            "reason": proposal.reason,
            "stands": True,
        },
    )


def _assumed_gates(bid: Bid) -> str:
    """What history says of gates that an import did not list."""
    assumed = bid.gate_checks.exclude(assumed_from="").select_related("gate", "checked_by")
    return " ".join(
        f"Gate {check.gate.code} was not listed in {check.assumed_from}: passed by "
        f"{check.checked_by.email}, who ran the import."
        for check in assumed
    )


@verb
def reject(*, bid: Bid, check: GateCheck, by: User, at: datetime | None = None) -> Bid:
    """Decline a submitted bid that failed a gate; tell the applicant each gate it failed, and why."""
    if check.passed or check.bid_id != bid.pk:
        raise Refused(
            _("%(reference)s did not fail the gate %(gate)s.")
            % {"reference": bid.reference, "gate": check.gate.code}
        )
    failed = bid.gate_checks.filter(passed=False).select_related("gate")
    reason = "\n".join(f"Failed the gate “{one.gate.title}”: {one.note}" for one in failed)
    bid = take(bid=bid, arrow=Arrow.REJECT, by=by, at=at, reason=reason)
    tell_about(bid, "bid-rejected", {"reason": reason})
    return bid


@verb
def change_recommendation(
    *, bid: Bid, choice: Recommendation.Choice, amount_pence: int, by: User, reason: str
) -> Recommendation:
    """Propose something else for a sifted bid than the ranking does, with a reason.

    It survives a second sift. Raises ``Refused`` for an amount over what was requested, or an amount
    that does not go with the recommendation.
    """
    require(by, Permission.SIFT, bid.round.partnership)
    bid = locked(bid)
    if bid.state != State.SIFTED:
        raise Refused(
            _("%(reference)s is %(state)s: only a sifted bid's recommendation changes.")
            % {"reference": bid.reference, "state": bid.state}
        )
    if not reason.strip():
        raise Refused(_("Give the reason for the change."))
    if amount_pence > (bid.requested_pence or 0):
        raise Refused(
            _("%(amount)s is more than the %(requested)s requested.")
            % {
                "amount": format_pence(amount_pence),
                "requested": format_pence(bid.requested_pence or 0),
            }
        )
    if (choice == Recommendation.Choice.FUND) != (amount_pence > 0):
        raise Refused(_("Give an amount with “fund”, and none with “reserve” or “decline”."))
    Recommendation.objects.filter(bid=bid).update(
        choice=choice, amount_pence=amount_pence, reason=reason.strip(), changed_by=by
    )
    return Recommendation.objects.get(bid=bid)


@verb
def unsift(*, bid: Bid) -> None:
    """Take a reopened bid out of the ranking until it is sifted again. For ``awards.reopen`` only.

    Interests that were declared after its sift leave out their members' scores from now on.
    """
    Recommendation.objects.filter(bid=bid).update(stands=False)
    settle(round=bid.round)
