"""The round's page and a bid's decision in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.actions import offer_ends
from awards.models import Answer, Award
from bids.blind import shown_organisation
from bids.models import Bid
from bids.presenters import bid_link, title
from bids.states import State
from funds.balances import Balances
from rounds.models import Pot, Round
from rounds.presenters import ROUTES
from scoring.ranking_tables import Entry, Ranking, ranking
from scoring.sight import Scores
from scoring.standings import points_of, weighed
from scoring.viewers import Viewer
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Fact, Lines, Link, Part, Table

ANSWERS = {
    Answer.Decision.APPROVE: Badge(gettext_lazy("Approve"), "green"),
    Answer.Decision.DECLINE: Badge(gettext_lazy("Decline"), "red"),
    Answer.Decision.QUERY: Badge(gettext_lazy("Query"), "yellow"),
}


@dataclass(frozen=True)
class Route:
    """A route's part of the round's page."""

    title: str
    pot: Pot
    ranking: Ranking


@dataclass(frozen=True)
class Line:
    """A bid with what the round's page needs to know of it."""

    entry: Entry
    failed: str = ""
    """The gate that it failed, and why."""
    pending: bool = False
    """Whether a decision was taken down and awaits confirmation."""

    @property
    def bid(self) -> Bid:
        """The bid itself."""
        return self.entry.bid


@dataclass(frozen=True)
class Sent:
    """The latest version of a route's submission: when it was sent, and who agreed it and when."""

    version: int
    at: datetime
    agreed_by: str = ""
    agreed_on: date | None = None


def routes(round: Round, lines: Iterable[Line], viewer: Viewer, now: Balances) -> list[Route]:
    """The ranking of each route that has sifted bids whose scores the person sees (three queries)."""
    ranked = [line.entry for line in lines if _is_ranked(line.bid, viewer)]
    if not ranked:
        return []
    criteria, points = weighed(round), points_of(entry.bid for entry in ranked)
    found = []
    for pot in Pot:
        here = [entry for entry in ranked if entry.bid.route == pot]
        if not here:
            continue
        money = now.pots[pot]
        drawn = ranking(
            here,
            criteria=criteria,
            points=points,
            holds_pence=money["allocation_pence"] - money["returned_pence"],
            in_full=not viewer.has_stake_in_route(pot),
            caption=_("Ranking, %(lower)s") % {"lower": ROUTES[pot].lower()},
        )
        found.append(Route(ROUTES[pot], pot, drawn))
    return found


def _is_ranked(bid: Bid, viewer: Viewer) -> bool:
    sifted = hasattr(bid, "recommendation") and bid.recommendation.stands
    return sifted and viewer.sight_of(bid).scores is Scores.ALL


def failed_table(lines: Iterable[Line], *, hidden: Collection[int] = ()) -> Table:
    """Bids that failed a gate, and which; without who bids and what was found for those in ``hidden``."""
    return Table(
        caption=_("Bids that failed a gate"),
        columns=[
            Column(_("Bid")),
            Column(_("Requested"), numeric=True),
            Column(_("Why it failed")),
        ],
        rows=[
            [
                Lines(
                    [bid_link(line.bid), title(line.bid)],
                    shown_organisation(line.bid, blind=line.bid.pk in hidden),
                ),
                format_pence(line.bid.requested_pence or 0),
                line.failed.partition("\n")[0] if line.bid.pk in hidden else line.failed,
            ]
            for line in lines
            if line.failed
        ],
    )


