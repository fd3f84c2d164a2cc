"""The seal on a bid's scores: nobody sees another's until they are revealed together.

A bid's scores are revealed on panel day (``Discussion``), or by its sift. Until then a panel member
sees what they gave themselves and an officer who has sent, never what. Scores that an officer brought
in from workbooks are known to the office, so where a bid has no others there is nothing to seal.
``scoring.sight`` says who sees what then; what somebody types before sending is a ``ScoreDraft``, which
nobody else ever sees.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from bids.models import Bid
from scoring.models import Discussion, Recommendation, Score
from scoring.sight import Seal


def is_revealed(bid: Bid) -> bool:
    """Whether the scores of a bid were revealed: on panel day, or because it was sifted once."""
    return hasattr(bid, "recommendation") or hasattr(bid, "discussion")


def seal_of(bid: Bid) -> Seal:
    """How far a bid's scores are open. No query for one that was read with its recommendation and
    discussion, unless it has neither.
    """
    if hasattr(bid, "recommendation"):
        return Seal.SIFTED if bid.recommendation.stands else Seal.REVEALED
    if hasattr(bid, "discussion"):
        return Seal.REVEALED
    return Seal.SEALED if bid.scores.filter(from_workbook=False).exists() else Seal.OFFICE


def sealed(bids: QuerySet[Bid]) -> QuerySet[Bid]:
    """Those of some bids whose scores nobody but their givers may see."""
    sent_alone = Score.objects.filter(bid=OuterRef("pk"), from_workbook=False)
    return bids.filter(
        Exists(sent_alone),
        ~Q(Exists(Discussion.objects.filter(bid=OuterRef("pk")))),
        ~Q(Exists(Recommendation.objects.filter(bid=OuterRef("pk")))),
    )
