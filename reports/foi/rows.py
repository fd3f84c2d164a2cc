"""The rows of each sheet of the extract."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from base.writing import Value
from bids.history_presenters import reason_for_applicants
from bids.models import Bid, HistoryRow
from bids.states import Arrow, State
from funds.models import Account, Kind
from reports.foi.extract import Extract, Told
from rounds.models import Criterion, Owner, Question, Round
from rounds.presenters import ROUTES
from scoring.models import GateCheck
from scoring.ranking import score
from scoring.standings import Points, candidate, points_of, weigh
from ui.dates import in_london
from ui.money import format_pence, to_pounds

NOT_YET = "Not decided yet"
WHAT = (Arrow.APPROVE, Arrow.DECLINE, Arrow.REJECT, Arrow.REINSTATE, Arrow.TERMINATE)
"""What the history says of decisions."""
Line = list[Value]


class Judged(NamedTuple):
    """The rows of what became of the bids."""

    scores: list[Line]
    decisions: list[Line]
    money: list[Line]


def questions(round: Round) -> list[Question]:
    """The round's own questions, whose answers are columns of their own."""
    return list(round.questions.filter(answers__isnull=False).distinct().order_by("position"))


def bid_rows(found: Extract, asked: Sequence[Question]) -> Iterator[Line]:
    """Each bid with its answers, and what became of it."""
    for told in found.bids():
        yield _bid(told, asked)


def _bid(told: Told, asked: Sequence[Question]) -> Line:
    bid, line, text = told.bid, told.cleaner.line, told.cleaner.text
    extra = {answer.question_id: answer.text for answer in bid.extra_answers.all()}
    policy = {True: "yes", False: "no", None: None}[bid.safeguarding_policy]
    return [
        told.reference,
        ROUTES[bid.route],
        told.organisation,
        line(bid.organisation.kind),
        line(bid.project),
        text(bid.summary),
        text(bid.need),
        text(bid.activities),
        text(bid.outcomes),
        bid.starts_on,
        bid.ends_on,
        line(bid.area),
        _served(told, Owner.PCC),
        _served(told, Owner.PARTNERSHIP),
        None if bid.requested_pence is None else to_pounds(bid.requested_pence),
        to_pounds(bid.match_funding_pence),
        bid.people_to_reach,
        policy,
        "\n".join(
            f"{line(one.category)}: {line(one.description)}, {format_pence(one.amount_pence)}"
            for one in bid.budget_lines.all()
        ),
        "\n".join(
            f"{line(one.name)}: from {line(one.baseline) or '–'} to {line(one.target)}"
            for one in bid.measures.all()
        ),
        *(text(extra.get(question.pk, "")) for question in asked),
        outcome(told),
    ]


def _served(told: Told, owner: Owner) -> str:
    codes = [one.code for one in told.bid.priorities.all() if one.owner == owner]
    return "; ".join(map(told.cleaner.line, codes))


def outcome(told: Told) -> str:
    """What became of a bid, where it may be told."""
    if told.bid.state == State.WITHDRAWN:
        return str(State.WITHDRAWN.label)
    return str(State(told.bid.state).label) if told.decided else NOT_YET


def judged(found: Extract) -> Judged:
    """What became of the bids that are decided: scores by criterion, decisions with reasons, money."""
    rows = Judged([], [], [])
    criteria = list(found.source.criteria.all())
    for some in found.decided():
        _judge(found, criteria, some, rows)
    return rows


def _judge(
    found: Extract, criteria: Sequence[Criterion], some: Sequence[Told], rows: Judged
) -> None:
    bids = [told.bid for told in some]
    points, history, failed = points_of(bids), _history(bids), _failed(bids)
    paid, weights = _paid(found.source, bids), weigh(criteria)
    titles = {one.code: found.cleaner.line(one.title) for one in criteria}
    for told in some:
        bid, given = told.bid, points[told.bid.pk]
        rows.scores.extend(_scores(told.reference, titles, given))
        whole = all(one.code in given for one in weights)
        total = float(score(candidate(bid, given, weights).points, weights)) if whole else None
        rows.decisions.append(
            _decision(told, total, failed.get(bid.pk, ""), history.get(bid.pk, []))
        )
        if award := getattr(bid, "award", None):
            rows.money.append(
                [
                    told.reference,
                    told.organisation,
                    in_london(award.approved_at).date(),
                    to_pounds(award.approved_pence),
                    to_pounds(award.amount_pence),
                    to_pounds(paid.get(bid.reference, 0)),
                ]
            )


def _scores(
    reference: str, titles: Mapping[str, str], given: Mapping[str, Points]
) -> Iterator[Line]:
    for code, title in titles.items():
        if one := given.get(code):
            mean = None if one.mean is None else float(one.mean)
            yield [reference, title, one.count, mean, one.agreed]


def _decision(told: Told, total: float | None, failed: str, history: Iterable[HistoryRow]) -> Line:
    bid, line = told.bid, told.cleaner.line
    proposed = getattr(bid, "recommendation", None)
    said = [(row, reason_for_applicants(row)) for row in history]
    return [
        told.reference,
        told.organisation,
        line(failed),
        None if total is None else round(total, 2),
        str(proposed.get_choice_display()) if proposed else None,
        to_pounds(proposed.amount_pence) if proposed else None,
        line(proposed.reason) if proposed else None,
        outcome(told),
        in_london(said[-1][0].at).date() if said else None,
        "\n".join(line(words) for _row, words in said if words.strip()),
    ]


def _history(bids: Iterable[Bid]) -> dict[int, list[HistoryRow]]:
    found: dict[int, list[HistoryRow]] = {}
    rows = HistoryRow.objects.filter(bid__in=list(bids), transition__in=WHAT)
    for row in rows.select_related("note").order_by("pk"):
        found.setdefault(row.bid_id, []).append(row)
    return found


def _failed(bids: Iterable[Bid]) -> dict[int, str]:
    rows = GateCheck.objects.filter(bid__in=list(bids), passed=False).order_by("-gate__position")
    return dict(rows.values_list("bid", "gate__title"))


def _paid(round: Round, bids: Iterable[Bid]) -> dict[str, int]:
    keys = [bid.reference for bid in bids]
    rows = Account.objects.filter(round=round, kind=Kind.PAID, key__in=keys)
    return dict(rows.values_list("key", "balance_pence"))
