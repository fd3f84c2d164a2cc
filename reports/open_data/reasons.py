"""Why each award of some rounds was made, in the words of those who recommended and decided."""

from collections import defaultdict
from collections.abc import Sequence

from awards.models import Answer
from bids.history_presenters import without_workbook
from bids.models import Bid, HistoryRow
from bids.states import Arrow
from scoring.models import Recommendation


def reasons_of(bids: Sequence[Bid]) -> dict[int, list[str]]:
    """The reasons by the bid's key, each once: of the recommendation where an officer gave one, of the
    funder's answer, and of the decision (two queries, and the recommendations where they were not read).
    """
    answered = Answer.objects.filter(
        bid__in=bids, decision=Answer.Decision.APPROVE, note__isnull=False
    )
    decided = HistoryRow.objects.filter(bid__in=bids, transition=Arrow.APPROVE, note__isnull=False)
    said = [(bid.pk, _proposed(bid)) for bid in bids]
    for rows in (answered, decided):
        said += rows.order_by("pk").values_list("bid", "note__text")
    found: dict[int, list[str]] = defaultdict(list)
    for bid, text in said:
        words = " ".join(without_workbook(text).split())
        if words and words not in found[bid]:
            found[bid].append(words)
    return dict(found)


def _proposed(bid: Bid) -> str:
    proposed: Recommendation | None = getattr(bid, "recommendation", None)
    funds = proposed is not None and proposed.choice == Recommendation.Choice.FUND
    return proposed.reason if proposed and funds else ""
