"""Points that are added up by the database are what the rows say, however many bids are asked for."""

import random
from collections import defaultdict
from fractions import Fraction

import pytest

from bids.models import Bid
from people.models import User
from rounds.models import Criterion
from scoring import standings
from scoring.models import AgreedScore, Interest, Score
from scoring.standings import Points, points_of
from tests.cast import Cast


@pytest.fixture
def bids(cast: Cast) -> list[Bid]:
    """Submitted bids that nobody scored."""
    return [cast.submitted() for _number in range(6)]


def scatter(bids: list[Bid], dice: random.Random) -> None:
    """Scores, interests and agreed scores of four members, some of each left out."""
    criteria = list(bids[0].round.criteria.all())
    members = [User.objects.create_user(f"scorer{n}@csp.example") for n in range(4)]
    for bid in bids:
        for member in members:
            if dice.random() < 0.3:
                Interest.objects.create(bid=bid, member=member, words="Trustee")
            for criterion in criteria:
                if dice.random() < 0.7:
                    given = {"bid": bid, "member": member, "criterion": criterion}
                    Score.objects.create(**given, points=dice.randrange(6))
        for criterion in criteria:
            if dice.random() < 0.3:
                agreed = {"bid": bid, "criterion": criterion, "reason": "As agreed"}
                AgreedScore.objects.create(**agreed, points=dice.randrange(6))


def by_the_rows(bids: list[Bid]) -> dict[int, dict[str, Points]]:
    """The same, one row after the other."""
    apart = set(Interest.objects.values_list("bid", "member"))
    agreed = {(row.bid_id, row.criterion_id): row.points for row in AgreedScore.objects.all()}
    counted: dict[tuple[int, Criterion], list[int]] = defaultdict(list)
    for score in Score.objects.select_related("criterion"):
        if (score.bid_id, score.member_id) not in apart:
            counted[score.bid_id, score.criterion].append(score.points)
    found: dict[int, dict[str, Points]] = defaultdict(dict)
    for (bid, criterion), points in counted.items():
        if bid in {one.pk for one in bids}:
            held = Points(sum(points), len(points), agreed.get((bid, criterion.pk)))
            found[bid][criterion.code] = held
    return found


@pytest.mark.parametrize("few", [500, 2])
@pytest.mark.parametrize("seed", range(4))
def test_points_are_what_the_rows_say(
    bids: list[Bid], seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standings, "FEW", few)
    dice = random.Random(seed)
    scatter(bids, dice)
    asked = dice.sample(bids, 4)
    found = points_of(asked)
    assert {bid: codes for bid, codes in found.items() if codes} == by_the_rows(asked)
    for codes in found.values():
        for held in codes.values():
            assert held.mean == Fraction(held.total, held.count)
            assert held.effective == (held.mean if held.agreed is None else held.agreed)
