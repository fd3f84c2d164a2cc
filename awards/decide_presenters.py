"""The recommendations of a round as a decision maker reads them, on a phone too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.decision_presenters import Effect, bid_lines, effect, pcc_word, recommended
from awards.effects import PotState
from awards.undecided import Undecided
from rounds.models import Pot
from rounds.presenters import POTS
from ui.money import format_pence
from ui.parts import Column, Lines, Link, Mark, Row, Table


@dataclass(frozen=True)
class Choice:
    """An undecided bid, what approving in one go would give it (pence), and why this person may not."""

    one: Undecided
    pence: int
    why_not: str = ""

    @property
    def is_offered(self) -> bool:
        """Whether it is approved with the others in one go."""
        return self.pence > 0 and not self.why_not

    @property
    def key(self) -> str:
        """The bid and the amount, as the page sends them back: what was seen is what is done."""
        return f"{self.one.bid.pk}:{self.pence}"


@dataclass(frozen=True)
class Route:
    """A route's undecided bids, and what approving the offered ones does to its pot."""

    pot: Pot
    table: Table
    offered: list[Choice]
    effect: Effect

    @property
    def name(self) -> str:
        """The pot in words."""
        return POTS[self.pot]


def routes(choices: Iterable[Choice], now: Mapping[Pot, PotState]) -> list[Route]:
    """Each route that has undecided bids."""
    found = list(choices)
    by_pot = {pot: [choice for choice in found if choice.one.bid.route == pot] for pot in Pot}
    return [_route(pot, here, now[pot]) for pot, here in by_pot.items() if here]


def _route(pot: Pot, choices: list[Choice], before: PotState) -> Route:
    offered = [choice for choice in choices if choice.is_offered]
    does = effect(pot, before, [(choice.one.bid, choice.pence) for choice in offered])
    return Route(pot, _table(choices, before), offered, does)


def _table(choices: list[Choice], before: PotState) -> Table:
    """The bids by rank; the line stands below the last that the pot pays for."""
    funded = [choice for choice in choices if choice.pence]
    others = [choice for choice in choices if not choice.pence]
    above: list[Row] = []
    below: list[Row] = []
    left = before.left_pence
    for choice in funded:
        left -= choice.pence
        (above if left + before.overdraft_pence >= 0 else below).append(_row(choice, left))
    kept = before.left_pence - sum(choice.pence for choice in funded)
    rows = [*above, Mark(_line(kept, bool(below or others))), *below]
    rows += [_row(choice, None) for choice in others]
    return Table(
        caption=_("Recommendations"),
        columns=[
            Column(_("Bid")),
            Column(_("Requested"), numeric=True),
            Column(_("Recommended")),
            Column(_("PCC")),
            Column(_("Left then"), numeric=True),
            Column(_("On its own")),
        ],
        rows=rows,
        wide=True,
    )


def _row(choice: Choice, left: int | None) -> Row:
    one = choice.one
    return [
        bid_lines(one.bid),
        format_pence(one.bid.requested_pence or 0),
        recommended(one),
        pcc_word(one),
        "" if left is None else format_pence(left),
        choice.why_not or _own(choice),
    ]


def _own(choice: Choice) -> Lines:
    bid = choice.one.bid
    words = _("Decide %(bid)s") % {"bid": bid.reference}
    return Lines([Link(words, reverse("bid-decide", args=[bid.reference]))])


def _line(left: int, more: bool) -> str:
    if left < 0:
        return _("The money runs out here: %(over)s more is proposed than is left") % {
            "over": format_pence(-left)
        }
    if more:
        return _("The money runs out here: %(left)s is left") % {"left": format_pence(left)}
    return _("All of these fit the pot: %(left)s is left") % {"left": format_pence(left)}
