"""The ranking of a route as a table, with the line where the money runs out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from bids.models import Bid
from bids.presenters import bid_link, state_badge, title
from bids.states import State
from scoring.funding_line import FundingLine, draw
from scoring.models import Recommendation
from scoring.ranking import Weighed, rank, show
from scoring.standings import Points, candidate
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Lines, Mark, Row, Table

COLOURS = {
    Recommendation.Choice.FUND: "green",
    Recommendation.Choice.RESERVE: "yellow",
    Recommendation.Choice.DECLINE: "red",
}


@dataclass(frozen=True)
class Entry:
    """A bid for the ranking. Pence; ``held`` is what is committed to it, paid included."""

    bid: Bid
    held_pence: int = 0
    awarded_pence: int | None = None

    @property
    def takes_pence(self) -> int:
        """What it takes from its pot: what is recommended until it is decided, then what it holds."""
        if self.bid.state == State.SIFTED:
            return self.bid.recommendation.amount_pence
        return self.held_pence


@dataclass(frozen=True)
class Ranking:
    """A route's ranking."""

    table: Table
    in_full: bool
    """Whether ranks and the line are shown."""
    jumps: bool = False
    """Whether a smaller bid is funded past one that asked for more than was left."""


def recommendation_badge(found: Recommendation) -> Badge:
    """A recommendation as a tag."""
    choice = Recommendation.Choice(found.choice)
    return Badge(choice.label, COLOURS[choice])


def ranking(
    entries: Iterable[Entry],
    *,
    criteria: Sequence[Weighed],
    points: Mapping[int, dict[str, Points]],
    holds_pence: int,
    in_full: bool,
    caption: str,
) -> Ranking:
    """Rank sifted bids of a route and draw the line; without ranks and line where not ``in_full``."""
    by_reference = {entry.bid.reference: entry for entry in entries}
    candidates = [candidate(e.bid, points[e.bid.pk], criteria) for e in by_reference.values()]
    placed = [
        (by_reference[place.candidate.reference], place.score)
        for place in rank(candidates, criteria)
    ]
    awarded = any(entry.awarded_pence for entry, _ in placed)
    if not in_full:
        rows: list[Row] = [
            [*_cells(entry, score, awarded), state_badge(entry.bid.state)]
            for entry, score in placed
        ]
        return Ranking(
            Table(caption, [*_columns(awarded), Column(gettext("State"))], rows, wide=True),
            in_full=False,
        )
    line = draw([entry.takes_pence for entry, _ in placed], holds_pence)
    full = [
        [
            str(place + 1),
            *_cells(entry, score, awarded),
            _amount(line.running.get(place)),
            state_badge(entry.bid.state),
        ]
        for place, (entry, score) in enumerate(placed)
    ]
    rows = [*(full[p] for p in line.above), Mark(line_words(line, holds_pence))]
    rows += [full[place] for place in line.below]
    running = Column(gettext("Running total"), numeric=True)
    columns = [Column(gettext("Rank")), *_columns(awarded), running, Column(gettext("State"))]
    jumps = bool(line.above and line.below) and line.below[0] < line.above[-1]
    return Ranking(Table(caption, columns, rows, wide=True), in_full=True, jumps=jumps)


def _columns(awarded: bool) -> list[Column]:
    return [
        Column(gettext("Bid")),
        Column(gettext("Score"), numeric=True),
        Column(gettext("Requested"), numeric=True),
        Column(gettext("Recommended")),
        *([Column(gettext("Awarded"), numeric=True)] if awarded else []),
    ]


def _cells(entry: Entry, score: Fraction, awarded: bool) -> list[Content]:
    bid, recommended = entry.bid, entry.bid.recommendation
    return [
        Lines([bid_link(bid), title(bid)], bid.organisation.name),
        show(score),
        format_pence(bid.requested_pence or 0),
        Lines([recommendation_badge(recommended)], _amount(recommended.amount_pence or None)),
        *([_amount(entry.awarded_pence)] if awarded else []),
    ]


def _amount(pence: int | None) -> str:
    return "" if pence is None else format_pence(pence)


def line_words(line: FundingLine, holds_pence: int) -> str:
    """What stands on the line."""
    amounts = {
        "left": format_pence(line.left_pence),
        "holds": format_pence(holds_pence),
        "over": format_pence(line.over_pence),
    }
    if line.over_pence:
        words = gettext(
            "The money runs out here: %(left)s of %(holds)s is left, and %(over)s more is proposed "
            "than the pot holds"
        )
    elif line.below:
        words = gettext("The money runs out here: %(left)s of %(holds)s is left")
    else:
        words = gettext("All of these fit the pot: %(left)s of %(holds)s is left")
    return words % amounts
