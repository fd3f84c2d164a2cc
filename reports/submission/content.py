"""What is proposed to the PCC on a route: the content of a submission, ready to be frozen."""

from collections.abc import Iterable
from typing import Any

from awards.submissions import Content
from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from funds.balances import Balances, balances
from rounds.models import Owner, Pot, Round
from scoring.models import Recommendation
from scoring.standings import Standing, standings

MONEY = ("Requested", "Recommended", "Running total")
"""Columns that hold pence in the content, and pounds in the file."""


def content(round: Round, route: Pot, money: Balances | None = None) -> Content:
    """The proposals of a route as they stand: rows by column, money in pence, dates as ISO texts.

    ``money`` is the balances now, where they were read already.

    It leaves out what changes without anything being proposed anew (decisions, balances), so that the
    same proposals always have the same content.
    """
    found = standings(round, [route])
    ranked = [standing for standing in found if standing.rank]
    live = [standing for standing in ranked if standing.bid.state != State.WITHDRAWN]
    served = _served(round, route)
    decline = Recommendation.Choice.DECLINE
    return {
        "round": round.code,
        "title": round.title,
        "financial_year": round.financial_year,
        "partnership": round.partnership.name,
        "funder": round.funder.name,
        "route": route.value,
        "allocation_pence": (money or balances(round)).pots[route]["allocation_pence"],
        "threshold": str(round.score_threshold),
        "priorities": [
            {"owner": p.owner, "code": p.code, "title": p.title, "lead": p.lead}
            for p in round.priorities.all()
        ],
        "proposals": _proposals((s for s in live if _choice(s) != decline), served),
        "not_proposed": [_not_proposed(s, served) for s in live if _choice(s) == decline],
        "failed": _failed(round, route),
        "withdrawn": [
            {"Reference": s.bid.reference, "Organisation": s.bid.organisation.name}
            for s in ranked
            if s.bid.state == State.WITHDRAWN
        ],
    }


def _choice(standing: Standing) -> str:
    return standing.recommendation.choice if standing.recommendation else ""


def _served(round: Round, route: Pot) -> dict[tuple[int, str], str]:
    """The codes that each bid serves, by bid and owner, with ``;`` between (one query)."""
    rows = Bid.priorities.through.objects.filter(bid__round=round, bid__route=route)
    found: dict[tuple[int, str], str] = {}
    for bid, owner, code in rows.values_list("bid", "priority__owner", "priority__code"):
        earlier = found.get((bid, owner))
        found[bid, owner] = f"{earlier};{code}" if earlier else code
    return found


def _head(standing: Standing, served: dict[tuple[int, str], str]) -> dict[str, Any]:
    bid = standing.bid
    return {
        "Rank": standing.rank,
        "Reference": bid.reference,
        "Organisation": bid.organisation.name,
        "Project": bid.project,
        "PCC priorities": served.get((bid.pk, Owner.PCC), ""),
        "Partnership priorities": served.get((bid.pk, Owner.PARTNERSHIP), ""),
        "Score": standing.score_text,
        "Requested": bid.requested_pence,
    }


def _proposals(
    proposed: Iterable[Standing], served: dict[tuple[int, str], str]
) -> list[dict[str, Any]]:
    rows, running = [], 0
    for standing in proposed:
        running += standing.recommended_pence or 0
        bid = standing.bid
        rows.append(
            {
                **_head(standing, served),
                "Recommended": standing.recommended_pence,
                "Running total": running,
                "Start date": bid.starts_on and bid.starts_on.isoformat(),
                "End date": bid.ends_on and bid.ends_on.isoformat(),
                "Outcomes": bid.outcomes,
            }
        )
    return rows


def _not_proposed(standing: Standing, served: dict[tuple[int, str], str]) -> dict[str, Any]:
    reason = standing.recommendation.reason if standing.recommendation else ""
    return {**_head(standing, served), "Reason": reason}


def _failed(round: Round, route: Pot) -> list[dict[str, Any]]:
    """The bids that failed a gate, with the reason that history kept (one query)."""
    rows = HistoryRow.objects.filter(
        bid__round=round, bid__route=route, transition=Arrow.REJECT
    ).select_related("bid__organisation", "note")
    return [
        {
            "Reference": row.bid.reference,
            "Organisation": row.bid.organisation.name,
            "Project": row.bid.project,
            "Reason": row.reason,
        }
        for row in rows.order_by("bid__reference")
    ]


def serving_bids(content: Content, priority: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the proposals that serve one of the content's priorities."""
    column = "PCC priorities" if priority["owner"] == Owner.PCC else "Partnership priorities"
    return [row for row in content["proposals"] if priority["code"] in row[column].split(";")]
