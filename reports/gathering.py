"""Reads a round's figures in a fixed number of queries, whatever its size."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from awards.models import Award
from bids.models import HistoryRow, Serves
from bids.states import Arrow, State
from funds.balances import PotBalance, pot_balance
from funds.models import Account, Kind, Movement
from monitoring.models import Actual, Return
from people.roles import OFFICER
from reports.figures import COMMISSIONED, Figures, Progress, Project, Tally
from rounds.models import Pot, Round


def gather(round: Round) -> Figures:
    """Read a round's figures, as they stand at one moment."""
    with transaction.atomic(savepoint=False):
        accounts = list(Account.objects.filter(round=round))
        projects = _projects(round, accounts)
        officer = round.people.filter(role=OFFICER.name).select_related("user").first()
        received, moved_at = _cash(round)
        tally, decided_at = _tally(round)
        return Figures(
            round=round,
            projects=tuple(p for p in projects if p.state in COMMISSIONED),
            ended=tuple(p for p in projects if p.state == State.TERMINATED),
            pots=_pots(accounts),
            received_pence=received,
            tally=tally,
            priorities=tuple(round.priorities.all()),
            periods=tuple(round.periods.all()),
            officer=str(officer.user) if officer else "",
            as_at=_as_at(round, projects, moved_at, decided_at),
        )


def _projects(round: Round, accounts: list[Account]) -> list[Project]:
    bids = round.bids.filter(award__isnull=False)
    held = {(account.kind, account.key): account.balance_pence for account in accounts}
    served, latest = _served(round), _latest(round)
    found = []
    for bid in bids.select_related("organisation", "award__agreement").order_by("reference"):
        paid = held.get((Kind.PAID, bid.reference), 0)
        found.append(
            Project(
                reference=bid.reference,
                organisation=bid.organisation.name,
                kind=bid.organisation.kind,
                name=bid.project,
                route=bid.route,
                area=bid.area,
                state=bid.state,
                summary=bid.summary,
                outcomes=bid.outcomes,
                accepted=hasattr(bid.award, "agreement"),
                awarded_pence=bid.award.amount_pence,
                approved_pence=bid.award.approved_pence,
                committed_pence=held.get((Kind.COMMITTED, bid.reference), 0) + paid,
                paid_pence=paid,
                target=bid.people_to_reach or None,
                priorities=tuple(served[bid.pk]),
                latest=latest.get(bid.award.pk),
            )
        )
    return found


def _served(round: Round) -> dict[int, list[tuple[str, str]]]:
    rows = Serves.objects.filter(bid__round=round, bid__award__isnull=False)
    found = defaultdict(list)
    for bid, owner, code in rows.values_list("bid", "priority__owner", "priority__code"):
        found[bid].append((owner, code))
    return found


def _latest(round: Round) -> dict[int, Progress]:
    """The latest return of each award."""
    measures = defaultdict(list)
    for actual in Actual.objects.filter(sent__award__bid__round=round).select_related("measure"):
        measure = actual.measure
        measures[actual.sent_id].append((measure.name, measure.target, actual.value))
    found = {}
    rows = Return.objects.accepted().filter(award__bid__round=round).select_related("period")
    for sent in rows.order_by("period__ends", "pk"):
        found[sent.award_id] = Progress(
            period=sent.period.name,
            ends=sent.period.ends,
            rag=sent.rag,
            words=sent.progress,
            spent_pence=sent.spent_pence or 0,
            forecast_pence=sent.forecast_pence or 0,
            accepted_at=cast(datetime, sent.accepted_at),  # what is accepted has a moment
            reached=sent.people_reached,
            measures=tuple(measures[sent.pk]),
            outcomes=sent.outcomes,
            why=sent.rag_reason,
            issues=sent.issues,
            period_pk=sent.period_id,
        )
    return found


def _pots(accounts: list[Account]) -> dict[str, PotBalance]:
    def total(kind: Kind, pot: Pot) -> int:
        return sum(a.balance_pence for a in accounts if (a.kind, a.pot) == (kind, pot))

    return {
        pot.value: pot_balance(
            available=total(Kind.POT, pot),
            committed=total(Kind.COMMITTED, pot),
            paid=total(Kind.PAID, pot),
            returned=total(Kind.RETURNED, pot),
        )
        for pot in Pot
    }


def _tally(round: Round) -> tuple[Tally, datetime | None]:
    """What became of the bids, and when the last of them moved."""
    sent = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SUBMIT)
    offered = Award.objects.filter(bid=OuterRef("pk"))
    judged = HistoryRow.objects.filter(bid=OuterRef("pk"), transition=Arrow.SIFT)
    rows = round.bids.annotate(sent=Exists(sent), offered=Exists(offered), judged=Exists(judged))
    received: Counter[str] = Counter({pot.value: 0 for pot in Pot})
    states: Counter[str] = Counter()
    turned_down, sifted, moments = 0, 0, []
    groups = rows.values_list("route", "state", "sent", "offered", "judged")
    counted = groups.annotate(Count("pk", distinct=True), Max("history__at")).order_by()
    for route, state, was_sent, was_offered, was_judged, number, moved_at in counted:
        moments.append(moved_at)
        received[route] += number if was_sent else 0
        states[state] += number if was_sent else 0
        sifted += number if was_judged else 0
        turned_down += number if was_offered and state == State.WITHDRAWN else 0
    tally = Tally(
        received=dict(received),
        waiting=states[State.SUBMITTED] + states[State.SIFTED],
        declined=states[State.DECLINED],
        withdrawn=states[State.WITHDRAWN] - turned_down,
        turned_down=turned_down,
        sifted=sifted,
    )
    return tally, max((moment for moment in moments if moment), default=None)


def _cash(round: Round) -> tuple[int, datetime | None]:
    """What came from the funder, and when money moved last."""
    received = Sum("amount_pence", filter=Q(kind=Movement.Kind.RECEIVE))
    found = round.movements.aggregate(received=received, last=Max("at"))
    return found["received"] or 0, found["last"]


def _as_at(round: Round, projects: Iterable[Project], *moved: datetime | None) -> datetime:
    """When the last bid moved, money moved or return was accepted; else when the round opened."""
    moments = [
        *moved,
        *(project.latest.accepted_at for project in projects if project.latest),
    ]
    return max((moment for moment in moments if moment), default=round.opens)
