"""Hundreds of bids at once, made quickly: their history first, then their state, as the database asks."""

from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from rounds.models import Pot
from tests.cast import SIFTED, STARTED, SUBMITTED, Cast

WAY = [
    (Arrow.START, None, State.DRAFT, STARTED),
    (Arrow.SUBMIT, State.DRAFT, State.SUBMITTED, SUBMITTED),
    (Arrow.SIFT, State.SUBMITTED, State.SIFTED, SIFTED),
]


def many_sifted(cast: Cast, pounds: list[int]) -> list[Bid]:
    """Sifted bids for these amounts, nobody's scores kept."""
    bids = Bid.objects.bulk_create(
        Bid(
            reference=f"CSP19-{number:03d}",
            round=cast.round,
            route=Pot.MAIN,
            organisation=cast.organisation,
            contact_email="ann@youth.example",
            project="Night café",
            requested_pence=amount * 100,
        )
        for number, amount in enumerate(pounds, 1)
    )
    for arrow, source, target, at in WAY:
        HistoryRow.objects.bulk_create(
            HistoryRow(
                bid=bid,
                transition=arrow,
                from_state=source,
                to_state=target,
                at=at,
                by=cast.officer,
            )
            for bid in bids
        )
        Bid.objects.update(state=target)
    return list(Bid.objects.all())
