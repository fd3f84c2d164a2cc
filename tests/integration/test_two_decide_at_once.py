"""Two decision makers press at the very same moment: the money is promised once, and never too much."""

from datetime import date

from django.utils import timezone

from awards.deciding import approve_one
from awards.models import Answer, Award, PendingDecision
from awards.pending import TakenDown, confirm, send_back, take_down
from bids.models import Bid
from funds.balances import balances
from people.models import User
from reports.submission.sending import send
from rounds.models import Pot
from tests.cast import Cast, at, cast_of
from tests.integration.threads import at_once

DAY = date(2019, 4, 12)


def second_decision_maker(cast: Cast) -> User:
    user = User.objects.create_user("second@csp.example", name="Dora")
    cast.round.partnership.memberships.create(user=user, role="decision-maker")
    return user


def taken_down(cast: Cast, *bids: Bid) -> list[PendingDecision]:
    send(round=cast.round, route=Pot.MAIN, by=cast.officer, at=at("2019-03-28"))
    return take_down(
        round=cast.round,
        decisions=[TakenDown(bid, "approve", bid.requested_pence) for bid in bids],
        decided_by="Katy Hall",
        decided_on=DAY,
        by=cast.officer,
    )


def test_both_confirm_the_same_decision(committed_db: str) -> None:
    cast = cast_of()
    people = (cast.decision_maker, second_decision_maker(cast))
    pending = taken_down(cast, cast.sifted())[0]
    outcome = at_once([lambda by=by: confirm(pending=pending, by=by) for by in people])  # type: ignore[misc]
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert "was confirmed already" in outcome.refused[0]
    assert (Award.objects.count(), Answer.objects.count()) == (1, 1)


def test_both_approve_the_same_bid(committed_db: str) -> None:
    cast = cast_of()
    people = (cast.decision_maker, second_decision_maker(cast))
    bid = cast.sifted()
    outcome = at_once(
        [lambda by=by: approve_one(bid=bid, amount_pence=500_000, by=by) for by in people]  # type: ignore[misc]
    )
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert balances(cast.round).pots[Pot.MAIN]["committed_pence"] == 500_000


def test_two_bids_that_the_pot_cannot_bear_both(committed_db: str) -> None:
    cast = cast_of()
    people = (cast.decision_maker, second_decision_maker(cast))
    pending = taken_down(cast, cast.sifted(1_200_000), cast.sifted(900_000))
    pairs = list(zip(pending, people, strict=True))
    outcome = at_once([lambda one=one, by=by: confirm(pending=one, by=by) for one, by in pairs])  # type: ignore[misc]
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    assert "is too much" in outcome.refused[0]
    assert PendingDecision.objects.filter(ended_at=None).count() == 1


def test_one_confirms_while_the_other_sends_back(committed_db: str) -> None:
    cast = cast_of()
    other = second_decision_maker(cast)
    pending = taken_down(cast, cast.sifted())[0]
    outcome = at_once(
        [
            lambda: confirm(pending=pending, by=cast.decision_maker),
            lambda: send_back(pending=pending, by=other, reason="No."),
        ]
    )
    assert not outcome.broken
    assert (len(outcome.done), len(outcome.refused)) == (1, 1)
    pending.refresh_from_db()
    assert pending.confirmed is Award.objects.exists()
    assert pending.ended_at is not None
    assert pending.ended_at <= timezone.now()
