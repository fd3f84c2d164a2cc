"""The bids that await a decision, with what the PCC said of each so far."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from awards.models import Answer, PendingDecision, Submission
from awards.submissions import FILES, FILES_OF_SUBMISSION
from bids.models import Bid, HistoryRow
from bids.querysets import declared_by
from bids.states import Arrow, State
from people.models import User
from rounds.models import Round
from scoring.models import Score


@dataclass(frozen=True)
class Undecided:
    """A sifted bid, and how far its decision has come."""

    bid: Bid
    sent: Submission | None = None
    """The latest version of its route, where the bid stands in it."""
    row: dict[str, Any] | None = None
    """Its row there."""
    pending: PendingDecision | None = None
    """What was taken down and awaits confirmation."""
    answer: Answer | None = None
    """What the PCC answered last."""
    queried: bool = False
    """Whether that is a query which no later version has answered."""

    @property
    def recommended_pence(self) -> int:
        """What is recommended; 0 for a reserve or a decline."""
        return int(self.bid.recommendation.amount_pence)


def undecided(round: Round) -> list[Undecided]:
    """Every sifted bid of a round: by route and rank where it was sent, then by reference.

    Five queries, whatever the number of bids.
    """
    bids = list(
        round.bids.filter(state=State.SIFTED)
        .select_related("organisation", "recommendation")
        .order_by("route", "reference")
    )
    for bid in bids:
        bid.round = round
    latest = {sent.route: sent for sent in round.submissions.defer(*FILES).order_by("version")}
    answers = {
        one.bid_id: one
        for one in Answer.objects.filter(bid__in=bids).select_related("note").order_by("pk")
    }
    pending = {one.bid_id: one for one in pending_of(round)}
    sifted = _sifted(bids)
    found = []
    for bid in bids:
        sent = latest.get(bid.route)
        row = _row(sent, bid)
        answer = answers.get(bid.pk)
        found.append(
            Undecided(
                bid,
                sent if row else None,
                row,
                pending.get(bid.pk),
                answer,
                _is_open(answer, sifted.get(bid.pk), sent),
            )
        )
    return sorted(found, key=_place)


def pending_of(round: Round) -> list[PendingDecision]:
    """What was taken down in a round and awaits confirmation, oldest first (one query)."""
    rows = PendingDecision.objects.filter(bid__round=round, ended_at=None)
    return list(
        rows.select_related(
            "bid__organisation", "bid__recommendation", "submission", "entered_by"
        ).defer(*FILES_OF_SUBMISSION)
    )


def _row(sent: Submission | None, bid: Bid) -> dict[str, Any] | None:
    rows = [*sent.content["proposals"], *sent.content["not_proposed"]] if sent else []
    return next((row for row in rows if row["Reference"] == bid.reference), None)


def _sifted(bids: list[Bid]) -> dict[int, Any]:
    """When each bid was last sifted, as recorded."""
    rows = HistoryRow.objects.filter(bid__in=bids, transition=Arrow.SIFT).values_list("bid")
    return dict(rows.annotate(last=Max("recorded_at")).order_by())


def _is_open(answer: Answer | None, sifted: Any, sent: Submission | None) -> bool:
    """The same as ``awards.actions.has_open_query``, for many bids at once."""
    if answer is None or answer.decision != Answer.Decision.QUERY:
        return False
    resifted = sifted is not None and sifted > answer.recorded_at
    return not (resifted and sent is not None and sent.recorded_at > sifted)


def _place(one: Undecided) -> tuple[str, int, str]:
    rank = int(one.row["Rank"]) if one.row else 10_000
    return one.bid.route, rank, one.bid.reference


@dataclass(frozen=True)
class Decider:
    """A person who would decide bids of a round: those they scored or have a stake in they may not."""

    user: User
    scored: frozenset[int]
    stakes: frozenset[int]


def decider(user: User, round: Round) -> Decider:
    """What of a person's bears on their decisions in a round (two queries)."""
    scored = Score.objects.filter(member=user, bid__round=round).values_list("bid", flat=True)
    stakes = round.bids.filter(staked_by(user)).values_list("pk", flat=True)
    return Decider(user, frozenset(scored), frozenset(stakes))


def staked_by(user: User) -> Q:
    """Whether a person has a stake in a bid; inside a query of bids."""
    theirs = Q(interests__member=user) | Q(organisation__members=user) | Q(people=user)
    return theirs | declared_by(user, interest=True)