def downloads(round: Round, lines: Iterable[Line], sent: dict[str, Sent]) -> list[Lines]:
    """Links to the files that can be had now. ``sent`` is the latest version of each route."""
    sifted = {line.bid.route for line in lines if hasattr(line.bid, "recommendation")}
    found = []
    for pot in Pot:
        if pot not in sifted and pot not in sent:
            continue
        link: Part = Link(
            _("%(short_name)s submission, %(lower)s (Excel)")
            % {"short_name": round.funder.short_name, "lower": ROUTES[pot].lower()},
            reverse("submission", args=[round.code, pot.value]),
        )
        parts = [link]
        if pot in sent:
            address = reverse("submission-versions", args=[round.code, pot.value])
            parts.append(Link(_("Every version, with its covering report"), address))
        found.append(Lines(parts, _version(sent.get(pot))))
    if found:
        link = Link(_("Committee report"), reverse("committee", args=[round.code]))
        found.append(Lines([link], _("its words, its figures, and its files as things stand now")))
        forms = Link(
            _("The %(short_name)s’s own forms") % {"short_name": round.funder.short_name},
            reverse("pcc-forms", args=[round.partnership.code]),
        )
        found.append(Lines([forms], _("filled in from what is here")))
        days = Link(_("Committee timetable"), reverse("committee-timetable", args=[round.code]))
        found.append(Lines([days], _("sign-offs and members’ questions")))
        made = Link(_("Files made in the background"), reverse("jobs", args=[round.code]))
        found.append(Lines([made], _("lists, the statement and reports, as at a day")))
    return found


def _version(sent: Sent | None) -> str:
    if sent is None:
        return _("a draft: none has been sent yet")
    said = {
        "version": sent.version,
        "day": format_date(in_london(sent.at).date()),
        "who": sent.agreed_by,
        "agreed": sent.agreed_on and format_date(sent.agreed_on),
    }
    if sent.agreed_on is None:
        return _("version %(version)s, sent on %(day)s without a recorded agreement") % said
    return _("version %(version)s, sent on %(day)s; agreed by %(who)s on %(agreed)s") % said


def award_facts(award: Award, *, names: bool) -> list[Fact]:
    """What was awarded and whether the agreement is accepted; ``names`` adds who decided."""
    facts = [
        Fact(_("Awarded"), format_pence(award.amount_pence)),
        Fact(_("Approved"), format_moment(award.approved_at)),
    ]
    if names:
        facts.append(Fact(_("Approved by"), str(award.approved_by)))
    if not hasattr(award, "agreement"):
        return [*facts, Fact(_("Agreement"), _not_accepted(award))]
    agreed = award.agreement
    words = _("Accepted by %(name)s, %(when)s") % {
        "name": agreed.accepted_by,
        "when": format_moment(agreed.accepted_at),
    }
    return [*facts, Fact(_("Agreement"), words)]


def _not_accepted(award: Award) -> Lines:
    """That an agreement is not accepted, and until when the offer stands or stood."""
    if award.bid.state != State.APPROVED:
        return Lines([_("Not accepted")])
    ends = offer_ends(award)
    said = {"ends": format_moment(ends)}
    if timezone.now() < ends:
        return Lines([_("Not accepted yet")], _("The offer stands until %(ends)s.") % said)
    over = Badge(_("The offer is over"), "red")
    return Lines([_("Not accepted yet"), over], _("It stood until %(ends)s.") % said)


def answers_table(answers: Iterable[Answer], funder: str) -> Table:
    """What the PCC answered, version by version."""
    titles = [_("Submission"), _("Answer"), _("Amount"), _("Comment")]
    return Table(
        caption=_("Answers of the %(funder)s") % {"funder": funder},
        columns=[Column(words, numeric=place == 2) for place, words in enumerate(titles)]
        + [Column(_("When"))],
        rows=[
            [
                _("Version %(version)s") % {"version": answer.submission.version},
                ANSWERS[Answer.Decision(answer.decision)],
                "" if answer.amount_pence is None else format_pence(answer.amount_pence),
                answer.comment,
                Lines(
                    [format_moment(answer.at)],
                    _("recorded %(recorded_at)s")
                    % {"recorded_at": format_moment(answer.recorded_at)},
                ),
            ]
            for answer in answers
        ],
    )
