"""The scores of one bid, as those who may see them see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.history_presenters import Beside
from bids.models import Bid
from people.models import User
from rounds.models import Criterion, Pot
from scoring.interest_presenters import interest_facts, late_interests
from scoring.models import EarlierCheck, GateCheck, Interest, Score
from scoring.panel import Panel
from scoring.ranking import show
from scoring.ranking_tables import recommendation_badge
from scoring.standings import Points, points_of, standings
from ui.dates import format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Fact, Lines, Part, Table

SENT = Badge(gettext_lazy("Sent"), "green")
WAITING = Badge(gettext_lazy("Not sent yet"), "grey")


@dataclass(frozen=True)
class Scoresheet:
    """The points by criterion and panel member, and what was said."""

    table: Table
    comments: list[Fact]
    interests: list[Fact]
    late: list[Beside]
    """The interests that were declared after scores had been sent."""
    given: bool
    """Whether anybody gave a score yet."""


@dataclass(frozen=True)
class SentSheet:
    """Who has sent their scores while these are sealed, and who has an interest."""

    table: Table
    interests: list[Fact]
    late: list[Beside]


def sent_sheet(bid: Bid, panel: Panel) -> SentSheet:
    """Who is to score a bid and who has sent, and nothing of what they gave."""
    expected = {member.pk: member for member in panel.expected(bid)}
    sent = {
        row.pk: row for row in User.objects.filter(scores__bid=bid).annotate(at=Max("scores__at"))
    }
    interests = list(bid.interests.select_related("member"))
    return SentSheet(
        table=Table(
            caption=_("Who has sent"),
            columns=[Column(_("Panel member")), Column(_("Scores"))],
            rows=[
                [
                    str(member),
                    Lines([SENT], format_moment(sent[member.pk].at))
                    if member.pk in sent
                    else WAITING,
                ]
                for member in {**expected, **sent}.values()
            ],
        ),
        interests=interest_facts(bid, interests, set(sent)),
        late=late_interests(interests, set(sent)),
    )


def own_table(bid: Bid, member: User) -> Table:
    """What one panel member gave, and nothing of the others."""
    given = {score.criterion_id: score for score in bid.scores.filter(member=member)}
    return Table(
        caption=_("Your scores"),
        columns=[
            Column(_("Criterion")),
            Column(_("Your points"), numeric=True),
            Column(_("Your comment")),
        ],
        rows=[
            [
                _criterion(criterion),
                str(given[criterion.pk].points) if criterion.pk in given else "–",
                given[criterion.pk].comment if criterion.pk in given else "",
            ]
            for criterion in bid.round.criteria.all()
        ],
    )


def scoresheet(bid: Bid) -> Scoresheet:
    """Every panel member's points, the panel's means and the agreed scores, with the comments."""
    criteria = list(bid.round.criteria.all())
    scores = list(bid.scores.select_related("member").order_by("member__name", "member__email"))
    agreed = {row.criterion_id: row.reason for row in bid.agreed_scores.all()}
    interests = list(bid.interests.select_related("member"))
    points = points_of([bid])[bid.pk]
    given = {score.member_id for score in scores}
    apart = {interest.member_id for interest in interests}
    return Scoresheet(
        table=_table(criteria, scores, points, interests, any_agreed=bool(agreed)),
        comments=[fact for c in criteria if (fact := _comments(c, scores, points, agreed, apart))],
        interests=interest_facts(bid, interests, given),
        late=late_interests(interests, given),
        given=bool(scores),
    )


def _table(
    criteria: Iterable[Criterion],
    scores: Iterable[Score],
    points: dict[str, Points],
    interests: Iterable[Interest],
    *,
    any_agreed: bool,
) -> Table:
    members = {score.member_id: score.member for score in scores}
    given = {(score.member_id, score.criterion_id): score for score in scores}
    apart = {interest.member_id for interest in interests}

    def cell(member: int, criterion: Criterion) -> Content:
        score = given.get((member, criterion.pk))
        if score is None:
            return "–"
        return Lines([str(score.points)], _("not counted") if member in apart else "")

    rows = []
    for criterion in criteria:
        held = points.get(criterion.code, Points())
        row: list[Content] = [_criterion(criterion), *(cell(pk, criterion) for pk in members)]
        row.append("–" if held.mean is None else show(held.mean))
        if any_agreed:
            row.append("" if held.agreed is None else str(held.agreed))
        rows.append(row)
    return Table(
        caption=_("Points by criterion and panel member"),
        columns=[
            Column(_("Criterion")),
            *(Column(str(member), numeric=True) for member in members.values()),
            Column(_("Panel mean"), numeric=True),
            *([Column(_("Agreed"), numeric=True)] if any_agreed else []),
        ],
        rows=rows,
        wide=True,
    )


def _criterion(criterion: Criterion) -> Lines:
    return Lines([criterion.title], _("weight %(weight)s") % {"weight": criterion.weight})


def _comments(
    criterion: Criterion,
    scores: Iterable[Score],
    points: dict[str, Points],
    agreed: dict[int, str],
    apart: Collection[int],
) -> Fact | None:
    """What was said about a criterion; nothing where nobody said anything."""
    not_counted = _("not counted")
    said: list[Part] = [
        f"{score.member} ({not_counted}): {score.comment}"
        if score.member_id in apart
        else f"{score.member}: {score.comment}"
        for score in scores
        if score.criterion_id == criterion.pk and score.comment
    ]
    if criterion.pk in agreed:
        said.append(
            _("Agreed score of %(score)s: %(reason)s")
            % {"score": points[criterion.code].agreed, "reason": agreed[criterion.pk]}
        )
    return Fact(criterion.title, Lines(said)) if said else None


def outcome(bid: Bid, *, ranked: bool) -> list[Fact]:
    """What the sift made of a bid: score, rank and recommendation."""
    route = [one for one in standings(bid.round, [Pot(bid.route)]) if one.rank]
    here = next(standing for standing in route if standing.bid.pk == bid.pk)
    found = bid.recommendation
    amount = format_pence(found.amount_pence) if found.amount_pence else ""
    facts = [Fact(_("Score"), _("%(score_text)s out of 100") % {"score_text": here.score_text})]
    if ranked:
        facts.append(
            Fact(
                _("Rank"),
                _("%(rank)s of %(count)s on the %(route)s route")
                % {"rank": here.rank, "count": len(route), "route": bid.route},
            )
        )
    facts.append(Fact(_("Recommendation"), Lines([recommendation_badge(found)], amount)))
    if found.reason:
        facts.append(Fact(_("Why"), found.reason))
    if found.changed_by:
        facts.append(Fact(_("Changed by"), str(found.changed_by)))
    return facts


def gates_table(bid: Bid, *, notes: bool = True) -> Table:
    """The gates that were checked; ``notes`` adds what was found there, which may say who bids."""
    checks = list(bid.gate_checks.select_related("gate", "checked_by"))
    return Table(
        caption=_("Gates"),
        columns=[
            Column(_("Gate")),
            Column(_("Result")),
            Column(_("Checked by")),
            *([Column(_("Evidence, or why it failed"))] if notes else []),
        ],
        rows=[
            [
                check.gate.title,
                _passed(check),
                Lines([str(check.checked_by)], format_moment(check.checked_at)),
                *([_note(check)] if notes else []),
            ]
            for check in checks
        ],
    )


def earlier_checks_table(bid: Bid) -> Table:
    """What checks of the gates said before they were changed."""
    checks = bid.earlier_checks.select_related("gate", "checked_by", "note")
    return Table(
        caption=_("Earlier checks"),
        columns=[
            Column(_("Gate")),
            Column(_("Result")),
            Column(_("Checked by")),
            Column(_("Note")),
        ],
        rows=[
            [
                check.gate.title,
                _passed(check),
                Lines([str(check.checked_by)], format_moment(check.checked_at)),
                check.note.text if check.note else "",
            ]
            for check in checks
        ],
    )


def _passed(check: GateCheck | EarlierCheck) -> Badge:
    return Badge(_("Passed"), "green") if check.passed else Badge(_("Failed"), "red")


def _note(check: GateCheck) -> str:
    if check.assumed_from:
        return _("Not listed in %(file)s, so taken as passed.") % {"file": check.assumed_from}
    return check.note
