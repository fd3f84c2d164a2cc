"""A panel member's own scoring, in words: what waits, what they noted, what they sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.models import Bid
from bids.presenters import title
from rounds.models import Criterion, Round
from scoring.sending import Answers, Given
from ui.dates import format_date, format_moment, in_london
from ui.money import format_pence
from ui.parts import Badge, Column, Fact, Lines, Link, Row, Table

NOT_BEGUN = Badge(gettext_lazy("Not begun"), "yellow")
DRAFT = Badge(gettext_lazy("Draft"), "")
SENT = Badge(gettext_lazy("Sent"), "green")
TOO_LATE = Badge(gettext_lazy("Not sent in time"), "grey")


@dataclass(frozen=True)
class Line:
    """A bid as the member's page shows it."""

    bid: Bid
    organisation: str
    badge: Badge
    hint: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked of the member."""
        return self.badge in (SENT, TOO_LATE)


def bids_table(lines: Iterable[Line]) -> Table:
    """The member's bids, those that wait first."""
    return Table(
        caption=_("Bids to score"),
        columns=[
            Column(_("Bid")),
            Column(_("Project")),
            Column(_("Requested"), numeric=True),
            Column(_("Your scores")),
        ],
        rows=[
            [
                Link(line.bid.reference, reverse("bid-score", args=[line.bid.reference])),
                Lines([title(line.bid)], line.organisation),
                format_pence(line.bid.requested_pence or 0),
                Lines([line.badge], line.hint),
            ]
            for line in sorted(lines, key=lambda line: line.is_done)
        ],
    )


def due_words(round: Round) -> str:
    """By when scores are asked for."""
    if in_london(timezone.now()).date() > round.panel:
        return _("Send them as soon as you can: the panel waits for them.")
    return _("Send them before the panel meets on %(day)s.") % {"day": format_date(round.panel)}


def noted_facts(criteria: Iterable[Criterion], answers: Answers) -> list[Fact]:
    """What a member noted or typed, in the order of the round; last, of a criterion that is none."""
    titles = {criterion.code: criterion.title for criterion in criteria}
    codes = [*titles, *(code for code in answers if code not in titles)]
    return [
        Fact(titles.get(code, code), Lines([_points(given.points)], given.comment))
        for code in codes
        if (given := answers.get(code)) and _says(given)
    ]


def _says(given: Given) -> bool:
    return bool(given.points or given.comment.strip())


def _points(typed: str) -> str:
    return _("%(points)s of 5") % {"points": typed[:20]} if typed else _("No points")


def differences(criteria: Iterable[Criterion], theirs: Answers, mine: Answers) -> Table:
    """What two pages of one member say of a bid, where they differ."""
    rows: list[Row] = []
    for criterion in criteria:
        pair = [answers.get(criterion.code, Given()) for answers in (theirs, mine)]
        said = [
            Lines([_points(one.points) if _says(one) else _("Nothing")], one.comment)
            for one in pair
        ]
        if pair[0] != pair[1]:
            rows.append([criterion.title, *said])
    return Table(
        caption=_("What differs"),
        columns=[
            Column(_("Criterion")),
            Column(_("Saved from the other page")),
            Column(_("On this page, not saved yet")),
        ],
        rows=rows,
    )


def sent_words(moment: datetime) -> str:
    """When the scores were sent."""
    return _("You sent your scores at %(moment)s.") % {"moment": format_moment(moment)}
