"""How the panel judged a bid, for its record: who took part, what they gave, what it came to."""

from collections import defaultdict
from fractions import Fraction

from django.utils.translation import gettext as _

from bids.models import Bid
from people.models import User
from rounds.models import Pot
from scoring.models import Scenario, Score
from scoring.panel import Panel
from scoring.ranking import show
from scoring.ranking_tables import recommendation_badge
from scoring.scoresheets import scoresheet
from scoring.standings import Points, points_of, standings
from scoring.viewers import Viewer
from ui.dates import format_moment
from ui.money import format_pence
from ui.parts import Column, Fact, Lines, Table


def panel_table(bid: Bid, viewer: Viewer) -> Table:
    """Each member of the panel of the bid's route, and whoever else scored it: their part in it."""
    panel = viewer.panel
    sent: dict[int, list[Score]] = defaultdict(list)
    for score in bid.scores.select_related("member"):
        sent[score.member_id].append(score)
    members = {user.pk: user for user in panel.of_route(bid.route)}
    members |= {pk: scores[0].member for pk, scores in sent.items()}
    interests = {one.member_id: one for one in bid.interests.select_related("member")}
    members |= {pk: one.member for pk, one in interests.items()}
    late = {one.member_id: one.reason for one in bid.assignments.filter(late=True)}
    rows: list[list[str]] = []
    for pk, member in sorted(members.items(), key=lambda pair: (str(pair[1]), pair[0])):
        said = []
        if interest := interests.get(pk):
            words = _("Interest, declared at %(when)s: %(words)s.")
            when = format_moment(interest.at)
            said.append(words % {"when": when, "words": interest.words.rstrip(".")})
        if pk in late:
            said.append(_("Asked late: %(reason)s.") % {"reason": late[pk].rstrip(".")})
        said.append(_part(panel, bid, member, sent.get(pk, []), apart=pk in interests))
        rows.append([str(member), " ".join(said)])
    return Table(_("The panel"), [Column(_("Member")), Column(_("Part in this bid"))], rows)


def _part(panel: Panel, bid: Bid, member: User, sent: list[Score], *, apart: bool) -> str:
    """What a member did."""
    if not sent:
        if apart or (bid.pk, member.pk) in panel.conflicted:
            return _("Did not score.")
        if member not in panel.expected(bid):
            return _("Was not asked to score this bid.")
        return _("Sent no scores.")
    when = {"when": format_moment(max(score.at for score in sent))}
    words = (
        _("Scores of %(when)s, by workbook.") if sent[0].from_workbook else _("Sent at %(when)s.")
    )
    after = _("The scores were sent before the interest was known, and are not counted.")
    return f"{words % when} {after}" if apart else words % when


def scores_table(bid: Bid) -> Table | None:
    """Every member's points by criterion, with the panel's mean; nothing where nobody scored."""
    found = scoresheet(bid)
    return found.table if found.given else None


def agreed_facts(bid: Bid) -> list[Fact]:
    """What the panel agreed in the place of its mean, why, and what it had agreed before."""
    earlier = defaultdict(list)
    for row in bid.earlier_agreed_scores.select_related("criterion", "note", "changed_by"):
        words = _("Before, until %(when)s: %(points)s. %(reason)s")
        earlier[row.criterion].append(
            words
            % {
                "when": format_moment(row.changed_at),
                "points": row.points,
                "reason": row.note.text if row.note else "",
            }
        )
    facts = []
    agreed = {
        row.criterion: row for row in bid.agreed_scores.select_related("criterion", "agreed_by")
    }
    for criterion in sorted({*agreed, *earlier}, key=lambda one: one.position):
        lines = []
        if now := agreed.get(criterion):
            lines.append(_("%(points)s: %(reason)s") % {"points": now.points, "reason": now.reason})
            who = {"who": now.agreed_by or "–", "when": format_moment(now.agreed_at)}
            lines.append(_("Written down by %(who)s, %(when)s") % who)
        else:
            lines.append(_("Taken back: the panel’s mean counts."))
        facts.append(Fact(criterion.title, Lines([*lines, *earlier[criterion]])))
    return [*facts, *_discussion(bid)]


def _discussion(bid: Bid) -> list[Fact]:
    """When the scores were revealed, and what was minuted."""
    if not hasattr(bid, "discussion"):
        return []
    found = bid.discussion
    words = _("%(who)s, %(when)s") % {
        "who": found.revealed_by,
        "when": format_moment(found.revealed_at),
    }
    facts = [Fact(_("Scores revealed"), Lines([words, found.reason] if found.reason else [words]))]
    if found.minutes:
        facts.append(Fact(_("Minutes"), found.minutes))
    return facts


def outcome_facts(bid: Bid, *, ranked: bool) -> list[Fact]:
    """The score, the rank, what they are measured against, and what was recommended; nothing before
    the sift.
    """
    if not (hasattr(bid, "recommendation") and bid.recommendation.stands):
        return []
    route = [one for one in standings(bid.round, [Pot(bid.route)]) if one.rank]
    here = next(one for one in route if one.bid.pk == bid.pk)
    exact = here.score or Fraction(0)
    facts = [Fact(_("Score"), _score(exact))]
    if ranked:
        place = {"rank": here.rank, "count": len(route)}
        facts.append(Fact(_("Rank"), _("%(rank)s of %(count)s") % place))
    threshold = Fraction(bid.round.score_threshold)
    reached = _("reached") if exact >= threshold else _("not reached")
    facts.append(Fact(_("Threshold"), f"{show(threshold)}: {reached}"))
    return [*facts, *_floors(bid), *_recommended(bid)]


def _score(exact: Fraction) -> str:
    """A score with 2 places; where they are not all of it, as a fraction too."""
    if (exact * 100).denominator == 1:
        return _("%(score)s out of 100, exactly") % {"score": show(exact)}
    return _("%(score)s out of 100 (exactly %(fraction)s)") % {
        "score": show(exact),
        "fraction": f"{exact.numerator}/{exact.denominator}",
    }


def _floors(bid: Bid) -> list[Fact]:
    """The criteria that have a floor, and whether it was reached."""
    with_floor = [one for one in bid.round.criteria.all() if one.floor]
    points = points_of([bid])[bid.pk] if with_floor else {}
    lines = []
    for criterion in with_floor:
        has = points.get(criterion.code, Points()).effective
        if has is not None:
            words = _("%(criterion)s: %(has)s, of at least %(floor)s")
            lines.append(
                words
                % {
                    "criterion": criterion.title,
                    "has": show(has),
                    "floor": show(Fraction(criterion.floor)),
                }
            )
    return [Fact(_("Floors"), Lines(lines))] if lines else []


def _recommended(bid: Bid) -> list[Fact]:
    found = bid.recommendation
    amount = format_pence(found.amount_pence) if found.amount_pence else ""
    facts = [Fact(_("Recommendation"), Lines([recommendation_badge(found), amount]))]
    if found.reason:
        facts.append(Fact(_("Reason"), found.reason))
    if found.changed_by:
        facts.append(Fact(_("Changed by"), str(found.changed_by)))
    chosen = Scenario.objects.filter(round=bid.round, route=bid.route, chosen_at__isnull=False)
    if one := chosen.select_related("chosen_by").order_by("-chosen_at").first():
        words = _("“%(name)s”, made the recommendation by %(who)s: %(reason)s")
        said = {"name": one.name, "who": one.chosen_by, "reason": one.reason}
        facts.append(Fact(_("Scenario"), words % said))
    return facts
