"""Scenarios in words: their list, what choosing one changes, and two side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bids.presenters import bid_link, title
from scoring.allotments import Allotment
from scoring.money import Place, RouteMoney
from scoring.money_presenters import counted, unfunded
from scoring.ranking_tables import COLOURS, recommendation_badge
from scoring.scenarios import Change, Opened
from ui.dates import format_moment
from ui.money import format_pence
from ui.parts import Badge, Column, Content, Lines, Link, Row, Table

NOW = "now"
"""What stands for the recommendation where scenarios are chosen among."""


def scenarios_table(money: RouteMoney, scenarios: Iterable[Opened]) -> Table:
    """The scenarios of a route, each with what it comes to today."""
    return Table(
        caption=_("Scenarios"),
        columns=[
            Column(_("Scenario")),
            Column(_("Gives"), numeric=True),
            Column(_("Left"), numeric=True),
            Column(_("Saved")),
            Column(_("Recommendation")),
        ],
        rows=[_scenario(money, one) for one in scenarios],
    )


def _scenario(money: RouteMoney, one: Opened) -> list[Content]:
    row, sums = one.scenario, money.sums(one.allotment)
    bids = sum(1 for pence in one.allotment.values() if pence)
    address = reverse("scenario", args=[money.round.code, row.route, row.pk])
    return [
        Link(row.name, address),
        Lines([format_pence(sums.given_pence)], counted(bids)),
        left(sums.left_pence),
        Lines([str(row.changed_by)], format_moment(row.changed_at)),
        chosen(one),
    ]


def left(pence: int) -> str:
    """What is left of the pot, or by how much it is over."""
    if pence < 0:
        return _("%(over)s over") % {"over": format_pence(-pence)}
    return format_pence(pence)


def chosen(one: Opened) -> Lines:
    """That a scenario was made the recommendation: by whom, when and why."""
    row = one.scenario
    if row.chosen_at is None:
        return Lines([""])
    said = _("%(reason)s\n%(who)s, %(when)s") % {
        "reason": row.reason,
        "who": row.chosen_by,
        "when": format_moment(row.chosen_at),
    }
    return Lines([Badge(_("Made the recommendation"), "green")], said)


def changes_table(changes: Iterable[Change]) -> Table:
    """What choosing a scenario changes, bid by bid."""
    return Table(
        caption=_("What changes"),
        columns=[Column(_("Bid")), Column(_("Recommended now")), Column(_("Recommended then"))],
        rows=[
            [
                _named(change.place),
                Lines([recommendation_badge(change.before)], _amount(change.before.amount_pence)),
                Lines(
                    [Badge(change.choice.label, COLOURS[change.choice])],
                    _amount(change.amount_pence),
                ),
            ]
            for change in changes
        ],
    )


def _named(place: Place) -> Lines:
    bid = place.bid
    return Lines([bid_link(bid), title(bid)], bid.organisation.name)


def _amount(pence: int) -> str:
    return format_pence(pence) if pence else ""


def compare_choices(scenarios: Iterable[Opened]) -> list[tuple[str, str]]:
    """What can be compared: what is recommended now, and each scenario."""
    now = (NOW, _("What is recommended now"))
    return [now, *((str(one.scenario.pk), one.scenario.name) for one in scenarios)]


@dataclass(frozen=True)
class Side:
    """One of two that are compared. Pence."""

    name: str
    allotment: Allotment
    opened: Opened | None = None

    def was(self, reference: str) -> int:
        """What it gave a bid that awaits no decision any more."""
        gone = self.opened.gone if self.opened else []
        return sum(one.pence for one in gone if one.reference == reference)


def side(money: RouteMoney, scenarios: Iterable[Opened], key: str) -> Side:
    """One of the two by its key: a scenario, or what is recommended now."""
    found = next((one for one in scenarios if str(one.scenario.pk) == key), None)
    if found:
        return Side(found.scenario.name, found.allotment, found)
    return Side(_("Recommended now"), money.recommended)


def compared_table(money: RouteMoney, first: Side, second: Side) -> Table:
    """Each ranked bid under both, in rank order; what differs is said in words."""
    return Table(
        caption=_("The bids, in rank order"),
        columns=[
            Column(_("Bid")),
            Column(_("Requested"), numeric=True),
            Column(first.name, numeric=True),
            Column(second.name, numeric=True),
            Column(_("What differs")),
        ],
        rows=[_compared(place, first, second) for place in money.places],
        wide=True,
    )


def _compared(place: Place, first: Side, second: Side) -> Row:
    bid = place.bid
    named = Lines([f"{place.rank}. {title(bid)}", bid_link(bid)], bid.organisation.name)
    return [
        named,
        format_pence(bid.requested_pence or 0),
        _given(place, first),
        _given(place, second),
        _differs(place, first, second),
    ]


def _given(place: Place, side: Side) -> Lines:
    """What a bid gets; of one that awaits no decision any more, what it was to get before."""
    one = place.contender
    pence, was = one.takes_pence(side.allotment), side.was(one.reference)
    hint = _("%(was)s when saved") % {"was": format_pence(was)} if was else ""
    return Lines([format_pence(pence) if pence else _("Nothing")], hint)


def _differs(place: Place, first: Side, second: Side) -> Content:
    one = place.contender
    if not one.is_open:
        return _("%(state)s: the same in both") % {"state": place.bid.get_state_display()}
    here, there = (one.takes_pence(side.allotment) for side in (first, second))
    if here == there:
        return _("The same")
    if not there:
        return Badge(_("Only in the first"), "yellow")
    if not here:
        return Badge(_("Only in the second"), "yellow")
    words = _("%(more)s more in the second") if there > here else _("%(more)s more in the first")
    return Badge(words % {"more": format_pence(abs(there - here))}, "yellow")


def totals_table(money: RouteMoney, first: Side, second: Side) -> Table:
    """What both come to."""
    sides = (first, second)
    sums = [money.sums(side.allotment) for side in sides]
    bids = [sum(1 for pence in side.allotment.values() if pence) for side in sides]
    missing = ["\n".join(unfunded(money, one)) or _("None") for one in sums]
    rows: Sequence[Row] = [
        [_("Given to undecided bids"), *(format_pence(one.given_pence) for one in sums)],
        [_("Left of the pot"), *(left(one.left_pence) for one in sums)],
        [_("Bids that get money"), *(str(count) for count in bids)],
        [_("Priorities left unfunded"), *missing],
    ]
    columns = [Column(_("Total")), Column(first.name), Column(second.name)]
    return Table(_("Totals"), columns, rows)
