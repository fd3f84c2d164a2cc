"""The revealed scores of a bid, criterion by criterion: who gave what, how far apart, what counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bids.models import Bid
from people.models import User
from rounds.models import Criterion
from scoring.models import AgreedScore, EarlierAgreedScore, Interest, Score
from scoring.ranking import Weighed, score
from scoring.standings import Points, points_of, weigh

FAR_APART = 2
"""From how many points between them members are said to differ."""


@dataclass(frozen=True)
class Opened:
    """A criterion with every score that it was given."""

    criterion: Criterion
    scores: Mapping[int, Score]
    """By the member's key."""
    counted: Sequence[int]
    """The points that count, lowest first."""
    points: Points
    agreed: AgreedScore | None = None
    earlier: Sequence[EarlierAgreedScore] = field(default_factory=list)

    @property
    def range(self) -> int:
        """How many points lie between the highest and the lowest that count."""
        return self.counted[-1] - self.counted[0] if self.counted else 0

    @property
    def is_far_apart(self) -> bool:
        """Whether members differ so much that the panel should talk about it."""
        return self.range >= FAR_APART


@dataclass(frozen=True)
class Sheet:
    """A bid's scores, revealed."""

    rows: Sequence[Opened]
    members: Sequence[User]
    """Who gave scores, by name."""
    apart: frozenset[int]
    """Keys of members with an interest: what they gave does not count."""
    now: Fraction | None
    """The score out of 100; nothing where some criterion has no points, or none has a weight."""
    before: Fraction | None
    """The same by the panel's means alone."""
    weight: int


def open_sheet(bid: Bid) -> Sheet:
    """Every score of a bid that was revealed (six queries)."""
    scores = list(bid.scores.select_related("member"))
    members = sorted({s.member for s in scores}, key=lambda user: (str(user), user.email))
    apart = frozenset(Interest.objects.filter(bid=bid).values_list("member", flat=True))
    of_round = list(bid.round.criteria.all())
    points, criteria = points_of([bid])[bid.pk], weigh(of_round)
    agreed = {row.criterion_id: row for row in bid.agreed_scores.select_related("agreed_by")}
    earlier: dict[int, list[EarlierAgreedScore]] = defaultdict(list)
    for row in bid.earlier_agreed_scores.select_related("note", "changed_by"):
        earlier[row.criterion_id].append(row)
    given: dict[int, dict[int, Score]] = defaultdict(dict)
    for one in scores:
        given[one.criterion_id][one.member_id] = one
    return Sheet(
        rows=[
            Opened(
                criterion=criterion,
                scores=given[criterion.pk],
                counted=sorted(
                    one.points for one in given[criterion.pk].values() if one.member_id not in apart
                ),
                points=points.get(criterion.code, Points()),
                agreed=agreed.get(criterion.pk),
                earlier=earlier[criterion.pk],
            )
            for criterion in of_round
        ],
        members=members,
        apart=apart,
        now=_total({code: held.effective for code, held in points.items()}, criteria),
        before=_total({code: held.mean for code, held in points.items()}, criteria),
        weight=sum(one.weight for one in criteria),
    )


def _total(points: Mapping[str, Fraction | None], criteria: Sequence[Weighed]) -> Fraction | None:
    """The score, where there are points for every criterion and the weights come to something."""
    known = {code: held for code, held in points.items() if held is not None}
    if not sum(one.weight for one in criteria) or any(one.code not in known for one in criteria):
        return None
    return score(known, criteria)
