"""The ranking in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from scoring.standings import Standing
from ui.money import format_pence


def ranking_document(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """The ranking for ``ranking --json``: amounts in pence, the score as a text of 2 places."""
    return [
        {
            "reference": standing.bid.reference,
            "route": standing.bid.route,
            "rank": standing.rank,
            "score": standing.score_text,
            "requested_pence": standing.bid.requested_pence,
            "recommendation": standing.recommendation and standing.recommendation.choice,
            "recommended_pence": standing.recommended_pence,
            "state": standing.bid.state,
        }
        for standing in standings
    ]


def ranking_lines(standings: Iterable[Standing]) -> Iterator[str]:
    """The ranking as lines of a terminal."""
    route = ""
    for standing in standings:
        bid = standing.bid
        if standing.rank and bid.route != route:
            route = bid.route
            yield f"{route}:"
        rank = f"{standing.rank}." if standing.rank else "–"
        choice = standing.recommendation.choice if standing.recommendation else ""
        yield (
            f"  {rank:>4} {bid.reference:<11}{standing.score_text or '':>6}  "
            f"{format_pence(bid.requested_pence or 0):>11}  {choice:<8}"
            f"{format_pence(standing.recommended_pence or 0):>11}  {bid.state:<10} "
            f"{bid.organisation}: {bid.project}"
        )
