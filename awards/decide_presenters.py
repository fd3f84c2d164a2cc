"""The recommendations of a round as a decision maker reads them, on a phone too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.decision_presenters import bid_lines, pcc_word, recommended
from awards.effects import PotState, run
from awards.undecided import Undecided
from rounds.models import Pot
from rounds.presenters import POTS
from ui.money import format_pence
from ui.parts import Column, Lines, Link, Mark, Part, Row, Table


@dataclass(frozen=True)
class Choice:
    """An undecided bid, what approving in one go would give it (pence), and why this person may not."""

    one: Undecided
    pence: int
    why_not: str = ""
    stopped: str = ""
    """Why nobody may approve it yet."""

    @property
    def is_offered(self) -> bool:
        """Whether it is approved with the others in one go."""
        return self.pence > 0 and not self.why_not and not self.stopped

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
    before: PotState
    after: PotState

    @property
    def name(self) -> str:
        """The pot in words."""
        return POTS[self.pot]

    @property
    def sum_pence(self) -> int:
        """What the offered ones commit together."""
        return self.after.committed_pence - self.before.committed_pence


def routes(choices: Iterable[Choice], now: Mapping[Pot, PotState]) -> list[Route]:
    """Each route that has undecided bids."""
    found = list(choices)
    by_pot = {pot: [choice for choice in found if choice.one.bid.route == pot] for pot in Pot}
    return [_route(pot, here, now[pot]) for pot, here in by_pot.items() if here]


def _route(pot: Pot, choices: list[Choice], before: PotState) -> Route:
    offered = [choice for choice in choices if choice.is_offered]
    states = run(before, [choice.pence for choice in offered])
    then = dict(zip((choice.key for choice in offered), states, strict=True))
    after = states[-1] if states else before
    return Route(pot, _table(choices, before, then), offered, before, after)


def _table(choices: list[Choice], before: PotState, then: Mapping[str, PotState]) -> Table:
    """The bids by rank; the line stands below the last that the pot pays for."""
    funded = [choice for choice in choices if choice.pence]
    left = run(before, [choice.pence for choice in funded])
    fits = sum(1 for state in left if not state.over_pence)
    others = [choice for choice in choices if not choice.pence]
    ends = left[-1] if left else before
    more = fits < len(funded) or bool(others)
    return Table(
        caption=_("Recommendations"),
        columns=[
            Column(_("Bid")),
            Column(_("Recommended")),
            Column(_("PCC")),
            Column(_("Committed then"), numeric=True),
            Column(_("Left then"), numeric=True),
            Column(_("On its own")),
        ],
        rows=[
            *(_row(choice, then.get(choice.key)) for choice in funded[:fits]),
            Mark(_line(ends.left_pence, more)),
            *(_row(choice, then.get(choice.key)) for choice in (*funded[fits:], *others)),
        ],
        wide=True,
    )


def _row(choice: Choice, then: PotState | None) -> Row:
    one = choice.one
    requested = one.bid.requested_pence or 0
    asked = _("of %(amount)s requested") % {"amount": format_pence(requested)}
    return [
        bid_lines(one.bid),
        Lines(recommended(one).parts, "" if requested == one.recommended_pence else asked),
        pcc_word(one),
        format_pence(then.committed_pence) if then else "",
        format_pence(then.left_pence) if then else "",
        choice.why_not or _own(choice),
    ]


def _own(choice: Choice) -> Lines:
    bid = choice.one.bid
    unbroken = bid.reference.replace("-", "\N{NON-BREAKING HYPHEN}")
    words = _("Decide %(bid)s") % {"bid": unbroken}
    links: list[Part] = [Link(words, reverse("bid-decide", args=[bid.reference]))]
    if choice.stopped:
        sums = reverse("bid-subsidy", args=[bid.reference])
        links.append(Link(_("Above the limit of subsidy control"), sums))
    return Lines(links)


def _line(left: int, more: bool) -> str:
    if left < 0:
        return _("The money runs out here: %(over)s more is proposed than is left") % {
            "over": format_pence(-left)
        }
    if more:
        return _("The money runs out here: %(left)s is left") % {"left": format_pence(left)}
    return _("All of these fit the pot: %(left)s is left") % {"left": format_pence(left)}
